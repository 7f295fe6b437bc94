"""A score as tables: quantities, events, and all of them together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import log

import numpy as np

from limen.rehearse.forecast.document import Prediction
from limen.rehearse.forecast.scoring.score import SHARES, Score, Scored
from limen.rehearse.forecast.tables import marked, notes
from limen.results import Cell, Column, Table

_LEFT_OUT = ": not in the summary."
_QUANTITIES = (
    Column(key="prediction", title="Prediction", kind="text"),
    Column(key="unit", title="Unit", kind="text"),
    Column(key="observed", title="Observed"),
    Column(key="median", title="Median"),
    Column(key="lower", title="5 %"),
    Column(key="upper", title="95 %"),
    Column(key="inside_50", title="In 50 %", kind="text"),
    Column(key="inside_90", title="In 90 %", kind="text"),
    Column(key="pit", title="PIT"),
    Column(key="crps", title="CRPS"),
    Column(key="pinball", title="Pinball"),
)
_EVENTS = (
    Column(key="prediction", title="Prediction", kind="text"),
    Column(key="observed", title="Came true", kind="text"),
    Column(key="probability", title="Probability", kind="percent"),
    Column(key="brier", title="Brier"),
    Column(key="log_score", title="Log score"),
)
_SUMMARY = (
    Column(key="measure", title="Measure", kind="text"),
    Column(key="observed", title="Observed"),
    Column(key="expected", title="If the forecast is right"),
    Column(key="n", title="Predictions", kind="count"),
)


def score_tables(score: Score) -> tuple[Table, ...]:
    """Quantities, events and the summary; those without rows are left out."""
    made = (_quantities(score), _events(score), _summary(score))
    return tuple(table for table in made if table.rows)


def _quantities(score: Score) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for one in score.scored:
        if one.prediction.quantiles:
            low, middle, high = interval(one.prediction, score.forecast.levels, 0.9)
            numbers = (one.observed.value, middle, low, high)
            scores = (*one.inside[:2], one.pit, one.crps, one.pinball)
            rows.append((marked(one.prediction), one.prediction.unit, *numbers, *scores))
    return Table(
        key="quantities",
        caption="Predicted quantities",
        columns=_QUANTITIES,
        rows=tuple(rows),
        notes=notes(rows, _LEFT_OUT),
    )


def _events(score: Score) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (
            marked(one.prediction),
            bool(one.observed.value),
            one.prediction.probability,
            one.brier,
            one.log_score,
        )
        for one in score.scored
        if one.prediction.probability is not None
    ]
    return Table(
        key="events",
        caption="Predicted events",
        columns=_EVENTS,
        rows=tuple(rows),
        notes=notes(rows, _LEFT_OUT),
    )


def _summary(score: Score) -> Table:
    counted = [one for one in score.scored if one.counts]
    return Table(
        key="summary",
        caption="Together, of what nobody had read before",
        columns=_SUMMARY,
        rows=(*_calibration(counted), *_accuracy(counted)),
        notes=(
            "Predictions of one trial hang together, so they are no independent trials: read them "
            "over many forecasts.",
        ),
    )


def interval(
    prediction: Prediction, levels: Sequence[float], share: float
) -> tuple[float, float, float]:
    """Lower limit, median and upper limit of the central interval of a share."""
    low, high = (1 - share) / 2, (1 + share) / 2
    found = np.interp([low, 0.5, high], levels, prediction.quantiles)
    return float(found[0]), float(found[1]), float(found[2])


Row = tuple[str, float, float | None, int]


def _calibration(scored: Iterable[Scored]) -> list[Row]:
    """Shares inside the intervals, and the mean PIT."""
    quantities = [one for one in scored if one.pit is not None]
    n = len(quantities)
    if not n:
        return []
    rows: list[Row] = [
        (f"Inside the {share:.0%} interval", _mean(one.inside[k] for one in quantities), share, n)
        for k, share in enumerate(SHARES)
    ]
    return [*rows, ("Mean PIT", _mean(one.pit or 0.0 for one in quantities), 0.5, n)]


def _accuracy(scored: Iterable[Scored]) -> list[Row]:
    """Mean CRPS by unit; Brier and log score, with what the forecast expected of them."""
    scored = list(scored)
    rows: list[Row] = []
    for unit in dict.fromkeys(one.prediction.unit for one in scored if one.crps is not None):
        found = [one.crps for one in scored if one.prediction.unit == unit and one.crps is not None]
        rows.append((f"Mean CRPS ({unit})", _mean(found), None, len(found)))
    events = [(one, one.prediction.probability) for one in scored]
    sure = [(one, p) for one, p in events if p is not None and one.brier is not None]
    if sure:
        n = len(sure)
        brier = _mean(one.brier or 0.0 for one, _ in sure)
        rows.append(("Mean Brier score", brier, _mean(p * (1 - p) for _, p in sure), n))
        logs = _mean(one.log_score or 0.0 for one, _ in sure)
        rows.append(("Mean log score", logs, _mean(_entropy(p) for _, p in sure), n))
    return rows


def _entropy(p: float) -> float:
    return -sum(q * log(q) for q in (p, 1 - p) if q > 0)


def _mean(values: Iterable[float]) -> float:
    return float(np.mean(list(values)))
