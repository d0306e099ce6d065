# ruff: noqa: E402 -- imports come after the check that numpy is there
"""The binary files are laid out as Kaldi reads them."""

import struct

import pytest

np = pytest.importorskip("numpy")

from starter_model import kaldi_files
from starter_model.outputs import LEFT_CLASSES, OUTPUTS, PHONE_OUTPUTS


def test_a_matrix_survives_compression():
    """A byte a number loses less than a ten thousandth of the numbers' power."""
    matrix = np.random.default_rng(1).normal(size=(400, 5))

    lost = kaldi_files.read_compressed_matrix(kaldi_files.compressed_matrix(matrix)) - matrix

    assert np.abs(lost).max() < 0.05
    assert np.square(lost).mean() < 1e-4


@pytest.mark.parametrize("matrix", [np.zeros((3, 2)), np.array([[1.0, -2.0]]), np.eye(5)])
def test_a_matrix_of_few_different_numbers_survives_too(matrix):
    """Columns without a spread, or with a single row."""
    read = kaldi_files.read_compressed_matrix(kaldi_files.compressed_matrix(matrix))

    assert np.abs(read - matrix).max() < 1e-3


def test_numbers_carry_their_size():
    """Kaldi puts the size of an integer in bytes before it."""
    assert b"\4\7\0\0\0" == kaldi_files.integer(7)
    assert b"\4\2\0\0\0\5\0\0\0\6\0\0\0" == kaldi_files.integers([5, 6])


def test_every_phone_has_two_transitions_after_every_class():
    """Entering a phone and staying in it have numbers of their own, without gaps."""
    numbers = [
        kaldi_files.transition_id(phone, left, is_entry=is_entry)
        for phone in kaldi_files.PHONE_IDS.values()
        for left in range(len(LEFT_CLASSES))
        for is_entry in (False, True)
    ]

    assert list(range(1, len(numbers) + 1)) == numbers


def test_all_places_of_a_phone_share_their_outputs():
    """AA at the beginning of a word sounds like AA anywhere; silence comes first of all."""
    ids = [kaldi_files.PHONE_IDS[f"AA_{place}"] for place in "BEIS"]

    assert {2} == {kaldi_files.output_of(phone, 0, is_entry=True) for phone in ids}
    assert {3} == {kaldi_files.output_of(phone, 0, is_entry=False) for phone in ids}
    assert 0 == kaldi_files.output_of(1, 0, is_entry=True)


def test_a_phone_has_other_outputs_after_another_class():
    """AA after a high vowel is not AA after silence."""
    phone = kaldi_files.PHONE_IDS["AA_I"]

    assert PHONE_OUTPUTS + 2 == kaldi_files.output_of(phone, 1, is_entry=True)


def test_the_transition_model_lists_its_tuples_in_order():
    """Kaldi searches them by phone, state, first output and other output, and uses every output."""
    _, after = kaldi_files.transition_model().split(b"<Tuples> ")
    tuples, _ = after.split(b"</Tuples> ")

    rows = np.frombuffer(tuples, np.dtype([("size", "i1"), ("value", "<i4")]))["value"]
    listed = [tuple(row) for row in rows[1:].reshape(-1, 4)]
    assert rows[0] == len(listed) == len(kaldi_files.PHONE_IDS) * len(LEFT_CLASSES)
    assert sorted(listed) == listed
    assert set(range(OUTPUTS)) == {output for row in listed for output in row[2:]}


def test_a_transition_belongs_to_the_tuple_that_kaldi_counts_to():
    """Two transitions for each tuple, in the tuples' order."""
    _, after = kaldi_files.transition_model().split(b"<Tuples> ")
    rows = np.frombuffer(after.split(b"</Tuples> ")[0], np.dtype("i1, <i4"))["f1"][1:]
    phone, left = kaldi_files.PHONE_IDS["M_E"], 3

    number = kaldi_files.transition_id(phone, left, is_entry=True)

    entry, rest = (kaldi_files.output_of(phone, left, is_entry=first) for first in (True, False))
    assert (phone, 0, entry, rest) == tuple(rows.reshape(-1, 4)[(number - 1) // 2])


def test_the_global_mean_is_written_as_sums():
    """Kaldi divides the first row by its last number to get the mean."""
    mean = np.arange(3.0)

    data = kaldi_files.cmvn_stats(mean)

    rows, columns = struct.unpack_from("<xixi", data, 5)
    sums = np.frombuffer(data, "<f8", columns, 15)
    assert (2, 4) == (rows, columns)
    assert list(mean) == pytest.approx(list(sums[:-1] / sums[-1]))


def test_word_boundaries_name_every_phone():
    """Each phone is told to be the begin, end or inside of a word, or a whole one, or no word."""
    lines = kaldi_files.word_boundary_text().splitlines()

    assert len(kaldi_files.PHONE_IDS) == len(lines)
    assert "1 nonword" == lines[0]
    assert "2 begin" == lines[1]
