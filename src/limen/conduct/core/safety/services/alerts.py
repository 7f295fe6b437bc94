"""Somebody takes an alert upon themselves, says what was done, and closes it."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Final

from limen.conduct.core.actor import Actor
from limen.conduct.core.models import Alert, AlertEvent, StaffMember
from limen.conduct.core.safety.reading import may_act
from limen.conduct.core.safety.services.kept import kept_words
from limen.conduct.core.trail import Record, recording
from limen.errors import ConductError, Problem

#: How an alert may end; pages say it in words.
OUTCOMES: Final = ("no_danger", "watched", "referred", "emergency_help", "dosing_stopped",
                   "not_reached", "mistake")  # fmt: skip
LONGEST = 4000  # letters of what was done


def acknowledge(alert: Alert, *, member: StaffMember, words: str) -> Alert:
    """Stop the clock: a member of staff has it now, by name, and says what they do; return it.

    The words are encrypted under the participant's key; of somebody who was erased, none are kept.
    `ConductError` if somebody else has it already, without words, or from somebody who may not act.
    """
    with _about(alert, "alert.acknowledged", member) as record:
        stored = _taken_up(record, alert, member)
        if stored.state != Alert.State.OPEN:
            raise _refusal(f"{stored.acknowledged_by} has acknowledged it already.")
        stored.state, stored.acknowledged_at = Alert.State.ACKNOWLEDGED, record.at
        stored.acknowledged_by, stored.due_at = member, None
        record.change(stored, "state", "acknowledged_at", "acknowledged_by", "due_at")
        _tell(record, stored, AlertEvent.Kind.ACKNOWLEDGED, member, words)
        record.note("in_time", stored.deadline is None or record.at <= stored.deadline)
        return stored


def add_note(alert: Alert, *, member: StaffMember, words: str) -> None:
    """Add what was done since; `ConductError` before it was acknowledged, or once it is closed."""
    with _about(alert, "alert.noted", member) as record:
        stored = _taken_up(record, alert, member)
        _refuse_unless_acknowledged(stored)
        _tell(record, stored, AlertEvent.Kind.NOTED, member, words)


def close(alert: Alert, *, member: StaffMember, outcome: str, words: str) -> None:
    """Close an alert that somebody acknowledged, with how it ended. Doses stay on hold."""
    if outcome not in OUTCOMES:
        raise _refusal("Choose how it ended.")
    with _about(alert, "alert.closed", member) as record:
        stored = _taken_up(record, alert, member)
        _refuse_unless_acknowledged(stored)
        stored.state, stored.closed_at, stored.outcome = Alert.State.CLOSED, record.at, outcome
        record.change(stored, "state", "closed_at", "outcome")
        _tell(record, stored, AlertEvent.Kind.CLOSED, member, words, outcome)


def _about(alert: Alert, event: str, member: StaffMember) -> AbstractContextManager[Record]:
    return recording(event, by=Actor.staff(member), participant=alert.participant)


def _taken_up(record: Record, alert: Alert, member: StaffMember) -> Alert:
    stored = record.fresh(alert)
    if not may_act(member, stored, record.at):
        raise _refusal(f"{member} is neither on call there nor an investigator.")
    record.note("alert", stored.pk)
    return stored


def _tell(
    record: Record,
    alert: Alert,
    kind: AlertEvent.Kind,
    member: StaffMember,
    words: str,
    outcome: str = "",
) -> None:
    words = words.strip()
    if not words:
        raise _refusal("Say in a few words what is done.")
    if len(words) > LONGEST:
        raise _refusal(f"Write at most {LONGEST} letters.")
    record.add(
        AlertEvent(
            alert=alert,
            kind=kind,
            at=record.at,
            step=alert.step,
            member=member,
            words=kept_words(record, alert.participant, words, purpose="alert"),
            outcome=outcome,
        )
    )


def _refuse_unless_acknowledged(alert: Alert) -> None:
    if alert.state == Alert.State.OPEN:
        raise _refusal("Acknowledge it first, so that nobody else is called.")
    if alert.state == Alert.State.CLOSED:
        raise _refusal("It is closed.")


def _refusal(message: str) -> ConductError:
    return ConductError("Nothing was changed.", [Problem(message=message)])
