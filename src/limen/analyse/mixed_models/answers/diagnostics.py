"""What is left after a fit: residuals of rows, effects of participants."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from limen.analyse.design import DesignMatrix
from limen.analyse.mixed_models.fit import Fit
from limen.analyse.mixed_models.random_slope import SlopeFit
from limen.results import Column, Floats, Ints, Picture, Table


@dataclass(frozen=True, kw_only=True)
class Residuals:
    """Fitted values and residuals of one dataset, a value per row.

    Marginal: without participants' own effects, y − Xβ̂. Conditional: after them.
    """

    marginal_fitted: Floats  # (rows,)
    marginal: Floats  # (rows,)
    fitted: Floats  # (rows,) conditional
    conditional: Floats  # (rows,)
    effects: Floats  # (groups, 1 or 2): predicted intercept, and slope


def participant_effects(fit: Fit, X: Floats, y: Floats, group: Ints) -> Floats:
    """Best linear unbiased predictions û of the participants' intercepts, shape (R, groups).

    û = λ/(1+nλ) Σ(y − Xβ̂) over a participant's n rows, with the estimates of the fit put in.
    X (rows, p), y (R, rows), group (rows,) from 0.

    ```bibtex
    @article{robinson1991blup,
      title   = {That {BLUP} is a good thing: the estimation of random effects},
      author  = {Robinson, G. K.},
      journal = {Statistical Science},
      volume  = {6}, number = {1}, pages = {15--32}, year = {1991}
    }
    ```
    """
    residual = y - fit.beta @ X.T
    n = np.bincount(group)
    sums = np.stack([np.bincount(group, own, len(n)) for own in residual])
    ratio = fit.ratio[:, None]
    return np.asarray(ratio / (1 + ratio * n) * sums)


def residuals(fit: Fit | SlopeFit, design: DesignMatrix, slope: Floats | None = None) -> Residuals:
    """Residuals of the first replicate; `slope` (rows,) is the random slope's variable."""
    X = design.X if design.X.ndim == 2 else design.X[0]
    y, group = design.y[0], design.group
    fixed = X @ fit.beta[0]
    if isinstance(fit, SlopeFit):
        effects = fit.effects[0]
        own = effects[group, 0] + effects[group, 1] * (0.0 if slope is None else slope)
    else:
        effects = participant_effects(fit, X, design.y[:1], group)[0][:, None]
        own = effects[group, 0]
    return Residuals(
        marginal_fitted=fixed,
        marginal=y - fixed,
        fitted=fixed + own,
        conditional=y - fixed - own,
        effects=effects,
    )


def residual_tables(
    found: Residuals, design: DesignMatrix, occasions: tuple[str, ...], unit: str
) -> tuple[Table, ...]:
    """Residuals against fitted values, their histogram, and the participants' effects."""
    rows = tuple(
        (
            design.participants[design.group[i]],
            occasions[design.occasion[i]],
            float(found.fitted[i]),
            float(found.conditional[i]),
            float(found.marginal_fitted[i]),
            float(found.marginal[i]),
        )
        for i in range(design.rows)
    )
    scatter = Table(
        key="residuals",
        caption=f"{design.outcome}: residuals after the participants' own effects",
        columns=(
            Column(key="participant", title="Participant", kind="text"),
            Column(key="occasion", title="Occasion", kind="text"),
            Column(key="fitted", title="Fitted", unit=unit),
            Column(key="residual", title="Residual", unit=unit),
            Column(key="marginal_fitted", title="Fitted, fixed effects only", unit=unit),
            Column(key="marginal_residual", title="Residual, fixed effects only", unit=unit),
        ),
        rows=rows,
        picture=Picture(
            shape="scatter",
            x="fitted",
            y="residual",
            title="Residuals against fitted values",
            x_title="Fitted value",
            y_title="Residual",
            reference=(0.0,),
        ),
    )
    return scatter, _histogram(found, design, unit), _effects(found, design, unit)


def _histogram(found: Residuals, design: DesignMatrix, unit: str) -> Table:
    bins = int(np.clip(np.sqrt(design.rows), 8, 30))
    counts, edges = np.histogram(found.conditional, bins=bins)
    return Table(
        key="residual_histogram",
        caption=f"{design.outcome}: distribution of the residuals",
        columns=(
            Column(key="left", title="From", unit=unit),
            Column(key="right", title="To", unit=unit),
            Column(key="count", title="Residuals", kind="count"),
        ),
        rows=tuple(
            (float(edges[i]), float(edges[i + 1]), int(count)) for i, count in enumerate(counts)
        ),
        picture=Picture(
            shape="histogram",
            x="left",
            upper="right",
            y="count",
            title="Distribution of the residuals",
            x_title="Residual",
            y_title="Rows",
        ),
    )


def _effects(found: Residuals, design: DesignMatrix, unit: str) -> Table:
    with_slope = found.effects.shape[1] == 2
    counts = np.bincount(design.group, minlength=design.groups)
    columns = [
        Column(key="participant", title="Participant", kind="text"),
        Column(key="rows", title="Rows", kind="count"),
        Column(key="effect", title="Predicted intercept", unit=unit),
    ]
    if with_slope:
        columns.append(Column(key="slope", title="Predicted slope", unit=unit))
    return Table(
        key="participant_effects",
        caption=f"{design.outcome}: participants' predicted deviations from the fixed effects",
        columns=tuple(columns),
        rows=tuple(
            (name, int(counts[g]), *(float(value) for value in found.effects[g]))
            for g, name in enumerate(design.participants)
        ),
        notes=("Predictions are shrunken towards zero, the more the fewer rows a person has.",),
    )
