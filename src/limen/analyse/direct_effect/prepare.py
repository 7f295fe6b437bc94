"""From a layout to rows: whose guess, which confounders, measured when."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from limen.analyse.direct_effect.rows import Rows
from limen.analyse.layout import DONT_KNOW, Covariate, Layout
from limen.errors import AnalysisError, NoGuessesError
from limen.results import Bools, Floats


class Prepared(NamedTuple):
    """Rows and what was left out on the way."""

    rows: Rows
    interventions: tuple[str, str]  # reference and active
    before: tuple[str, ...]  # names of confounders X
    after: tuple[str, ...]  # names of confounders L
    left_out: dict[str, int]  # reason: rows


def prepare(
    layout: Layout,
    confounders: tuple[str | Covariate, ...],
    measured_after: tuple[str, ...] = (),
    active: str = "",
) -> Prepared:
    """Rows with outcome, a guess of either intervention, and every confounder.

    A covariate that is constant within a participant (R, N) is taken as measured before the first
    dose, one that varies with the occasion (R, N, T), or is named in `measured_after`, as measured
    between dose and guess. Factors become indicator columns. Nobody may have guessed: then all
    weights are 0.
    """
    if layout.intervention is None:
        raise AnalysisError(
            f"{layout.outcome!r}: interventions are not known, so no effect can be estimated. "
            "Unseal the allocations first."
        )
    if layout.guess is None:
        raise _no_guesses(layout)
    chosen = [_covariate(layout, item) for item in confounders]
    late = [c.values.ndim == 3 or c.name in measured_after for c in chosen]
    before = [c for c, is_late in zip(chosen, late, strict=True) if not is_late]
    after = [c for c, is_late in zip(chosen, late, strict=True) if is_late]
    x, l_ = _columns(layout, before), _columns(layout, after)
    index = layout.interventions.index(active) if active else 1
    compared = (layout.intervention == 0) | (layout.intervention == index)
    guessed = (layout.guess == 0) | (layout.guess == index)
    complete: Bools = np.asarray(np.isfinite(x).all(-1) & np.isfinite(l_).all(-1))
    use = layout.observed & compared & guessed & complete
    seen = layout.observed & compared
    rows = Rows(
        outcome=_flat(np.where(use, layout.value, 0.0)),
        treated=_flat((layout.intervention == index).astype(float)),
        belief=_flat((layout.guess == index).astype(float)),
        before=_flat(np.where(use[..., None], x, 0.0)),
        after=_flat(np.where(use[..., None], l_, 0.0)),
        weight=_flat(use.astype(float)),
        occasions=len(layout.occasions),
    )
    return Prepared(
        rows=rows,
        interventions=(layout.interventions[0], layout.interventions[index]),
        before=tuple(c.name for c in before),
        after=tuple(c.name for c in after),
        left_out=_left_out(layout, seen, guessed, complete),
    )


def require_guesses(layout: Layout) -> None:
    """Raise `NoGuessesError` when nobody guessed, in no replicate."""
    if layout.guess is None or not np.any(layout.guess >= 0):
        raise _no_guesses(layout)


def _no_guesses(layout: Layout) -> NoGuessesError:
    return NoGuessesError(
        f"{layout.outcome!r}: no treatment guess was recorded, so belief cannot be held fixed. "
        "Name the guess in `guess_from`, or ask for one before the outcome."
    )


def _covariate(layout: Layout, item: str | Covariate) -> Covariate:
    if isinstance(item, Covariate):
        return item
    if item not in layout.covariates:
        known = ", ".join(layout.covariates) or "none"
        raise AnalysisError(
            f"{layout.outcome!r} has no covariate {item!r}; it has: {known}. "
            "Define it under `covariates` in the protocol."
        )
    return layout.covariates[item]


def _columns(layout: Layout, covariates: list[Covariate]) -> Floats:
    """(R, N, T, k): numbers as they are, factors as indicators of all levels but the first."""
    shape = layout.value.shape
    columns: list[Floats] = []
    for covariate in covariates:
        values = covariate.values if covariate.values.ndim == 3 else covariate.values[..., None]
        values = np.broadcast_to(values, shape)
        if covariate.is_factor:
            known = np.isfinite(values)
            columns += [
                np.where(known, values == level, np.nan)
                for level in range(1, len(covariate.levels))
            ]
        else:
            columns.append(values)
    return np.stack(columns, axis=-1) if columns else np.zeros((*shape, 0))


def _flat(array: Floats) -> Floats:
    R, N, T = array.shape[:3]
    flat: Floats = array.reshape(R, N * T, *array.shape[3:])
    return flat


def _left_out(layout: Layout, seen: Bools, guessed: Bools, complete: Bools) -> dict[str, int]:
    unsure = seen & (layout.guess == DONT_KNOW)
    silent = seen & ~guessed & ~unsure
    return {
        'guess "don\'t know"': int(unsure.sum()),
        "no guess of either intervention": int(silent.sum()),
        "a confounder missing": int((seen & guessed & ~complete).sum()),
    }
