"""The door: adverse events by arm, with intervals that hold for rare events."""

from __future__ import annotations

from math import nan

import numpy as np

from limen.analyse.answer import Answer
from limen.analyse.layout import UNKNOWN
from limen.analyse.safety.difference import INTERVALS, ScoreInterval, score_p
from limen.analyse.safety.proportion import clopper_pearson
from limen.analyse.safety.rate import exact_rate, rate_ratio, rate_ratio_p
from limen.analyse.safety.records import SafetyRecords
from limen.analyse.safety.tables import by_term, kinds, overview, rates
from limen.counted import counted
from limen.references import references
from limen.results import Estimate, Ints


def adverse_events(
    records: SafetyRecords, *, level: float = 0.95, interval: ScoreInterval = "newcombe"
) -> Answer:
    """Adverse events of each arm beside the reference: risks, rates, terms, withdrawals.

    The first estimate is the difference in the share of participants with any adverse event, first
    arm after the reference minus reference. Rates are per time under observation. Arms are
    compared as randomised; whether an event was caused by the dose is a separate judgement.

    Raises `AnalysisError` when an arm has no participants or the records contradict themselves.
    """
    estimates: list[Estimate] = []
    for a in range(1, len(records.arms)):
        for title, people, _ in kinds(records):
            if title.startswith("Severity"):
                continue
            estimates.append(_risk_difference(records, a, title, people, level, interval))
        ratio = _rate_ratio(records, a, level)
        estimates.extend([] if ratio is None else [ratio])
    tables = (overview(records, level), rates(records, level), by_term(records, level, interval))
    return Answer(
        estimates=tuple(estimates),
        tables=tuple(table for table in tables if table is not None),
        warnings=_warnings(records),
        details={
            "participants": int(records.participants.sum()),
            "events": int(records.events().sum()),
            "serious": int(records.events(records.serious).sum()),
            "person_days": float(records.person_days.sum()),
        },
        methods=(
            "Adverse events were counted by participant and by event in each arm, with exact "
            f"(Clopper-Pearson, Poisson) {level:.0%} limits; shares were compared by "
            f"{INTERVALS[interval][1]} intervals, and rates per time under observation by the "
            "exact conditional interval of their ratio."
        ),
        references=tuple(
            entry
            for method in (clopper_pearson, exact_rate, rate_ratio, INTERVALS[interval][0])
            for entry in references(method)
        ),
    )


def _risk_difference(
    records: SafetyRecords, a: int, title: str, people: Ints, level: float, interval: ScoreInterval
) -> Estimate:
    x, n = people.astype(float), records.participants.astype(float)
    method, name = INTERVALS[interval]
    limits = method(x[a], n[a], x[0], n[0], level)
    p1, p0 = x[a] / n[a], x[0] / n[0]
    return Estimate(
        label=f"{title}: difference in share, {records.arms[a]} − {records.arms[0]}",
        value=float(p1 - p0),
        standard_error=float(np.sqrt(p1 * (1 - p1) / n[a] + p0 * (1 - p0) / n[0])),
        lower=float(limits.lower),
        upper=float(limits.upper),
        p=float(score_p(x[a], n[a], x[0], n[0])) if interval == "miettinen_nurminen" else nan,
        level=level,
        unit="share of participants",
        n=int(n[a] + n[0]),
        participants=int(n[a] + n[0]),
        interval=name,
    )


def _rate_ratio(records: SafetyRecords, a: int, level: float) -> Estimate | None:
    """The ratio of event rates; None without events or without time at risk."""
    days = records.person_days
    events = records.events(records.exposed[records.participant]).astype(float)
    if days[a] <= 0 or days[0] <= 0 or events[a] + events[0] == 0:
        return None
    limits = rate_ratio(events[a], days[a], events[0], days[0], level)
    ratio = events[a] / days[a] / (events[0] / days[0]) if events[0] else np.inf
    return Estimate(
        label=f"Adverse events per day: ratio, {records.arms[a]} / {records.arms[0]}",
        value=float(ratio),
        lower=float(limits.lower),
        upper=float(limits.upper),
        p=float(rate_ratio_p(events[a], days[a], events[0], days[0])),
        null=1.0,
        level=level,
        n=int(events[a] + events[0]),
        participants=int(records.participants[a] + records.participants[0]),
        interval="exact conditional",
    )


def _warnings(records: SafetyRecords) -> tuple[str, ...]:
    said: list[str] = []
    if not records.term:
        said.append(
            "No adverse event was recorded. If they were not asked for, this is no evidence of "
            "safety; the upper limits hold only if they were."
        )
    unknown = int(np.sum(records.arm == UNKNOWN))
    if unknown:
        said.append(
            f"{counted(unknown, 'participant')} of unknown arm {'is' if unknown == 1 else 'are'} "
            "left "
            "out, with all events of theirs."
        )
    untimed = int(np.sum(~records.exposed & (records.arm != UNKNOWN)))
    if untimed:
        said.append(
            f"{counted(untimed, 'participant has', 'participants have')} no time under "
            "observation: they count in shares, and "
            "neither they nor their events count in rates."
        )
    ungraded = sum(grade == "" for grade in records.severity)
    if ungraded:
        said.append(
            f"{counted(ungraded, 'event has', 'events have')} no severity, and no place in the "
            "rows "
            "by severity."
        )
    return tuple(said)
