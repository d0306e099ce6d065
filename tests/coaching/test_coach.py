import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voicecoach.coaching.coach import asks_last, assess, has_whole_core, hear_moves
from voicecoach.packs.loader import load_pack
from voicecoach.transcript import Utterance, Word

PACK = load_pack()
ARTICLE = (
    "Based on my background and the skills and experience we discussed, how well do I fit the "
    "profile of the candidate for which you're looking? What are the next steps in the process? "
    "I'd love to work here."
)


def held(text: str) -> set[str]:
    """The labels held in one typed turn."""
    found = assess((Utterance.typed(text),), PACK)
    return {finding.label for finding in (*found.moves, *found.pitfalls)}


def test_the_articles_own_closing_is_whole(heard):
    """Fit, next steps, interest, and nothing to mend."""
    found = heard(ARTICLE)

    assert found.has_whole_core
    assert () == found.pitfalls
    assert ["fit_question", "next_steps", "interest"] == [move.label for move in found.moves]


def test_the_articles_bad_example_is_two_pitfalls(heard):
    """The verdict and the hour."""
    found = heard("So, did I get the job? What time on Friday will you call me?")

    assert ["asks_outright", "presses_time"] == [pitfall.label for pitfall in found.pitfalls]
    assert ("standing", "next_steps", "interest") == found.missing_core


def test_moves_count_over_all_turns(heard):
    """The interviewer may answer in between."""
    found = heard(
        "how well do i fit what you need", "thank you what are the next steps", "i'd love to join"
    )

    assert found.has_whole_core
    assert [0, 1, 1, 2] == [move.turn for move in found.moves]


def test_two_labels_in_one_breath(labels):
    """Thanks and interest share a sentence."""
    assert {"thanks", "interest"} <= labels("thanks so much i would love to work here")


def test_declining_is_taken_back_by_a_question(labels):
    """No further questions on that, but how well do I fit?"""
    assert "no_questions" in labels("no i don't have any questions")
    assert "no_questions" not in labels(
        "i have no further questions but how well do i fit the role"
    )


@pytest.mark.parametrize(
    "text",
    [
        "i won't ask whether i got the job",
        "my nephew asked them flat out am i hired",
        "the job pays attention to detail",
        "thank god the rain held off",
        "how did the last candidate fit in",
        "there is no rush at all",
    ],
)
def test_near_misses_are_nothing(text: str, labels):
    """Words of a label that are not the speaker's own act."""
    assert set() == labels(text)


def test_nothing_said_is_nothing_found(heard):
    """No turns, an empty turn, a filler: no findings, the whole core missing."""
    for turns in ((), ("",), ("um",)):
        found = heard(*turns)

        assert () == found.moves + found.pitfalls
        assert len(PACK.core) == len(found.missing_core)


def test_live_moves_are_heard_as_words_come():
    """What lights up stays lit while the sentence goes on."""
    words = "how well do i fit the profile and what are the next steps i'd love to join you".split()
    shown: frozenset[str] = frozenset()
    for count in range(len(words) + 1):
        now = frozenset(move.label for move in hear_moves(" ".join(words[:count]), PACK))

        assert shown <= now
        shown = now

    assert has_whole_core(shown, PACK)


def test_what_may_come_yet_is_not_taken_for_missing():
    """A finished turn may lack a word or two; of a growing one they are waited for."""
    unfinished = "if you held me up next to your ideal"

    assert "fit_question" in held(unfinished)
    assert () == hear_moves(unfinished, PACK)
    assert "fit_question" in {
        m.label for m in hear_moves(f"{unfinished} nurse how near am i", PACK)
    }


@pytest.mark.parametrize(
    ("text", "is_asking"),
    [
        ("thank you for your time how well do i fit the profile", True),
        ("how well do i fit the profile of the candidate that you are looking for", True),
        ("how well do i fit the profile thank you", True),
        ("how well do i fit the profile", True),
        (
            "how well do i fit the profile well never mind i have a sample lesson here and"
            " could let you have it this week",
            False,
        ),
        ("thank you for your time", False),
        ("", False),
    ],
)
def test_who_asked_and_went_on_is_not_asking(text: str, *, is_asking: bool):
    """The interviewer answers what was said last."""
    assert is_asking is asks_last(text, hear_moves(text, PACK), PACK)


