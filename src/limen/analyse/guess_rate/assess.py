"""The guess-rate curve of one outcome: the door from a layout."""

from __future__ import annotations

from dataclasses import dataclass
from math import nan

import numpy as np
from scipy.special import stdtr

from limen.analyse.answer import Answer
from limen.analyse.blinding.bootstrap import percentile_limits
from limen.analyse.blinding.counts import first_replicate
from limen.analyse.guess_rate import tables
from limen.analyse.guess_rate.bootstrap import bootstrap_values
from limen.analyse.guess_rate.contrast import clustered_variance, t_quantile
from limen.analyse.guess_rate.curve import at_rate, equal_guessing_rate, observed_rate
from limen.analyse.guess_rate.published.mode import published_mode
from limen.analyse.guess_rate.standardised import standardised
from limen.analyse.guess_rate.strata import STRATA, Strata, Totals, strata, totals
from limen.analyse.guess_rate.summary import summary_estimates, summary_labels
from limen.analyse.guess_rate.tipping import tipping_points
from limen.analyse.layout import Layout
from limen.counted import counted
from limen.errors import AnalysisError, EmptyStratumError
from limen.references import references
from limen.results import Estimate, Estimates, FitStatus, Floats, Table

THIN = 15  # rows in a stratum below which its mean says little


@dataclass(frozen=True, kw_only=True)
class _Assessed:
    """One replicate, sorted and added up."""

    layout: Layout
    strata: Strata
    totals: Totals
    smallest: tuple[str, int]
    level: float


def guess_rate_curve(
    layout: Layout,
    *,
    seed: int,
    bootstrap: int = 2000,
    level: float = 0.95,
    grid_points: int = 101,
    occasions: tuple[str, ...] | None = None,
    published: bool = False,
    pseudo_trials: int = 64,
    confidence_weighted: bool = False,
) -> Answer:
    """Draw the guess-rate curve of the first replicate, with everything it must stand beside.

    All occasions are used unless `occasions` names some, by id or by definition ("acute" for
    "acute.1", "acute.2", …). The first four estimates are Δ(0.5), Δ(c*), Δ(std) and the raw
    difference, then the guess rates; standard errors respect repeated rows of a participant.
    `confidence_weighted` lets a guess count by its confidence. Raises `EmptyStratumError` when an
    arm × guess stratum holds nobody, `NoGuessesError` without guesses.
    """
    if grid_points < 2:
        raise AnalysisError(f"A curve needs 2 grid points or more, not {grid_points}.")
    assessed = _assess(_chosen(layout, occasions), confidence_weighted, level)
    estimates, row_errors = _estimates(assessed)
    limits = np.full((len(estimates), 3), np.nan)
    if bootstrap:
        drawn = bootstrap_values(assessed.strata, bootstrap, seed=seed)
        limits = np.stack(percentile_limits(drawn, level), axis=1)
    points = tipping_points(assessed.totals, level=level)
    names = (layout.interventions[0], _active_name(layout))
    found = [
        tables.summary_table(estimates, row_errors, limits, assessed.smallest, unit=layout.unit),
        _curve(assessed, grid_points),
        tables.strata_table(assessed.totals, names, unit=layout.unit),
        tables.tipping_table(points, unit=layout.unit),
    ]
    warnings = _warnings(assessed)
    if published:
        try:
            found.append(published_mode(assessed.layout, seed=seed, pseudo_trials=pseudo_trials))
        except EmptyStratumError as error:
            warnings += (f"The published procedure could not be run on first guesses. {error}",)
    return Answer(
        estimates=estimates,
        tables=tuple(found),
        warnings=warnings,
        details=_details(assessed, bootstrap, limits),
        methods=_methods(assessed, bootstrap, confidence_weighted),
        references=_references(bootstrap),
    )


def _chosen(layout: Layout, occasions: tuple[str, ...] | None) -> Layout:
    require_two(layout)
    if occasions is not None:
        kept = tuple(
            name
            for name in layout.occasions
            if name in occasions or name.rpartition(".")[0] in occasions
        )
        missing = [
            wanted
            for wanted in occasions
            if not any(wanted in (name, name.rpartition(".")[0]) for name in kept)
        ]
        if missing or not kept:
            raise AnalysisError(
                f"The layout of {layout.outcome!r} has no occasion {', '.join(map(repr, missing))}."
                f" Its occasions are {', '.join(layout.occasions)}."
            )
        layout = layout.at(*kept)
    return first_replicate(layout)


def require_two(layout: Layout) -> None:
    """Refuse a layout in which there is nothing to compare."""
    if len(layout.interventions) < 2:
        raise AnalysisError(
            f"A guess-rate curve compares two interventions; the layout of {layout.outcome!r} has "
            f"{list(layout.interventions)}. Name the active and the reference intervention."
        )


def _assess(layout: Layout, confidence: bool, level: float) -> _Assessed:
    sorted_rows = strata(layout, confidence=confidence)
    added = totals(sorted_rows)
    words = {"A": _active_name(layout), "P": layout.interventions[0], "D": "don't know"}
    names = [f"took {words[s[0]]}, guessed {words[s[1]]}" for s in STRATA]
    empty = [names[k] for k in range(4) if added.n[0, k] <= 0]
    if empty:
        raise EmptyStratumError(
            f"Outcome {layout.outcome!r}: nobody {'; nobody '.join(empty)}, so there is no "
            "guess-rate curve. Report the guesses by arm and the unadjusted contrast instead."
        )
    k = int(np.argmin(added.rows[0, :4]))
    smallest = (names[k], int(added.rows[0, k]))
    return _Assessed(
        layout=layout, strata=sorted_rows, totals=added, smallest=smallest, level=level
    )


