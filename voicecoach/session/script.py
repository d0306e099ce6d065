"""The lines that the session draws on: prompts from the pack, the coach's own from here."""

from dataclasses import dataclass

from voicecoach.assessment import Reaction
from voicecoach.exercise import Exercise


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """Everything that can be said without looking at an attempt."""

    prompts: tuple[str, ...]
    """The interviewer's lines, in the order of use; the last is followed by the first."""

    example: str
    """A strong closing, for who wants to hear one first."""

    weak_example: str
    """A closing as it should not be."""

    reactions: tuple[Reaction, ...] = ()
    """What the interviewer answers, in the order of use; empty: the learner closes alone."""

    answered_moves: frozenset[str] = frozenset()
    """The moves that the interviewer answers."""

    core_count: int = 0
    """How many parts a closing owes."""

    shadowing: Exercise | None = None
    """A strong version to say after the coach, before the first closing."""

    welcome: tuple[str, ...] = ()
    """Said once, before the first prompt; empty when there is nothing to explain."""

    nudges: tuple[str, ...] = (
        "Take your time. Whenever you are ready, close the interview.",
        "I'm still listening. You could begin with: how well do I fit?",
    )
    """One for each time that nothing is heard; when they are used up, the rehearsal ends."""

    reply_nudge: str = "Take your time. They have answered; now it is your turn."
    choice: str = "Say again, or hear it. Say stop when you are done."
    choice_after_choice: str = "Say again, next, hear it, or stop."
    choice_of_drill: str = (
        "Say next for one line of it alone, again for the whole, or stop when you are done."
    )
    once_more: str = "Once more, that line."
    help: str = (
        "You can say: again, next, hear it, say that again, play me back, how did I do, "
        "that's not what I said, slower, don't keep this, pause, or stop."
    )
    forgotten: str = "It is erased."
    nothing_to_forget: str = "There is nothing to erase yet."
    nothing_to_play: str = "There is nothing to play."
    nothing_to_save: str = "There is no sound to save."
    sound_saved: str = "It is saved."
    sound_not_saved: str = "I could not save it. We can go on."
    misheard: str = "Then I misheard. Say again, and I listen anew."
    nothing_to_withdraw: str = "There is nothing to take back yet."
    like_this: str = "Like this?"
    as_far_as_it_goes: str = "That is as far as I can go."
    paused: str = "I'm waiting. Say go on when you are ready."
    nothing_heard: str = "I did not hear any words. If you did speak, check the microphone."
    nothing_chosen: str = "I hear no answer, so I stop here."
    goodbye: str = "Good luck with the call."
    remember: str = "Remember:"
    remember_also: str = "And:"
    call_words: str = ""
    """When the call is, as one says it: "tomorrow at 10:30"; empty when that is not known."""

    @property
    def farewell(self) -> str:
        """The last line."""
        return f"{self.goodbye[:-1]} {self.call_words}." if self.call_words else self.goodbye

    def to_remember(self, lines: tuple[str, ...]) -> tuple[str, ...]:
        """The lines to remember, as they are spoken: each one sentence, all in one breath."""
        leads = (self.remember, *[self.remember_also] * (len(lines) - 1))
        return tuple(f"{lead} {line}" for lead, line in zip(leads, lines, strict=False))

    def kept(self, count: int) -> str:
        """What is saved of this rehearsal; empty when nothing is."""
        if count == 0:
            return ""
        return "Your closing is saved." if count == 1 else f"Your {count} closings are saved."

    def fixed_lines(self) -> tuple[str, ...]:
        """Every line that never changes: worth keeping as sound."""
        # When the call is, is the learner's own: not a sound to keep.
        is_own = bool(self.call_words) and any(self.call_words in line for line in self.welcome)
        welcome = () if is_own else self.welcome
        choices = (self.choice, self.choice_after_choice, self.choice_of_drill, self.once_more)
        asides = (self.help, self.paused)
        ends = (self.nothing_heard, self.nothing_chosen, self.kept(1), self.goodbye)
        first = (self.shadowing.cue,) if self.shadowing else ()  # in the order of need
        return (*first, *self.prompts, *welcome, *self.nudges, *choices, *asides, *ends)
