"""From latent numbers to scores that the instrument can give."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from limen.results import Floats
from limen.simulate.forms import forms, nested
from limen.simulate.series import Series


def on_grid(series: Series, values: Floats) -> Floats:
    """The nearest possible score: on the instrument's steps, not below its floor or ceiling."""
    if series.step is not None:
        start = series.low or 0.0
        values = start + series.step * np.rint((values - start) / series.step)
    if series.low is not None or series.high is not None:
        values = np.clip(values, series.low, series.high)
    return values


def scored(
    instrument: str | None, group: Sequence[Series], latent: Mapping[str, Floats]
) -> dict[str, Floats]:
    """Scores of all series of one instrument by subscale, each (R, N, T), that fit each other.

    A score whose items are those of others (affect balance) is computed from them; one that shares
    items with another (distress and mood) is kept within what the other leaves possible.
    """
    order = None if instrument is None else nested(instrument, tuple(one.subscale for one in group))
    if instrument is None or order is None:
        return {one.subscale: on_grid(one, latent[one.subscale]) for one in group}
    by_name = {one.subscale: one for one in group}
    steps: dict[str, Floats] = {}
    for name in order:
        steps[name] = _fitted(instrument, name, by_name, latent[name], steps)
    known = forms(instrument)
    return {name: known[name].score_of(found) for name, found in steps.items()}


def _fitted(
    instrument: str,
    name: str,
    group: Mapping[str, Series],
    latent: Floats,
    earlier: Mapping[str, Floats],
) -> Floats:
    """Whole steps of one subscale within what the items of earlier ones leave free."""
    known, series = forms(instrument), group[name]
    form = known[name]
    free = form.items.copy()
    fixed = np.zeros(latent.shape)
    slack = np.zeros(latent.shape)
    columns = {int(t): c for c, t in enumerate(series.occasions)}
    for other, steps in earlier.items():
        shared = known[other].items & form.items
        if not shared.any():
            continue
        free &= ~shared
        span = int(form.spans[shared].sum())
        same = (form.signs * known[other].signs)[shared][0] > 0
        here = {
            columns[int(t)]: c for c, t in enumerate(group[other].occasions) if int(t) in columns
        }
        for column in columns.values():
            if column in here:
                told = steps[:, :, here[column]]
                fixed[:, :, column] += told if same else span - told
            else:
                slack[:, :, column] += span
    return np.clip(form.steps_of(latent), fixed, fixed + slack + float(form.spans[free].sum()))