SENTENCES = [
    "how well do i fit the profile you are looking for",
    "what are the next steps in the process",
    "i would love to join your team",
    "thank you so much for your time today",
    "i'll send you my references tonight",
    "is there anything about my background you'd like me to clear up",
]
PITFALLS = {
    "asks_outright": "did i get the job",
    "presses_time": "what time exactly on tuesday will you call me",
    "desperation": "i'm begging you i really need this job",
    "self_deprecation": "i'm terrible at interviews",
    "compensation": "what's the salary and how many days off do i get",
    "presumes_offer": "so when do i start",
    "pressure": "you'd be mad to let me go",
}
anything = st.lists(st.sampled_from([*SENTENCES, *PITFALLS.values()]), min_size=1, max_size=4)


@settings(deadline=None)
@given(anything, st.data())
def test_case_fillers_and_repetitions_change_nothing(parts: list[str], data: st.DataObject):
    """The same closing, as stuttered as it comes."""
    words = " ".join(parts).split()
    place = data.draw(st.integers(0, len(words) - 1))
    filler = data.draw(st.sampled_from(["um", "uh", "er", "Hmm,"]))
    said = [*words[: place + 1], filler, words[place].upper(), *words[place + 1 :]]

    assert held(" ".join(words)) == held(" ".join(said))


@settings(deadline=None)
@given(
    st.sampled_from(sorted(PITFALLS)), st.lists(st.sampled_from(SENTENCES), max_size=3), st.data()
)
def test_moves_around_a_pitfall_do_not_hide_it(pitfall: str, moves: list[str], data: st.DataObject):
    """However much good stands around it."""
    place = data.draw(st.integers(0, len(moves)))
    text = " ".join([*moves[:place], PITFALLS[pitfall], *moves[place:]])

    assert pitfall in held(text)


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(SENTENCES), max_size=3),
    st.sampled_from(
        ["whether i got the job", "did i get the job", "if i have got it", "am i hired"]
    ),
)
def test_what_i_wont_ask_is_not_asked(others: list[str], asking: str):
    """It takes that one pitfall away and nothing else."""
    without = held(" ".join(others))
    text = " ".join([*others, "and i won't ask", asking])

    assert without == held(text)


@settings(deadline=None)
@given(anything)
def test_quotes_are_slices(parts: list[str]):
    """Every span lies within its turn and its quote is that slice."""
    text = " ".join(parts)
    found = assess((Utterance.typed(text),), PACK)
    words = text.split()
    for finding in (*found.moves, *found.pitfalls):
        assert 0 <= finding.start_word < finding.end_word <= len(words)
        assert " ".join(words[finding.start_word : finding.end_word]) == finding.quote
        assert 0.0 < finding.similarity_ratio <= 1.0
        patterns = PACK.entry(finding.label).patterns + PACK.entry(finding.label).hints
        assert finding.pattern in patterns


def test_the_same_words_give_the_same_answer(heard):
    """No chance in it."""
    assert heard(ARTICLE) == heard(ARTICLE)


@pytest.mark.parametrize(
    "text", ["no", "nope", "no thanks", "not really no", "i guess not", "nothing comes to mind"]
)
def test_a_short_no_is_a_refusal(text: str, labels):
    """The whole turn is the answer."""
    assert "no_questions" in labels(text)


def test_a_pitfall_that_was_taken_back_is_as_if_it_had_not_been_there() -> None:
    """Its words are free for moves again; the other pitfall stays."""
    turns = (Utterance.typed("So did I get the job? What time on Friday will you call me?"),)
    found = assess(turns, PACK, withdrawn=frozenset({"asks_outright"}))
    none = assess(turns, PACK, withdrawn=frozenset(pitfall.id for pitfall in PACK.pitfalls))

    assert ["presses_time"] == [pitfall.label for pitfall in found.pitfalls]
    assert () == none.pitfalls
    assert len(none.moves) >= len(found.moves) >= len(assess(turns, PACK).moves)


@pytest.mark.parametrize(("sure", "is_accused"), [(0.95, True), (0.75, True), (0.6, False)])
def test_nobody_is_accused_of_words_that_the_ear_doubts(sure, is_accused):
    """The words of the pitfall count; of the others the ear may be as sure as it likes."""
    beginning, asking = "thank you for your time today", "did i get the job"
    words = tuple(
        Word(
            text=text,
            start_seconds=0.4 * place,
            end_seconds=0.4 * place + 0.3,
            confidence_ratio=sure if text in asking.split() else 1.0,
        )
        for place, text in enumerate(f"{beginning} {asking}".split())
    )
    found = assess((Utterance(words=words, end_seconds=5.0),), PACK)

    assert is_accused == ("asks_outright" in {pitfall.label for pitfall in found.pitfalls})
    assert "thanks" in {move.label for move in found.moves}
