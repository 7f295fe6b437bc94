"""Tables of adverse events by arm: overview, rates, and by term."""

from __future__ import annotations

import numpy as np

from limen.analyse.safety.difference import INTERVALS, ScoreInterval, proportion
from limen.analyse.safety.proportion import clopper_pearson
from limen.analyse.safety.rate import exact_rate
from limen.analyse.safety.records import SafetyRecords
from limen.results import Bools, Cell, Column, Ints, Picture, Table

PER_DAYS = 100.0


def kinds(records: SafetyRecords) -> tuple[tuple[str, Ints, Ints | None], ...]:
    """What is counted: (title, participants per arm, events per arm or None)."""
    rows: list[tuple[str, Ints, Ints | None]] = [
        ("Any adverse event", records.people(), records.events()),
        (
            "Serious adverse event",
            records.people(records.serious),
            records.events(records.serious),
        ),
    ]
    for name in _grades(records):
        chosen = np.array([severity == name for severity in records.severity], dtype=bool)
        rows.append((f"Severity: {name}", records.people(chosen), records.events(chosen)))
    if records.withdrawn is not None:
        rows.append(("Withdrawal for an adverse event", records.per_arm(records.withdrawn), None))
    return tuple(rows)


def overview(records: SafetyRecords, level: float) -> Table:
    """Participants with at least one event, by arm, with exact limits."""
    n = records.participants
    rows: list[tuple[Cell, ...]] = []
    for title, people, events in kinds(records):
        limits = clopper_pearson(people.astype(float), n.astype(float), level)
        for a, arm in enumerate(records.arms):
            count = None if events is None else int(events[a])
            share = float(people[a] / n[a])
            rows.append((title, arm, int(people[a]), int(n[a]), share, *_at(limits, a), count))
    return Table(
        key="adverse_events",
        caption="Participants with at least one adverse event, by arm",
        columns=(
            Column(key="kind", title="Adverse events", kind="text"),
            Column(key="arm", title="Arm", kind="text"),
            Column(key="participants", title="Participants with one or more", kind="count"),
            Column(key="of", title="Participants in arm", kind="count"),
            Column(key="share", title="Share", kind="percent"),
            Column(key="lower", title="Lower", kind="percent"),
            Column(key="upper", title="Upper", kind="percent"),
            Column(key="events", title="Events", kind="count"),
        ),
        rows=tuple(rows),
        notes=(
            f"Limits are exact (Clopper-Pearson) at {level:.0%}. A participant is counted once per "
            "row, in every severity they reported. No event seen does not mean no risk: read the "
            "upper limit.",
        ),
        picture=Picture(
            shape="bars", label="kind", y="share", lower="lower", upper="upper", group="arm",
            title="Adverse events by arm", y_title="Share of participants",
        ),
    )  # fmt: skip


def rates(records: SafetyRecords, level: float) -> Table | None:
    """Events per 100 person-days, by arm, with exact limits; None without time at risk."""
    days = records.person_days
    if np.any(days <= 0):
        return None
    counted = records.exposed[records.participant]
    rows: list[tuple[Cell, ...]] = []
    for title, chosen in (("All", counted), ("Serious", counted & records.serious)):
        events = records.events(chosen).astype(float)
        limits = exact_rate(events, days / PER_DAYS, level)
        for a, arm in enumerate(records.arms):
            rate = float(PER_DAYS * events[a] / days[a])
            rows.append((title, arm, int(events[a]), float(days[a]), rate, *_at(limits, a)))
    return Table(
        key="adverse_event_rates",
        caption="Adverse events per time under observation, by arm",
        columns=(
            Column(key="kind", title="Events counted", kind="text"),
            Column(key="arm", title="Arm", kind="text"),
            Column(key="events", title="Events", kind="count"),
            Column(key="days", title="Time under observation", unit="person-days"),
            Column(key="rate", title="Rate", unit="per 100 person-days"),
            Column(key="lower", title="Lower", unit="per 100 person-days"),
            Column(key="upper", title="Upper", unit="per 100 person-days"),
        ),
        rows=tuple(rows),
        notes=(
            f"Limits are exact (Poisson) at {level:.0%}; they treat events of one person as "
            "independent and are too narrow where a few people have most of them.",
        ),
    )


def by_term(records: SafetyRecords, level: float, interval: ScoreInterval) -> Table | None:
    """Participants with each term by arm, and the difference of each arm from the reference."""
    if not records.term:
        return None
    method, method_name = INTERVALS[interval]
    n = records.participants.astype(float)
    terms = sorted(set(records.term), key=lambda name: (-_total(records, name), name))
    rows: list[tuple[Cell, ...]] = []
    for name in terms:
        chosen = _named(records, name)
        people, events = records.people(chosen).astype(float), records.events(chosen)
        share = proportion(people, n)
        for a in range(1, len(records.arms)):
            limits = method(people[a], n[a], people[0], n[0], level)
            counts = (int(people[a]), int(events[a]), int(people[0]), int(events[0]))
            difference = float(share[a] - share[0])
            limited = (float(limits.lower), float(limits.upper))
            rows.append((str(name), records.arms[a], *counts, difference, *limited))
    return Table(
        key="adverse_events_by_term",
        caption=f"Adverse events by term; differences are arm minus {records.arms[0]}",
        columns=(
            Column(key="term", title="Term", kind="text"),
            Column(key="arm", title="Arm", kind="text"),
            Column(key="people", title="Participants", kind="count"),
            Column(key="events", title="Events", kind="count"),
            Column(key="reference_people", title=f"Participants, {records.arms[0]}", kind="count"),
            Column(key="reference_events", title=f"Events, {records.arms[0]}", kind="count"),
            Column(key="difference", title="Difference in share", kind="percent"),
            Column(key="lower", title="Lower", kind="percent"),
            Column(key="upper", title="Upper", kind="percent"),
        ),
        rows=tuple(rows),
        notes=(
            f"{method_name} limits at {level:.0%}, not corrected for the number of terms: they "
            "describe, they do not test.",
        ),
        picture=Picture(
            shape="forest", label="term", x="difference", lower="lower", upper="upper",
            group="arm", reference=(0.0,), title="Adverse events by term",
            x_title=f"Difference in share of participants from {records.arms[0]}",
        ),
    )  # fmt: skip


def _grades(records: SafetyRecords) -> tuple[str, ...]:
    """Grades in their order, then any that was recorded beside them."""
    if not records.severity:
        return ()
    others = sorted(set(records.severity) - set(records.grades) - {""})
    return (*records.grades, *others)


def _named(records: SafetyRecords, name: str) -> Bools:
    return np.array([term == name for term in records.term], dtype=bool)


def _total(records: SafetyRecords, name: str) -> int:
    return int(records.people(_named(records, name)).sum())


def _at(limits: tuple[np.ndarray, np.ndarray], index: int) -> tuple[float, float]:
    return float(limits[0][index]), float(limits[1][index])
