"""What may move a series, as columns; one that the others imply is left out, and said so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from limen.rehearse.calibrate.records.record import Record
from limen.results import Bools, Floats
from limen.simulate.series import Cells, Series

_TIED = 1e-3  # share of a column that the others must leave unexplained


@dataclass(frozen=True, kw_only=True)
class Term:
    """A column (N, T) of a series; `outcome` is "" where it belongs to all of them.

    A nuisance has no place in a scenario. NaN says that nobody knows: the score is not used.
    """

    outcome: str
    field: str
    values: Floats
    unit: str = "points"
    nuisance: bool = False


@dataclass(frozen=True, kw_only=True)
class Design:
    """Terms that can be told apart, and those that cannot, each with what it is tied to."""

    terms: tuple[Term, ...]
    tied: tuple[Term, ...]

    @property
    def values(self) -> Floats:
        """(N, T, p)."""
        return np.stack([one.values for one in self.terms], axis=-1)


def design_of(
    record: Record, series: Series, standing: Floats | None, *, with_belief: bool = False
) -> Design:
    """The terms of a series; `standing` (N,) is prior expectation in SDs, if it was asked."""
    seen = np.isfinite(record.scores[series.name])
    candidates = [Term(outcome="", field="mean", values=np.ones(seen.shape))]
    for cells in series.cells:
        if cells.outcome:
            candidates += _moved(record, series, cells, standing)
            belief = believed(record, series, cells) if with_belief else None
            if belief is not None:
                candidates.append(Term(outcome=cells.outcome, field="belief", values=belief))
    candidates = [one for one in candidates if np.isfinite(one.values[seen]).any()]
    for one in candidates:
        seen = seen & np.isfinite(one.values)
    return _told_apart([one for one in candidates if np.any(one.values[seen] != 0)], seen)


def _moved(record: Record, series: Series, cells: Cells, standing: Floats | None) -> Iterator[Term]:
    """Direct effects, then time, then what was expected and the day's stressors."""
    study, line = record.study, record.study.timeline
    days = [int(day) for day in series.day]
    own = np.isin(np.arange(len(days)), cells.columns).astype(float)

    def term(field: str, column: Floats, unit: str = "points", nuisance: bool = False) -> Term:
        values = np.where(own > 0, column, 0.0)
        values = np.broadcast_to(values, (record.people, len(days)))
        return Term(outcome=cells.outcome, field=field, values=values, unit=unit, nuisance=nuisance)

    if not record.sealed:
        for k, name in enumerate(study.interventions[1:], start=1):
            held = np.stack([record.exposure(cells.exposure, day, k) for day in days], axis=-1)
            yield term(f"direct.interventions.{name}", held)
    before = line.before[days]
    weeks = np.where(before, 0.0, np.maximum(line.days[days] - 1, 0.0) / 7)
    yield term("trend_per_week", weeks, "points per week")
    for period in _periods(record, series, cells):
        here = (line.period[days] == period) & ~line.after[days]
        yield term(f"periods[{period}]", here.astype(float))
    yield term("placebo", line.begun[days].astype(float))
    if standing is not None:
        filled = np.where(np.isfinite(standing), standing, 0.0)
        asked = filled[:, np.newaxis] * line.begun[days]
        yield term("expectation", asked, "points per SD")
    burden = _burden(record, series, cells)
    if burden is not None:
        usual = np.nanmean(np.where(np.isfinite(burden), burden, np.nan), axis=1, keepdims=True)
        yield term("stress", burden - usual, "points per point of burden")
        yield term("stress between people", np.broadcast_to(usual, burden.shape), nuisance=True)


def _periods(record: Record, series: Series, cells: Cells) -> range:
    """Periods whose effects stand beside a trend: all but the last, if days differ within one."""
    line = record.study.timeline
    days = [int(day) for day in series.day[cells.columns]]
    inside = [(int(line.period[d]), d) for d in days if not line.after[d] and not line.before[d]]
    several = len(set(inside)) > len({period for period, _ in inside})
    return range(record.study.periods - 1) if several and record.study.periods > 1 else range(0)


def _burden(record: Record, series: Series, cells: Cells) -> Floats | None:
    """The day's burden at the same occasions, NaN where missed; None where it is another's."""
    held = record.study.stressor_outcome
    if held is None or held in series.outcomes:
        return None
    source = record.study.series_with(held)
    places = {int(t): c for c, t in enumerate(source.occasions)}
    wanted = [int(t) for t in series.occasions[cells.columns]]
    if not wanted or not set(wanted) <= set(places):
        return None
    burden = np.full((record.people, len(series.occasions)), np.nan)
    burden[:, cells.columns] = record.scores[source.name][:, [places[t] for t in wanted]]
    usable = np.isfinite(burden).any(axis=1)
    return burden if usable.all() else np.where(usable[:, np.newaxis], burden, np.nan)


def believed(record: Record, series: Series, cells: Cells) -> Floats | None:
    """What people said they believe at the outcome's occasions, 0 to 1, NaN where not asked.

    None where no guess of the participants is about what the outcome follows, at its occasions.
    """
    study, line = record.study, record.study.timeline
    kinds = {one.id: one.kind for one in study.protocol.respondents}
    wanted = [int(t) for t in series.occasions[cells.columns] if line.begun[line.occasion_day[t]]]
    for guess in study.guesses:
        mine = kinds.get(str(guess.respondent), "participant") == "participant"
        names = study.protocol.occasion_ids(*guess.occasions)
        places = {line.occasion_index[name]: c for c, name in enumerate(names)}
        if not mine or guess.about != cells.exposure or not set(wanted) <= set(places):
            continue
        found = np.zeros((record.people, len(series.occasions)))
        said = record.said(guess.id)
        for column in cells.columns:
            t = int(series.occasions[column])
            if t in places and line.begun[line.occasion_day[t]]:
                found[:, column] = said[:, places[t]]
        return found if wanted and np.isfinite(said[:, [places[t] for t in wanted]]).any() else None
    return None


def _told_apart(candidates: list[Term], seen: Bools) -> Design:
    """Take one term after another, as long as it says something that the earlier ones do not."""
    kept: list[Term] = []
    tied: list[Term] = []
    basis = np.zeros((int(seen.sum()), 0))
    for one in candidates:
        column = one.values[seen].astype(float)
        size = float(np.sqrt(column @ column))
        rest = column - basis @ (basis.T @ column)
        rest = rest - basis @ (basis.T @ rest)
        left = float(np.sqrt(rest @ rest))
        if size == 0 or left < _TIED**0.5 * size:
            tied.append(one)
            continue
        kept.append(one)
        basis = np.column_stack([basis, rest / left])
    return Design(terms=tuple(kept), tied=tuple(tied))
