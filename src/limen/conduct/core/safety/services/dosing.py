"""Doses wait, the participant reads that they do, and an investigator lets them go on."""

from __future__ import annotations

from collections.abc import Collection

from limen.conduct.core.actor import Actor
from limen.conduct.core.models import (
    Alert,
    DosingHold,
    FreeText,
    Membership,
    Participant,
    StaffMember,
)
from limen.conduct.core.safety.holds import standing_holds
from limen.conduct.core.safety.services.kept import kept_words
from limen.conduct.core.trail import Record, recording
from limen.errors import ConductError, Problem


def hold_dosing(participant: Participant, *, member: StaffMember, reason: str) -> DosingHold:
    """Put doses on hold because an investigator says so; the reason is encrypted."""
    with recording("dosing.held", by=Actor.staff(member), participant=participant) as record:
        stored = record.fresh(participant)
        _refuse_others(stored, member)
        return record.add(
            DosingHold(
                participant=stored,
                held_by=member,
                reason=_words(record, stored, reason),
                since=record.at,
            )
        )


def read_hold(participant: Participant, *, by: Actor) -> int:
    """Note that the participant has read it; return of how many holds. Again: of none."""
    with recording("dosing.hold_read", by=by, participant=participant) as record:
        unread = list(standing_holds(participant).filter(read_at=None))
        if not unread:
            record.nothing_happened()
        for hold in unread:
            hold.read_at = record.at
        record.change_all(unread, "read_at")
        return len(unread)
    return 0


def resume_dosing(
    participant: Participant,
    *,
    member: StaffMember,
    reason: str,
    meaning: str = "",
    seen: Collection[int] | None = None,
) -> None:
    """Let doses go on: every hold ends, signed by an investigator with the reason, encrypted.

    `meaning` is what signing means, as it was shown; `seen` are the keys of the holds that were
    shown. `ConductError` for anybody else, without a reason or a hold, for a hold that came after
    what they saw, of somebody who takes no more doses, and while an alert that holds doses waits.
    """
    with recording("dosing.resumed", by=Actor.staff(member), participant=participant) as record:
        stored = record.fresh(participant)
        _refuse_others(stored, member)
        holds = list(standing_holds(stored))
        if not holds:
            raise _refusal("Doses are not on hold.")
        if any(one.alert is not None and one.alert.state == Alert.State.OPEN for one in holds):
            raise _refusal("An alert that holds doses waits. Acknowledge it first.")
        if seen is not None and any(one.pk not in seen for one in holds):
            raise _refusal("Doses were put on hold once more meanwhile. Read why, and decide then.")
        if stored.has_left or stored.status == Participant.Status.DISCONTINUED:
            raise _refusal(f"No dose follows: {stored.get_status_display()}. Leave the hold.")
        words = _words(record, stored, reason)
        for hold in holds:
            hold.resumed_at, hold.resumed_by, hold.resumed_reason = record.at, member, words
        record.change_all(holds, "resumed_at", "resumed_by", "resumed_reason")
        record.note("meaning", meaning.strip() or meaning_of_resuming())
        record.note("against_stop_rule", any(one.for_good for one in holds))


def meaning_of_resuming() -> str:
    """Return what signing means: to be shown before it is done."""
    return "I have looked into why doses were on hold, and decide: this person may take them again."


def _refuse_others(participant: Participant, member: StaffMember) -> None:
    if not member.has_role(participant.site, Membership.Role.INVESTIGATOR):
        raise _refusal(f"{member} is no investigator at {participant.site}.")


def _words(record: Record, participant: Participant, reason: str) -> FreeText | None:
    if not reason.strip():
        raise _refusal("Give the reason.")
    return kept_words(record, participant, reason.strip(), purpose="dosing")


def _refusal(message: str) -> ConductError:
    return ConductError("Nothing was changed.", [Problem(message=message)])
