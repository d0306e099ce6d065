"""The learner's own facts: what model closers and the goodbye are filled with."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Learner:
    """Who is rehearsing, and for what. Every field may be empty."""

    role: str = ""
    """The job, as it would be said: "the ward sister post"."""

    company: str = ""
    interviewer: str = ""
    strengths: tuple[str, ...] = ()
    call_time: str = ""
    """When the call is, by the learner's clock: "2026-11-26T10:30"."""

    def call_words(self, now: datetime) -> str:
        """When the call is, as one would say it now; empty once it has begun, or when not known.

        ``now`` is by the learner's clock, too.
        """
        try:
            call = datetime.fromisoformat(self.call_time)
        except ValueError:  # empty, or written into the file by hand
            return ""
        if call.tzinfo is not None or call <= now:
            return ""
        days = (call.date() - now.date()).days
        match days:
            case 0:
                day = "today"
            case 1:
                day = "tomorrow"
            case 2 | 3 | 4 | 5 | 6:
                day = f"on {call:%A}"
            case _:
                day = f"on {call.day} {call:%B}"
        return f"{day} at {call:%H:%M}"
