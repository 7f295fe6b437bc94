"""What a participant is shown of a hold of doses."""

from __future__ import annotations

from dataclasses import dataclass

from limen.conduct.core import clock
from limen.conduct.core.models import Participant
from limen.conduct.core.safety.holds import holds_to_tell
from limen.conduct.participant.times import at, local


@dataclass(frozen=True, kw_only=True)
class Hold:
    """`since` in words; whether all of it was read; and whether doses go on again of late."""

    since: str = ""
    is_read: bool = True
    is_over: bool = False

    @property
    def stands(self) -> bool:
        """Whether the next dose must not be taken."""
        return bool(self.since)


def hold_of(participant: Participant) -> Hold:
    """Return what holds now, whatever caused it: the cause is not told here."""
    now, zone = clock.now(), participant.zone
    told = holds_to_tell(participant, now)
    holds = [one for one in told if one.resumed_at is None]
    if not holds:
        follows = participant.status != Participant.Status.DISCONTINUED
        return Hold(is_over=bool(told) and follows)
    return Hold(
        since=at(holds[0].since, zone, local(now, zone).date()),
        is_read=all(one.read_at is not None for one in holds),
    )