def labels_of(layout: Layout) -> tuple[str, ...]:
    """Names of the seven estimates of a curve, in their order."""
    return summary_labels(_active_name(layout), layout.interventions[0])


def _active_name(layout: Layout) -> str:
    return layout.interventions[1] if len(layout.interventions) == 2 else "something active"


def _estimates(assessed: _Assessed) -> tuple[tuple[Estimate, ...], Floats]:
    """The estimates with clustered errors, and the errors that ignore repeated rows."""
    at, layout = assessed.totals, assessed.layout
    labels = labels_of(layout)
    fitted = summary_estimates(at, labels)
    by_row = summary_estimates(at, labels, clustered=False)
    estimates = tuple(_estimate(assessed, fitted, j) for j in range(len(labels)))
    return estimates, by_row.standard_error[0]


def _estimate(assessed: _Assessed, fitted: Estimates, j: int) -> Estimate:
    at, label = assessed.totals, fitted.labels[j]
    value, error = float(fitted.value[0, j]), float(fitted.standard_error[0, j])
    df, is_rate = float(fitted.df[0, j]), label.startswith("c_obs")
    half = float(t_quantile(at, assessed.level)[0]) * error
    return Estimate(
        label=label,
        value=value,
        standard_error=error,
        df=df,
        lower=value - half,
        upper=value + half,
        p=2 * float(stdtr(df, -abs(value) / error)) if error > 0 and not is_rate else nan,
        null=0.5 if is_rate else 0.0,  # no p of a rate: nobody planned to test it against this
        level=assessed.level,
        unit="" if is_rate else assessed.layout.unit,
        n=int(at.rows[0].sum()),
        participants=int(at.participants[0]),
        status=FitStatus.CONVERGED if np.isfinite(value) else FitStatus.NOT_ESTIMABLE,
        interval="t, by participant",
    )


def _curve(assessed: _Assessed, grid_points: int) -> Table:
    at, level = assessed.totals, assessed.level
    rates = np.linspace(0.0, 1.0, grid_points)
    contrast = at_rate(at, rates)
    half = t_quantile(at, level)[0] * np.sqrt(clustered_variance(contrast, at)[0])
    value = contrast.value[0]
    marks = (
        (float(observed_rate(at)[0, 0]), "observed"),
        (0.5, "0.5"),
        (float(equal_guessing_rate(at)[0, 0]), "arms guess alike (c*)"),
    )
    return tables.curve_table(
        rates, value, value - half, value + half, marks, unit=assessed.layout.unit, level=level
    )


def _warnings(assessed: _Assessed) -> tuple[str, ...]:
    found = []
    name, size = assessed.smallest
    if size < THIN:
        found.append(
            f"The smallest stratum ({name}) has {counted(size, 'row')}, fewer than {THIN}: the "
            "curve leans on "
            "a handful of values, and its band is too narrow. Read the strata before the curve."
        )
    at = assessed.totals
    if np.isnan(standardised(at).value[0, 0]):
        found.append(
            'One arm never said "don\'t know" and the other did, so beliefs cannot be made equal: '
            "there is no standardised contrast."
        )
    if len(assessed.layout.interventions) > 2:
        found.append(
            f"Everything other than {assessed.layout.interventions[0]} was taken together as active"
            ", and a guess of any of it as a guess of active."
        )
    return tuple(found)


def _details(
    assessed: _Assessed, bootstrap: int, limits: Floats
) -> dict[str, str | float | int | bool | None]:
    at = assessed.totals
    return {
        "c_observed": float(observed_rate(at)[0, 0]),
        "c_equal_guessing": float(equal_guessing_rate(at)[0, 0]),
        "rows": int(at.rows[0].sum()),
        "participants": int(at.participants[0]),
        "smallest_stratum": assessed.smallest[0],
        "smallest_stratum_rows": assessed.smallest[1],
        "occasions": ", ".join(assessed.layout.occasions),
        "bootstrap_samples": bootstrap,
        "bootstrap_standard_error_at_half": tables.cell(float(limits[0, 2])),
    }


def _methods(assessed: _Assessed, bootstrap: int, confidence: bool) -> str:
    unsure = assessed.totals.rows[0, 4:].sum() > 0
    kept = ', with "don\'t know" kept as an answer' if unsure else ""
    drawn = f" and by {bootstrap} cluster bootstrap samples" if bootstrap else ""
    weighted = " Guesses were weighted by their confidence." if confidence else ""
    return (
        "As sensitivity analyses, the contrast was computed in closed form as a function of the "
        "correct guess rate, at 0.5, at the rate where both arms guess alike, and standardised to "
        f"equal beliefs{kept}; {assessed.level:.0%} limits are by the delta "
        f"method with participants as the units{drawn}.{weighted}"
    )


def _references(bootstrap: int) -> tuple[str, ...]:
    methods: list[object] = [at_rate, standardised, tipping_points]
    if bootstrap:
        methods.append(bootstrap_values)
    return tuple(dict.fromkeys(entry for method in methods for entry in references(method)))
