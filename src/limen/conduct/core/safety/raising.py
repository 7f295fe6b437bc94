"""A rule fired: its alert is made, and doses wait, inside the event in which it was told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from limen.conduct.core.models import (
    Alert,
    AlertEvent,
    DosingHold,
    Participant,
    ProtocolVersion,
    Submission,
)
from limen.conduct.core.trail import Record
from limen.protocol.document.oversight import SafetyRule
from limen.protocol.document.oversight.medications import Medication
from limen.protocol.document.treatment.dose_levels import DoseRule


@dataclass(frozen=True, kw_only=True)
class Fired:
    """Rules of the protocol that are true of what was just told."""

    safety: tuple[SafetyRule, ...] = ()
    hold: tuple[DoseRule, ...] = ()
    stop: tuple[DoseRule, ...] = ()
    medicines: tuple[Medication, ...] = ()  # must not be taken beside, and are

    def __bool__(self) -> bool:
        """Whether any is."""
        return bool(self.safety or self.hold or self.stop or self.medicines)


def raise_alerts(
    record: Record,
    participant: Participant,
    version: ProtocolVersion,
    fired: Fired,
    *,
    submission: Submission | None = None,
) -> list[Alert]:
    """Make an alert of each rule, and put doses on hold where it says so; return the alerts.

    While an alert of the same rule waits for somebody, its clock runs on and its story says that
    the rule fired again: a later deadline would be none. After that, firing makes a new alert.
    """
    if not fired:
        return []
    found = []
    for alert, holds in _alerts(fired):
        alert.participant, alert.version, alert.submission = participant, version, submission
        waiting = Alert.objects.filter(
            participant=participant, source=alert.source, rule=alert.rule, state=Alert.State.OPEN
        ).first()
        alert = _again(record, waiting) if waiting is not None else _new(record, alert)
        found.append(alert)
        if holds:
            _hold(record, alert)
    record.note("alerts", [alert.pk for alert in found])
    return found


def _alerts(fired: Fired) -> Iterable[tuple[Alert, bool]]:
    for rule in fired.safety:
        alert = Alert(
            source=Alert.Source.SAFETY,
            rule=rule.id,
            responsible=rule.responsible,
            next_role=rule.next or "",
            within_hours=float(rule.within_hours),
        )
        yield alert, rule.hold_dosing is True
    for medicine in fired.medicines:
        if medicine.responsible is not None or medicine.hold_dosing is True:
            yield _of_medicine(medicine), medicine.hold_dosing is True
    for source, rules in ((Alert.Source.HOLD, fired.hold), (Alert.Source.STOP, fired.stop)):
        for one in rules:
            yield Alert(source=source, rule=one.id), True


def _of_medicine(medicine: Medication) -> Alert:
    return Alert(
        source=Alert.Source.MEDICINE,
        rule=medicine.id,
        responsible=medicine.responsible or "",
        next_role=medicine.next or "",
        within_hours=None if medicine.within_hours is None else float(medicine.within_hours),
    )


def _new(record: Record, alert: Alert) -> Alert:
    alert.fired_at = record.at
    if alert.within_hours is not None:
        alert.deadline = alert.due_at = record.at + timedelta(hours=alert.within_hours)
    record.add(alert)
    _story(record, alert, AlertEvent.Kind.FIRED)
    return alert


def _again(record: Record, alert: Alert) -> Alert:
    _story(record, alert, AlertEvent.Kind.FIRED_AGAIN)
    return alert


def _story(record: Record, alert: Alert, kind: AlertEvent.Kind) -> None:
    role = alert.responsible
    record.add(AlertEvent(alert=alert, kind=kind, at=record.at, step=alert.step, role=role))


def _hold(record: Record, alert: Alert) -> None:
    """Put doses on hold, unless this very alert holds them already."""
    if DosingHold.objects.filter(alert=alert, resumed_at=None).exists():
        return
    record.add(
        DosingHold(
            participant=alert.participant,
            alert=alert,
            for_good=alert.source == Alert.Source.STOP,
            since=record.at,
        )
    )
