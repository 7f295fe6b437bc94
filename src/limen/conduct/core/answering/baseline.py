"""The baseline: all that must be answered before the first kit, and when it was locked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from limen.conduct.core.models import (
    ExpectancyAnswer,
    Occasion,
    Participant,
    ParticipationEvent,
)
from limen.conduct.core.occasions import State
from limen.conduct.core.trail import Record
from limen.protocol import Protocol, listed
from limen.protocol.document.treatment import BeforeKit, Kits

LOCKED = ParticipationEvent.Kind.BASELINE_LOCKED


@dataclass(frozen=True)
class BaselineState:
    """When the baseline was locked, and what is missing: occasions, ``expectancy.<id>``."""

    locked_at: datetime | None
    missing: tuple[str, ...]

    @property
    def locked(self) -> bool:
        """Whether participants can no longer change it."""
        return self.locked_at is not None


def baseline(participant: Participant) -> BaselineState:
    """Return the state of a participant's baseline, by the version they are under."""
    event = participant.participation_events.filter(kind=LOCKED).first()
    if event is not None:
        return BaselineState(event.at, ())
    return BaselineState(None, _missing(participant, participant.version.protocol))


def baseline_occasions(protocol: Protocol) -> frozenset[str]:
    """Return the occasions that must be complete before the first kit."""
    needed = _needed(protocol)
    references = listed(needed.occasions) if needed else ()
    return frozenset(protocol.occasion_ids(*references)) if references else frozenset()


def is_locked(participant: Participant) -> bool:
    """Whether a participant's baseline is locked."""
    return participant.participation_events.filter(kind=LOCKED).exists()


def lock_if_complete(record: Record, participant: Participant, protocol: Protocol) -> bool:
    """Lock the baseline inside the event that completed it; whether it was locked now."""
    needed = _needed(protocol)
    if needed is None or not (listed(needed.occasions) or listed(needed.expectancies)):
        return False
    if is_locked(participant) or _missing(participant, protocol):
        return False
    record.add(ParticipationEvent(participant=participant, kind=LOCKED, at=record.at))
    record.note("baseline", "locked")
    return True


def _missing(participant: Participant, protocol: Protocol) -> tuple[str, ...]:
    needed = _needed(protocol)
    if needed is None:
        return ()
    wanted = sorted(baseline_occasions(protocol))
    rows = Occasion.objects.filter(participant=participant, identifier__in=wanted)
    done = set(rows.filter(state=State.SUBMITTED).values_list("identifier", flat=True))
    given = set(
        ExpectancyAnswer.objects.filter(participant=participant).values_list("name", "intervention")
    )
    expected = [id for id in listed(needed.expectancies) if not _pairs(protocol, id) <= given]
    return (*(id for id in wanted if id not in done), *(f"expectancy.{id}" for id in expected))


def _pairs(protocol: Protocol, id: str) -> set[tuple[str, str]]:
    found = [one for one in listed(protocol.expectancies) if one.id == id]
    return {(id, name) for one in found for name in listed(one.interventions) or ("",)}


def _needed(protocol: Protocol) -> BeforeKit | None:
    kits = protocol.kits
    before = kits.before_first if isinstance(kits, Kits) else None
    return before if isinstance(before, BeforeKit) else None
