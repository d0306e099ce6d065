"""Which monologues are spoken, and where silences are put into them."""

import random
from pathlib import Path

import pytest
from measuring.closing_texts import aside_closings, owed_after
from measuring.monologues import Monologue, plan_monologues, plan_questions
from measuring.pauses import Sentence, gaps_in, kind_after, with_pauses
from measuring.takes import Noise, PauseKind, Voice

FIT = "How close am I to the person that you have in mind?"
LONG = "I would very much like to come and work with all of you."


@pytest.fixture(scope="module")
def planned() -> list[Monologue]:
    """A run's monologues."""
    return plan_monologues(aside_closings(), 300, seed=20)


def test_half_of_the_monologues_say_the_whole_core(planned: list[Monologue]) -> None:
    """The labels of their closings, put together, say so."""
    moves = {one.id: one.moves for one in aside_closings()}

    assert 150 == sum(one.is_core_whole for one in planned)
    for one in planned:
        said = frozenset().union(*(moves[name] for name in one.closing_ids))
        assert one.is_core_whole is not bool(owed_after(said))


def test_voices_and_noises_come_in_turn(planned: list[Monologue]) -> None:
    """Half by each voice, half clean, and each of it with the core whole and owed."""
    assert 150 == sum(one.plan.voice is Voice.JOE for one in planned)
    assert 152 == sum(one.plan.noise is Noise.CLEAN for one in planned)
    kinds = {(one.plan.voice, one.plan.noise, one.is_core_whole) for one in planned}
    assert 12 == len(kinds)


def test_a_plan_is_the_same_every_time(planned: list[Monologue]) -> None:
    """The seed decides everything."""
    assert planned == plan_monologues(aside_closings(), 300, seed=20)
    assert planned != plan_monologues(aside_closings(), 300, seed=21)


def test_silences_are_of_every_kind_and_as_long_as_they_may_be(planned: list[Monologue]) -> None:
    """From 0.3 to 2.5 s, never at the very end."""
    put = [piece for one in planned for piece in one.plan.pieces if piece.pause]

    assert set(PauseKind) == {piece.pause for piece in put}
    assert all(0.3 <= piece.gap_seconds <= 2.5 for piece in put)
    assert all(one.plan.pieces[-1].gap_seconds == 0 for one in planned)


def test_no_word_is_lost_to_a_silence() -> None:
    """Fillers come on top; the sentences stay as they were written."""
    sentences = [Sentence(text=text, is_core_owed=True) for text in (LONG, FIT, LONG)]
    pieces = with_pauses(sentences, random.Random(1))
    fillers = {"um", "uh", "and", "so"}

    def plain(text: str) -> list[str]:
        words = text.lower().replace(",", "").split()
        return [word for word in words if word not in fillers]

    said = plain(" ".join(piece.text for piece in pieces))
    assert plain(f"{LONG} {FIT} {LONG}") == said


@pytest.mark.parametrize(
    ("text", "is_owed", "kind"),
    [
        (FIT, True, PauseKind.AFTER_QUESTION),
        (FIT, False, None),
        ("Thank you for the tour.", True, PauseKind.AFTER_THANKS),
        ("Thank you for the tour.", False, None),
        (LONG, True, PauseKind.BETWEEN_SENTENCES),
        (LONG, False, PauseKind.BETWEEN_SENTENCES),
    ],
)
def test_what_a_silence_after_a_sentence_is(
    *, text: str, is_owed: bool, kind: PauseKind | None
) -> None:
    """After a question or a thank-you it counts while the core is owed, and only then."""
    assert kind is kind_after(Sentence(text=text, is_core_owed=is_owed))


def test_clauses_are_broken_between_words_that_belong_together() -> None:
    """Not at a comma, not next to an edge; a short sentence not at all."""
    assert [2, 4, 5] == gaps_in("So you know, I would love that.")
    assert [] == gaps_in("I want this job.")


def test_a_turn_for_an_interviewer_who_answers_ends_with_the_question() -> None:
    """How one stands is asked last, and only there."""
    for one in plan_questions(aside_closings(), 40, seed=20):
        assert one.plan.text.rstrip("'\"").endswith("?")
        assert 2 == len(one.closing_ids)


def test_the_closings_aside_are_found() -> None:
    """A plan needs them all."""
    files = Path(__file__).resolve().parents[1].glob("closings/written/aside_*.jsonl")

    assert sum(len(path.read_text("utf-8").splitlines()) for path in files) == len(aside_closings())
