"""Series: one score of a person over the occasions at which somebody reads it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import sqrt
from typing import Any

import numpy as np

from limen.dataset.vocabulary import parts
from limen.instruments import catalogue
from limen.protocol import Protocol
from limen.protocol.document.measurement import Outcome
from limen.results import Floats, Ints
from limen.simulate.scenario import Scenario
from limen.simulate.scenario.document import OutcomeModel
from limen.simulate.timeline import Timeline

_UNKNOWN_SD, _UNKNOWN_ICC = 1.0, 0.5  # where neither scenario nor instrument say anything


@dataclass(frozen=True, kw_only=True)
class Cells:
    """The part of a series that one outcome explains; `columns` (T,) are places in the series."""

    outcome: str
    model: OutcomeModel
    exposure: str  # administration, period or arm
    columns: Ints
    unit: float  # points per unit of the model's effects, with the sign of better


@dataclass(frozen=True, kw_only=True)
class Series:
    """A subscale of an instrument, or a measurement, at the occasions where it is read.

    `occasions` (T,) are numbers of the timeline's occasions, in the order of their days. `step` is
    None for a continuum; `low` and `high` are None where there is no limit.
    """

    name: str
    instrument: str | None
    subscale: str
    occasions: Ints
    days: Floats
    day: Ints
    outcomes: dict[str, Ints]  # outcome -> columns, in the order of the protocol's occasions
    cells: tuple[Cells, ...]
    mean: float
    sd_between: float
    sd_within: float
    low: float | None
    high: float | None
    step: float | None

    @property
    def model(self) -> OutcomeModel:
        """The model that says how residuals hang together."""
        return self.cells[0].model


@dataclass(frozen=True)
class _Scale:
    low: float | None
    high: float | None
    step: float | None
    sd: float
    icc: float


def series_of(protocol: Protocol, scenario: Scenario, timeline: Timeline) -> tuple[Series, ...]:
    """Return a series for everything that an outcome or a covariate reads."""
    groups: dict[tuple[str | None, str], list[Outcome]] = {}
    for outcome in protocol.outcomes:
        if outcome.derived is None:
            groups.setdefault(_key(protocol, outcome), []).append(outcome)
    extra = dict(_covariates(protocol))
    for key in extra:
        groups.setdefault(key, [])
    return tuple(
        _series(protocol, scenario, timeline, key, outcomes, extra.get(key, ()))
        for key, outcomes in groups.items()
    )


def _key(protocol: Protocol, outcome: Outcome) -> tuple[str | None, str]:
    if outcome.measurement is not None:
        return None, str(outcome.measurement)
    name = str(outcome.instrument)
    return name, str(outcome.subscale or _first_subscale(protocol, name))


def _first_subscale(protocol: Protocol, instrument: str) -> str:
    own = [one for one in parts(protocol.instruments) if one.id == instrument]
    if own:
        return str(own[0].subscales[0].id)
    return catalogue()[instrument].subscales[0].id


def _covariates(protocol: Protocol) -> Iterator[tuple[tuple[str | None, str], tuple[str, ...]]]:
    """What covariates read from scores and measurements, and when."""
    found: dict[tuple[str | None, str], tuple[str, ...]] = {}
    for one in parts(protocol.covariates):
        if one.from_ == "scores":
            subscale = one.subscale or _first_subscale(protocol, one.column)
            key: tuple[str | None, str] = (one.column, str(subscale))
        elif one.from_ == "measurements":
            key = (None, one.column)
        else:
            continue
        if isinstance(one.occasion, str):
            found[key] = (*found.get(key, ()), one.occasion)
    yield from found.items()


def _series(
    protocol: Protocol,
    scenario: Scenario,
    timeline: Timeline,
    key: tuple[str | None, str],
    outcomes: list[Outcome],
    extra: tuple[str, ...],
) -> Series:
    wanted = {one.id: protocol.occasion_ids(*one.occasions) for one in outcomes}
    read = [name for names in wanted.values() for name in names]
    read += [name for one in outcomes if one.change_from for name in [one.change_from]]
    read += protocol.occasion_ids(*extra) if extra else []
    index = timeline.occasion_index
    numbers = sorted({index[name] for name in read}, key=lambda t: (timeline.occasion_day[t], t))
    column = {timeline.occasions[t].id: c for c, t in enumerate(numbers)}
    scale = _scale(protocol, key)
    models = [_model(scenario, one) for one in outcomes] or [OutcomeModel()]
    mean, between, within = _spread(models, scale)
    entry = np.array([0.25 * (timeline.occasions[t].entry - 1) for t in numbers])
    day = timeline.occasion_day[numbers]
    shares = dict(_shared(outcomes, wanted, column, timeline, scenario))
    return Series(
        name=".".join(filter(None, key)),
        instrument=key[0],
        subscale=key[1],
        occasions=np.array(numbers, dtype=np.int64),
        days=timeline.days[day] + entry,
        day=day,
        outcomes={
            id: np.array([column[name] for name in names], dtype=np.int64)
            for id, names in wanted.items()
        },
        cells=tuple(
            Cells(
                outcome=one.id,
                model=model,
                exposure=one.exposure,
                columns=shares[one.id],
                unit=_unit(scenario, one, sqrt(between**2 + within**2)),
            )
            for one, model in zip(outcomes, models, strict=True)
        )
        if outcomes
        else (Cells(outcome="", model=models[0], exposure="arm", columns=np.arange(0), unit=1.0),),
        mean=mean,
        sd_between=between,
        sd_within=within,
        low=scale.low,
        high=scale.high,
        step=scale.step,
    )


def _shared(
    outcomes: list[Outcome],
    wanted: dict[str, tuple[str, ...]],
    column: dict[str, int],
    timeline: Timeline,
    scenario: Scenario,
) -> Iterator[tuple[str, Ints]]:
    """Which columns each outcome explains: where several read one, a named outcome comes first.

    Columns that none lists (the baseline of a change) fall to the first outcome.
    """
    named = {one.id for one in scenario.outcomes}
    order = sorted(outcomes, key=lambda one: one.id not in named)
    free = set(column.values())
    taken: dict[str, set[int]] = {}
    for one in order:
        taken[one.id] = {column[name] for name in wanted[one.id]} & free
        free -= taken[one.id]
    for one in order[:1]:
        taken[one.id] |= free
    for id, columns in taken.items():
        yield id, np.array(sorted(columns), dtype=np.int64)


def _model(scenario: Scenario, outcome: Outcome) -> OutcomeModel:
    named = {one.id: one for one in scenario.outcomes}
    if outcome.id in named:
        return named[outcome.id]
    if outcome.control == "positive":
        return scenario.positive_controls
    return scenario.every_outcome if outcome.control == "none" else OutcomeModel()


def _spread(models: list[OutcomeModel], scale: _Scale) -> tuple[float, float, float]:
    """Mean, SD between and SD within; the scenario's where it says them, else the instrument's."""

    def said(name: str, otherwise: float) -> float:
        values = [getattr(model, name) for model in models]
        return float(next((value for value in values if value is not None), otherwise))

    low, high = scale.low, scale.high
    middle = (low + high) / 2 if low is not None and high is not None else (low or 0.0) + scale.sd
    if low is None and high is None:
        middle = 0.0
    felt = any(model.felt for model in models)
    within = said("sd_within", scale.sd * sqrt(1 - scale.icc))
    between = said("sd_between", 0.0 if felt else scale.sd * sqrt(scale.icc))
    return said("mean", middle), between, within


def _unit(scenario: Scenario, outcome: Outcome, sd: float) -> float:
    if scenario.effects_in == "points":
        return 1.0
    return -sd if outcome.better == "lower" else sd


def _scale(protocol: Protocol, key: tuple[str | None, str]) -> _Scale:
    """Range, grid and spread of a score or measurement, as far as they are known."""
    if key[0] is None:
        found = next((one for one in parts(protocol.measurements) if one.id == key[1]), None)
        low, high = (None, None) if found is None else found.limits
        step = None if found is None or found.kind == "number" else 1.0
        return _Scale(low, high, step, _sd(low, high), _UNKNOWN_ICC)
    own = [one for one in parts(protocol.instruments) if one.id == key[0]]
    if own:
        part = next(one for one in own[0].subscales if one.id == key[1])
        return _Scale(
            _number(part.low), _number(part.high), None, _sd(part.low, part.high), _UNKNOWN_ICC
        )
    known = catalogue()[key[0]].subscale(key[1])
    published = known.reliability
    return _Scale(
        known.low,
        known.high,
        known.step,
        published.sd if published else _sd(known.low, known.high),
        max(published.coefficient, 0.0) if published else _UNKNOWN_ICC,
    )


def _sd(low: Any, high: Any) -> float:
    """A sixth of the range, where nothing else is known."""
    if _number(low) is None or _number(high) is None:
        return _UNKNOWN_SD
    return (float(high) - float(low)) / 6


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, (int, float)) else None
