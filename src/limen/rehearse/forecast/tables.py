"""A forecast as tables for people."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from limen.rehearse.forecast.document import Forecast, Prediction
from limen.results import Cell, Column, Table

STAR = " *"

_SHOWN = (0.025, 0.05, 0.25, 0.5, 0.75, 0.95, 0.975)


def tables(forecast: Forecast) -> tuple[Table, ...]:
    """Quantities with their medians and intervals, and events with their probabilities."""
    return tuple(table for table in (_quantities(forecast), _events(forecast)) if table.rows)


def _quantities(forecast: Forecast) -> Table:
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            marked(one),
            one.unit,
            *np.interp(_SHOWN, forecast.levels, one.quantiles).tolist(),
        )
        for one in forecast.predictions
        if one.quantiles
    )
    return Table(
        key="quantities",
        caption="Predicted quantities: the median, and intervals of 95, 90 and 50 %",
        columns=(
            Column(key="prediction", title="Prediction", kind="text"),
            Column(key="unit", title="Unit", kind="text"),
            *(Column(key=f"q{level:g}", title=f"{100 * level:g} %") for level in _SHOWN),
        ),
        rows=rows,
        notes=notes(rows),
    )


def _events(forecast: Forecast) -> Table:
    rows = tuple(
        (marked(one), one.probability)
        for one in forecast.predictions
        if one.probability is not None
    )
    return Table(
        key="events",
        caption="Predicted events",
        columns=(
            Column(key="prediction", title="Prediction", kind="text"),
            Column(key="probability", title="Probability", kind="percent"),
        ),
        rows=rows,
        notes=notes(rows),
    )


def marked(prediction: Prediction) -> str:
    """The id, with a star where something of the outcome had been read before."""
    return prediction.id + ("" if prediction.known_before is None else STAR)


def notes(rows: Sequence[tuple[Cell, ...]], end: str = ".") -> tuple[str, ...]:
    """What the star says, where a row has one."""
    if not any(str(row[0]).endswith(STAR) for row in rows):
        return ()
    return (f"* Something of it had been read when the forecast was made{end}",)


def in_words(forecast: Forecast) -> str:
    """Title, dates, hashes, assumptions, what was known and what is not, as text."""
    lines = [
        forecast.title,
        f"{forecast.id}, trial {forecast.trial}, made on {forecast.made_on} with "
        f"{forecast.made_with}: {forecast.draws:,} simulated trials, seed {forecast.seed}",
        f"protocol {forecast.protocol.id} {forecast.protocol.version}, "
        f"hash {forecast.protocol.hash[:16]}",
        f"hash {forecast.hash} (as it was made)",
        "",
        "Assumed:",
        *(f"  {one.text} ({one.source})" for one in forecast.assumptions),
    ]
    for title, texts in (
        ("Read of its results before:", forecast.known_before),
        ("Not known:", forecast.not_known),
    ):
        if texts:
            lines += ["", title, *(f"  {text}" for text in texts)]
    return "\n".join(lines)
