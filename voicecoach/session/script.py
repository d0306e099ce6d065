"""The lines that the session draws on: prompts from the pack, the coach's own from here."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """Everything that can be said without looking at an attempt."""

    prompts: tuple[str, ...]
    """The interviewer's lines, in the order of use; the last is followed by the first."""

    example: str
    """A strong closing, for who wants to hear one first."""

    weak_example: str
    """A closing as it should not be."""

    welcome: tuple[str, ...] = ()
    """Said once, before the first prompt; empty when there is nothing to explain."""

    nudges: tuple[str, ...] = (
        "Take your time. Whenever you are ready, close the interview.",
        "I'm still listening. You could begin with: how well do I fit?",
    )
    """One for each time that nothing is heard; when they are used up, the rehearsal ends."""

    choice: str = "Say again, or hear it. Say stop when you are done."
    choice_after_choice: str = "Say again, next, hear it, or stop."
    help: str = (
        "You can say: again, next, hear it, weak version, example, say that again, "
        "pause, go on, don't keep this, or stop."
    )
    forgotten: str = "It is erased."
    nothing_to_forget: str = "There is nothing to erase yet."
    paused: str = "I'm waiting. Say go on when you are ready."
    nothing_heard: str = "I did not hear any words. If you did speak, check the microphone."
    goodbye: str = "Good luck with the call."

    def fixed_lines(self) -> tuple[str, ...]:
        """Every line that never changes: worth keeping as sound."""
        fixed = (self.choice, self.choice_after_choice, self.help, self.goodbye, self.paused)
        return (*self.prompts, *self.welcome, *self.nudges, *fixed, self.nothing_heard)
