import pytest

from voicecoach.coaching.delivery import Trait, find_remarks, measure_delivery
from voicecoach.transcript import Utterance

THIRTY_WORDS = " ".join(["word"] * 30)


def test_typed_turns_have_no_delivery():
    """Nothing was spoken."""
    assert measure_delivery([Utterance.typed("what are the next steps")]) is None


def test_a_short_take_has_no_rate(spoken):
    """Under 25 words or 8 s there is too little to judge."""
    few = measure_delivery([spoken("one two three", word_seconds=4.0)])
    quick = measure_delivery([spoken(THIRTY_WORDS, word_seconds=0.2)])

    assert (None, None) == (few.speaking_rate_wpm, few.articulation_rate_wpm)
    assert (None, None) == (quick.speaking_rate_wpm, quick.articulation_rate_wpm)


def test_rates_count_pauses_and_leave_them_out(spoken):
    """Speaking rate with them, articulation rate without."""
    text = " | ".join([" ".join(["word"] * 15)] * 2)
    found = measure_delivery([spoken(text, word_seconds=0.4, pause_seconds=3.0)])

    assert 15.0 - 0.05 == pytest.approx(found.length_seconds)
    assert 30 * 60 / 14.95 == pytest.approx(found.speaking_rate_wpm, abs=0.1)
    assert 30 * 60 / (14.95 - 3.05) == pytest.approx(found.articulation_rate_wpm, abs=0.1)
    assert [3.05] == [pytest.approx(p.end_seconds - p.start_seconds) for p in found.pauses]


def test_fillers_are_counted_and_are_no_words(spoken):
    """Um and uh."""
    found = measure_delivery([spoken("um so uh what is next")])

    assert 2 == found.fillers_heard
    assert 4 == found.word_count


def test_words_after_the_question_start_behind_its_tail(spoken):
    """What belongs to the question is not held against it."""
    turn = spoken("what are the next steps from here | i am sure you are busy")

    assert 6 == measure_delivery([turn], last_question_word=5).words_after_last_question
    assert 0 == measure_delivery([turn]).words_after_last_question


def test_lengths_of_turns_add_up(spoken):
    """The interviewer's answer in between is not the learner's time."""
    one = spoken("word word", word_seconds=1.0)

    assert 2 * 1.95 == pytest.approx(measure_delivery([one, one]).length_seconds)


def test_inside_the_bands_nothing_is_said(spoken):
    """Thirty seconds at a common pace."""
    fine = measure_delivery([spoken(" ".join(["word"] * 70), word_seconds=0.42)])

    assert () == find_remarks(fine)


def test_the_weightiest_remark_comes_first(spoken):
    """Far too long before a little slow."""
    slow = measure_delivery([spoken(" ".join(["word"] * 180), word_seconds=0.52)])

    assert [Trait.TOO_LONG, Trait.SLOW] == [remark.trait for remark in find_remarks(slow)]


def test_five_ums_are_worth_a_word(spoken):
    """Four are not."""
    four = measure_delivery(
        [spoken(" ".join(["um word word word word word"] * 4), word_seconds=0.36)]
    )
    five = measure_delivery(
        [spoken(" ".join(["um word word word word word"] * 5), word_seconds=0.36)]
    )

    assert () == find_remarks(four)
    assert [Trait.FILLERS] == [remark.trait for remark in find_remarks(five)]
