"""The learner's own facts: what model closers and prompts are filled with."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Learner:
    """Who is rehearsing, and for what. Every field may be empty."""

    role: str = ""
    """The job, as it would be said: "the ward sister post"."""

    company: str = ""
    interviewer: str = ""
    strengths: tuple[str, ...] = ()
    call_time: str = ""
    """When the call is, as the learner said it."""
