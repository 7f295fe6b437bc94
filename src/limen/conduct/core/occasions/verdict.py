"""What becomes of an answer, or of the wish to begin one."""

from __future__ import annotations

from enum import StrEnum


class Verdict(StrEnum):
    """What the person who started or sent is told; `kept` says whether the answer is stored."""

    STARTED = "started"
    IN_TIME = "in_time"
    LATE = "late"
    """Stored, counted, and marked late."""
    AGAIN = "again"
    """The occasion had been submitted before: stored as a further version."""
    SET_ASIDE = "set_aside"
    """Stored for people to see; it does not count, and the occasion stays as it was."""
    TOO_EARLY = "too_early"
    CLOSED = "closed"
    """Nothing can be begun here any more."""
    WITHDRAWN = "withdrawn"
    """Consent is gone: nothing may be stored."""

    @property
    def kept(self) -> bool:
        """Whether an answer with this verdict is stored."""
        return self in (Verdict.IN_TIME, Verdict.LATE, Verdict.AGAIN, Verdict.SET_ASIDE)

    @property
    def counts(self) -> bool:
        """Whether the answer is the occasion's answer, or a further version of it."""
        return self in (Verdict.IN_TIME, Verdict.LATE, Verdict.AGAIN)
