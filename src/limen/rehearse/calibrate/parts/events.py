"""What happens on the way: missed doses and entries, side effects, leaving, rescue."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np

from limen.errors import AnalysisError
from limen.rehearse.calibrate.calibration import NotIdentified
from limen.rehearse.calibrate.fits.estimating import Solved, ratio, solve
from limen.rehearse.calibrate.items import Finding, Item, Used, learned, learned_share
from limen.rehearse.calibrate.records.record import CANCELLED, MISSED, NOT_LISTED, SUBMITTED, Record
from limen.results import Bools, Floats

_FEWEST = 5  # events of a kind, below which nothing is learned of it


def event_items(record: Record) -> Iterator[Item]:
    """Everything of `adherence`, `side_effects`, `leaving`, `rescue` and `code_break`."""
    yield from _entries(record)
    yield from _missed(record)
    yield from _fillers(record)
    yield from _side_effects(record)
    yield from _leaving(record)
    yield from _others(record)


def _entries(record: Record) -> Iterator[Item]:
    missed, there = record.state == MISSED, record.state == SUBMITTED
    if not missed.any() and np.any(record.state == NOT_LISTED):
        yield NotIdentified(
            path="adherence.missed_entry",
            reason="The dataset lists what was answered, not what was due.",
            remedy="A row in `occasions` for each occasion that was due.",
            used="0",
        )
        return
    solved = ratio(missed.sum(1) * 1.0, (missed | there).sum(1) * 1.0)
    n = int((missed | there).sum())
    yield learned_share("adherence.missed_entry", solved, n=n, unit="per occasion")


def _missed(record: Record) -> Iterator[Item]:
    recorded, missed = record.dose_recorded, record.dose_recorded & ~record.taken
    if not recorded.any() or (not missed.any() and not recorded.all()):
        yield NotIdentified(
            path="adherence.missed_dose",
            reason="No dose is recorded as missed, and not every dose is recorded.",
            remedy="A row in `administrations`, with its status, for each dose that was due.",
            used="0",
        )
        return
    solved = ratio(missed.sum(1) * 1.0, recorded.sum(1) * 1.0)
    yield learned_share("adherence.missed_dose", solved, n=int(recorded.sum()), unit="per dose")


def _fillers(record: Record) -> Iterator[Item]:
    study, doses = record.study, record.study.timeline.doses
    if study.filler is None or not doses:
        return
    given = record.given[:, [dose.period - 1 for dose in doses]]
    known = (given >= 0) & study.active[np.maximum(given, 0)] & (record.content >= 0)
    if not known.any():
        yield NotIdentified(
            path="adherence.filler_share",
            reason="What single doses held is sealed, or not recorded.",
            remedy="Unseal the dataset, with the content of each kit.",
            used="0",
        )
        return
    filled = known & (record.content == study.filler)
    solved = ratio(filled.sum(1) * 1.0, known.sum(1) * 1.0)
    yield learned_share("adherence.filler_share", solved, n=int(known.sum()), unit="share")


def _side_effects(record: Record) -> Iterator[Item]:
    """Per dose of what it held; events of days without a dose are counted only."""
    doses = record.study.timeline.doses
    if not doses or not record.events:
        yield NotIdentified(
            path="side_effects",
            reason="No adverse event is recorded." if doses else "There are no doses.",
            remedy="Record adverse events with the day they began.",
            used="none",
        )
        return
    days = {dose.study_day: d for d, dose in enumerate(doses)}
    on_dose = [e for e in record.events if days.get(int(e.study_day or 0)) is not None]
    if len(on_dose) < len(record.events):
        yield Finding(
            f"{len(record.events) - len(on_dose)} of {len(record.events)} adverse events began on "
            "a day without a dose; the scenario's side effects come with doses, so these are out."
        )
    terms = Counter(event.term for event in on_dose)
    rare = {term: count for term, count in terms.items() if count < _FEWEST}
    for term, count in terms.items():
        if count >= _FEWEST:
            yield from _side_effect(record, term, days)
    if rare:
        yield NotIdentified(
            path="side_effects",
            reason=f"Fewer than {_FEWEST} events each: {', '.join(sorted(rare))}.",
            remedy="More people, or coarser terms in `coded_term`.",
            used="none of them",
        )


def _side_effect(record: Record, term: str, days: dict[int, int]) -> Iterator[Item]:
    own = [e for e in record.events if e.term == term and int(e.study_day) in days]
    happened = np.zeros(record.taken.shape, dtype=bool)
    for event in own:
        happened[event.person, days[int(event.study_day)]] = True
    happened &= record.taken
    path = f"side_effects.{term}"
    yield Used(path=f"{path}.severity_grade", value=int(np.median([e.grade for e in own])))
    yield Used(path=f"{path}.serious", value=bool(np.mean([e.serious for e in own]) > 0.5))
    if record.sealed:
        solved = ratio(happened.sum(1) * 1.0, record.taken.sum(1) * 1.0)
        n, given = int(record.taken.sum()), "what was taken adds nothing (sealed)"
        yield learned_share(f"{path}.share", solved, n=n, unit="per dose", given=given)
        yield _sealed(f"{path}.added")
        return
    rates = {}
    for k, name in enumerate(record.study.interventions):
        at_risk = record.taken & (record.content == k)
        if at_risk.any():
            found = ratio((happened & at_risk).sum(1) * 1.0, at_risk.sum(1) * 1.0)
            rates[name] = (found, int(at_risk.sum()))
    reference = record.study.interventions[0]
    if reference not in rates:
        yield NotIdentified(
            path=f"{path}.share",
            reason="Nobody is known to have taken the reference.",
            remedy="A reference arm.",
            used="0",
        )
        return
    share, n = rates.pop(reference)
    yield learned_share(f"{path}.share", share, n=n, unit="per dose")
    for name, (found, count) in rates.items():
        added = found.joined(share).turned(lambda at: at[:1] - at[1:])
        yield learned(f"{path}.added.interventions.{name}", added, n=n + count, unit="per dose")


def _sealed(path: str) -> NotIdentified:
    return NotIdentified(
        path=path,
        reason="The dataset is sealed: nobody knows what was taken.",
        remedy="Calibrate again after unsealing.",
        used="0",
    )


def _leaving(record: Record) -> Iterator[Item]:
    if not record.stops and not np.any(record.state == CANCELLED):
        yield NotIdentified(
            path="leaving",
            reason="Nobody is recorded to have stopped or left.",
            remedy="`stopping_dosing` in `intercurrent_events`, with day and reason.",
            used="nobody leaves",
        )
        return
    n = len(record.stops)
    for path, reason, given in (
        ("leaving.at_random_per_week", "other", ""),
        ("leaving.lack_of_benefit_per_week", "no_benefit", "nobody feels a benefit"),
    ):
        events = {s.person: s.study_day for s in record.stops if s.reason == reason}
        since = 1 if reason == "no_benefit" else 0
        if reason == "no_benefit" and not events:
            continue
        yield from _weekly(record, path, events, after_doses=since, given=given)
    yield from _after_side_effect(record)
    leavers = [s for s in record.stops if s.reason != "code_broken"]
    if len(leavers) >= _FEWEST:
        stayed, everyone = np.zeros(record.people), np.zeros(record.people)
        for stop in leavers:
            everyone[stop.person], stayed[stop.person] = 1.0, float(not stop.left)
        solved = ratio(stayed, everyone)
        yield learned_share("leaving.stays_without_dosing", solved, n=n, unit="share")


def _weekly(
    record: Record, path: str, events: dict[int, float], *, after_doses: int, given: str = ""
) -> Iterator[Item]:
    """A weekly probability from the days on which somebody could be missed.

    Between two days of the timeline, g days apart, one leaves with $1 - (1 - h)^{g/7}$; the
    estimating function is that of maximum likelihood.
    """
    at_risk, happened, gaps = _at_risk(record, events, after_doses)
    weeks = float((at_risk * gaps).sum())
    if weeks <= 0:
        return
    if happened.any() and not (at_risk & ~happened).any():
        yield NotIdentified(
            path=path,
            reason="Everybody left as soon as anybody could, so no rate is too high.",
            remedy="More people, some of whom stay.",
            used="0",
        )
        return
    weekly = _hazard(at_risk, happened, gaps)
    yield learned_share(path, weekly, n=round(weeks), unit="per week", given=given)


def _hazard(at_risk: Bools, happened: Bools, gaps: Floats) -> Solved:
    """The weekly probability; 0 without error where nothing happened."""
    if not happened.any():
        return Solved(np.zeros(1), np.zeros((len(happened), 1)), int(at_risk.any(axis=1).sum()))

    def functions(at: Floats) -> Floats:
        hazard = np.exp(np.minimum(at[0], 3.0))
        gone = np.where(gaps > 0, gaps / np.expm1(np.maximum(hazard * gaps, 1e-12)), 0.0)
        rows = np.where(happened, gone, 0.0) - np.where(at_risk & ~happened, gaps, 0.0)
        return np.asarray(rows.sum(axis=1, keepdims=True))

    found = solve(functions, np.array([np.log(happened.sum() / float((at_risk * gaps).sum()))]))
    return found.turned(lambda at: -np.expm1(-np.exp(at)))


def _at_risk(
    record: Record, events: dict[int, float], after_doses: int
) -> tuple[Bools, Bools, Floats]:
    """Who could go, and who went, on each day (N, J), and weeks since the day before (J,)."""
    line = record.study.timeline
    days = line.days
    gaps = _gaps(record)
    due_before = np.concatenate([[0], line.doses_by[:-1]])
    gaps = np.where(due_before >= after_doses, gaps, 0.0)
    gone = np.full(record.people, np.inf)
    for stop in record.stops:
        gone[stop.person] = min(gone[stop.person], stop.study_day)
    own = np.array([events.get(i, np.inf) for i in range(record.people)])
    happened = days == own[:, np.newaxis]
    at_risk = (days < gone[:, np.newaxis]) | happened
    return at_risk & (gaps > 0), happened & (gaps > 0), gaps


def _after_side_effect(record: Record) -> Iterator[Item]:
    """Probability of leaving on the next day of the timeline, per dose with a side effect."""
    if not record.suffered.any():
        return
    for path, people in (
        (
            "leaving.after_side_effect",
            {s.person: s.study_day for s in record.stops if s.reason == "side_effect"},
        ),
        ("code_break.after_side_effect", {i: None for i, _ in record.unblinded}),
    ):
        above, below = np.zeros(record.people), np.zeros(record.people)
        last = len(record.study.timeline.days) - 1
        for d, day in enumerate(record.study.timeline.dose_day):
            if day < last:
                below += record.suffered[:, d] > 0
        for person in people:
            above[person] = 1.0
        try:
            solved = ratio(np.minimum(above, below), below)
        except AnalysisError:
            continue
        n = int(below.sum())
        if n >= 2 * _FEWEST:
            yield learned_share(path, solved, n=n, unit="per dose with a side effect")


def _others(record: Record) -> Iterator[Item]:
    """Rescue medication, from the first day on."""
    if not record.rescued:
        if not record.stops:
            yield NotIdentified(
                path="rescue.per_week",
                reason="No rescue medication is recorded.",
                remedy="`rescue_medication` in `intercurrent_events`, with its day.",
                used="0",
            )
        return
    days = record.study.timeline.days
    gaps = _gaps(record)
    left, own = np.full(record.people, np.inf), np.full(record.people, np.inf)
    for stop in record.stops:
        if stop.left:
            left[stop.person] = stop.study_day
    for person, day in record.rescued:
        own[person] = min(own[person], day)
    happened = (days == own[:, np.newaxis]) & (gaps > 0)
    at_risk = (days < left[:, np.newaxis]) & (days <= own[:, np.newaxis]) & (gaps > 0)
    if len(record.rescued) >= _FEWEST and happened.any():
        n = round(float((at_risk * gaps).sum()))
        weekly = _hazard(at_risk, happened, gaps)
        yield learned_share("rescue.per_week", weekly, n=n, unit="per week")


def _gaps(record: Record) -> Floats:
    """Weeks since the day before, by day of the timeline, (J,)."""
    days = record.study.timeline.days
    since = np.concatenate([[1.0], np.maximum(days[:-1], 1.0)])
    return np.asarray(np.maximum(days - since, 0.0) / 7)
