"""Which commands are spoken, and what counts as obeyed."""

from measuring.closing_texts import aside_closings
from measuring.command_takes import (
    holds_wording,
    lines_with_command_words,
    on_floor,
    plan_closings,
    plan_commands,
)
from measuring.listening import TurnOver
from measuring.obedience import Obeyed, limits_of

from voicecoach.session.actions import Floor
from voicecoach.session.commands import WORDINGS, Command, command_in


def test_the_sentences_with_command_words_are_no_commands() -> None:
    """A hundred different ones, each with a wording in it."""
    lines = lines_with_command_words()

    assert 100 == len(set(lines)) == len(lines)
    assert [] == [line for line in lines if not holds_wording(line)]
    assert [] == [line for line in lines if command_in(line)]


def test_every_wording_is_spoken_by_both_voices_and_some_are_wrapped() -> None:
    """As written, each take is the command that it is planned to be."""
    takes = plan_commands(200, seed=20)
    plain = {(take.plan.voice, take.plan.text) for take in takes if not take.is_wrapped}

    assert 200 == len({take.plan.id for take in takes})
    assert 2 * len(WORDINGS) == len(plain)
    assert all(take.expected is command_in(take.plan.text) for take in takes)
    assert len(takes) == len({(take.plan.voice, take.plan.text) for take in takes})


def test_each_voice_says_um_and_please() -> None:
    """What one voice says badly is not blamed on what stands around it."""
    wrapped = [take.plan for take in plan_commands(200, seed=20) if take.is_wrapped]

    for beginning in ("Um", "Okay", "So", "Coach", "Uh"):
        assert 2 == len({plan.voice for plan in wrapped if plan.text.startswith(beginning)})


def test_half_of_the_closings_hold_a_command_word() -> None:
    """The other half, from the closings aside, holds none."""
    takes = plan_closings(aside_closings(), 200, seed=20)

    assert 100 == sum(take.has_command_word for take in takes)
    assert all(take.has_command_word is holds_wording(take.plan.text) for take in takes)


def test_where_a_closing_is_awaited_more_silence_follows() -> None:
    """The same words on the other floor."""
    (take,) = plan_commands(1, seed=20)
    (other,) = on_floor(Floor.CLOSING, [take])

    assert Floor.CLOSING is other.floor
    assert take.plan.pieces == other.plan.pieces
    assert take.plan.after_seconds < other.plan.after_seconds


def test_a_command_is_right_when_the_app_would_do_as_meant() -> None:
    """Heard otherwise, or not at all, it is not; only right ones have a wait that counts."""
    (take,) = plan_commands(1, seed=20)
    assert take.expected is Command.AGAIN
    heard = [TurnOver(at_seconds=2.7, heard=text) for text in ("again", "please")]
    right, wrong = (Obeyed(take=take, end_seconds=2.0, over=over) for over in heard)
    percent, closings, median, _ = limits_of([right, wrong])

    assert (True, False) == (right.is_right, wrong.is_right)
    assert (50.0, False) == (percent.value, percent.holds)
    assert (0, True) == (closings.value, closings.holds)
    assert round(median.value, 3) == 0.7
    assert median.holds
