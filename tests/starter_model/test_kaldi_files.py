# ruff: noqa: E402 -- imports come after the check that numpy is there
"""The binary files are laid out as Kaldi reads them."""

import struct

import pytest

np = pytest.importorskip("numpy")

from starter_model import kaldi_files


def test_a_matrix_survives_compression():
    """Two bytes a number lose no more than a 65536th of the matrix's range."""
    matrix = np.random.default_rng(1).normal(size=(7, 5))

    read = kaldi_files.read_compressed_matrix(kaldi_files.compressed_matrix(matrix))

    assert np.abs(read - matrix).max() <= np.ptp(matrix) / 65535


def test_numbers_carry_their_size():
    """Kaldi puts the size of an integer in bytes before it."""
    assert b"\4\7\0\0\0" == kaldi_files.integer(7)
    assert b"\4\2\0\0\0\5\0\0\0\6\0\0\0" == kaldi_files.integers([5, 6])


def test_every_phone_has_two_transitions():
    """Entering a phone and staying in it have numbers of their own, without gaps."""
    numbers = [
        kaldi_files.transition_id(phone, is_entry=is_entry)
        for phone in kaldi_files.PHONE_IDS.values()
        for is_entry in (False, True)
    ]

    assert list(range(1, len(numbers) + 1)) == numbers


def test_all_places_of_a_phone_share_their_outputs():
    """AA at the beginning of a word sounds like AA anywhere; silence comes first of all."""
    ids = [kaldi_files.PHONE_IDS[f"AA_{place}"] for place in "BEIS"]

    assert {2} == {kaldi_files.output_of(phone, is_entry=True) for phone in ids}
    assert {3} == {kaldi_files.output_of(phone, is_entry=False) for phone in ids}
    assert 0 == kaldi_files.output_of(1, is_entry=True)


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
