"""Residual diagnostics of an MMRM: are normalised residuals like independent normal numbers?"""

from __future__ import annotations

import numpy as np

from limen.analyse.mmrm.question import Question
from limen.analyse.mmrm.scoring import Fit
from limen.results import Column, Floats, Picture, Table

_LARGE = 3.0  # standard deviations beyond which a residual is counted, and looked at


def normalised_residuals(asked: Question, fit: Fit) -> tuple[Floats, Floats]:
    """Residuals (N, T), raw and normalised; NaN where not observed.

    Normalised residuals are C⁻¹r with CC′ the fitted covariance at the participant's observed
    visits: if the model holds, about independent with mean zero and standard deviation one.
    """
    raw = asked.y[0] - asked.X @ fit.beta[0]
    normalised = np.full(raw.shape, np.nan)
    seen = np.isfinite(raw)
    for pattern in np.unique(seen, axis=0):
        visits = np.flatnonzero(pattern)
        who = np.flatnonzero((seen == pattern).all(axis=1))
        factor = np.linalg.cholesky(fit.sigma[0][np.ix_(visits, visits)])
        normalised[np.ix_(who, visits)] = np.linalg.solve(factor, raw[np.ix_(who, visits)].T).T
    return raw, normalised


def residual_tables(asked: Question, fit: Fit) -> tuple[Table, Table]:
    """Residuals by visit, and a histogram of the normalised ones."""
    raw, normalised = normalised_residuals(asked, fit)
    return _by_visit(asked, raw, normalised), _histogram(asked, normalised)


def _by_visit(asked: Question, raw: Floats, normalised: Floats) -> Table:
    rows = []
    for index, visit in enumerate(asked.visits):
        own, scaled = raw[:, index], normalised[:, index]
        own, scaled = own[np.isfinite(own)], scaled[np.isfinite(scaled)]
        large = int(np.sum(np.abs(scaled) > _LARGE))
        rows.append((visit, own.size, float(own.std()), *_shape(scaled), large))
    return Table(
        key="residuals",
        caption=f"{asked.outcome}: residuals by visit",
        columns=(
            Column(key="visit", title="Visit", kind="text"),
            Column(key="n", title="Observed", kind="count"),
            Column(key="sd", title="SD of residuals", unit=asked.unit),
            Column(key="mean", title="Mean, normalised"),
            Column(key="spread", title="SD, normalised"),
            Column(key="skewness", title="Skewness"),
            Column(key="kurtosis", title="Excess kurtosis"),
            Column(key="large", title=f"Beyond ±{_LARGE:g}", kind="count"),
        ),
        rows=tuple(rows),
        notes=(
            "Normalised residuals should have mean 0, SD 1, no skewness and no excess kurtosis.",
            *_largest(asked, normalised),
        ),
    )


def _histogram(asked: Question, normalised: Floats) -> Table:
    values = normalised[np.isfinite(normalised)]
    edge = max(4.0, float(np.ceil(np.abs(values).max())))
    counts, edges = np.histogram(values, bins=np.arange(-edge, edge + 0.25, 0.5))
    return Table(
        key="residual_histogram",
        caption=f"{asked.outcome}: normalised residuals of all visits",
        columns=(
            Column(key="left", title="From"),
            Column(key="right", title="To"),
            Column(key="count", title="Residuals", kind="count"),
        ),
        rows=tuple(
            (float(edges[i]), float(edges[i + 1]), int(count)) for i, count in enumerate(counts)
        ),
        picture=Picture(shape="histogram", x="left", upper="right", y="count"),
    )


def _shape(values: Floats) -> tuple[float, float, float | None, float | None]:
    """Mean, standard deviation, skewness and excess kurtosis; the last two need spread."""
    mean, sd = float(values.mean()), float(values.std())
    if sd == 0:
        return mean, sd, None, None
    z = (values - mean) / sd
    return mean, sd, float(np.mean(z**3)), float(np.mean(z**4) - 3)


def _largest(asked: Question, normalised: Floats) -> tuple[str, ...]:
    size = np.where(np.isfinite(normalised), np.abs(normalised), 0.0)
    order = np.argsort(-size, axis=None)[:5]
    found = [np.unravel_index(place, size.shape) for place in order]
    named = [
        f"{asked.design.participants[int(i)]} at {asked.visits[int(t)]} ({normalised[i, t]:.1f})"
        for i, t in found
        if size[i, t] > _LARGE
    ]
    return (f"Largest: {', '.join(named)}.",) if named else ()
