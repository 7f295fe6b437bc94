"""The database is locked: from then on nothing that a dataset would show is written."""

from __future__ import annotations

from dataclasses import dataclass

from limen.conduct.core.actor import Actor
from limen.conduct.core.forms import lock_forms
from limen.conduct.core.locking.in_the_way import InTheWay
from limen.conduct.core.locking.of_stock import strange_codes
from limen.conduct.core.locking.standing import in_the_way, summed
from limen.conduct.core.models import AuditEntry, Study
from limen.conduct.core.trail import Head, recording
from limen.conduct.core.trail.locked import LOCKED
from limen.errors import ConductError, LockedError


@dataclass(frozen=True, kw_only=True)
class Locked:
    """A study that was locked. `head` is the end of the trail: the entry that says so."""

    study: Study
    head: Head


def lock_study(*, by: Actor, kits_reason: str = "") -> Locked:
    """Lock the database, if nothing stands in the way when nobody else writes; return the end.

    `kits_reason` says why kits do not add up where that cannot be mended; the trail keeps it.
    `ConductError` with everything in the way, `LockedError` if the study is locked already.
    """
    refuse_if_locked_already()
    _refuse(in_the_way(), kits_reason)  # before others have to wait for us
    with recording(LOCKED, by=by) as record:
        found = in_the_way()
        _refuse(found, kits_reason)
        study = Study.objects.select_related("version").get()
        record.note("forms", lock_forms(record))
        study.locked_at = record.at
        record.change(study, "locked_at")
        record.note("kits", [one.about for one in found])
        record.note("kits_reason", kits_reason.strip())
        record.note("strange_codes", len(strange_codes()))
    entry = AuditEntry.objects.get(number=record.number)
    return Locked(study=study, head=Head(entry.number, entry.hash))


def refuse_if_locked_already() -> None:
    """Raise `LockedError` if there is nothing left to lock."""
    at = Study.objects.values_list("locked_at", flat=True).first()
    if at is not None:
        raise LockedError(f"The database has been locked since {at:%Y-%m-%d at %H:%M} UTC.")


def _refuse(found: list[InTheWay], kits_reason: str) -> None:
    stands = [one for one in found if one.kind != "kits" or not kits_reason.strip()]
    if stands:
        raise ConductError("The database was not locked. In the way:", summed(stands))
