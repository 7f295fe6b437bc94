"""The doors: reference-based imputation, and delta tipping, from a layout to an answer."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from limen.analyse.answer import Answer
from limen.analyse.imputation import tables
from limen.analyse.imputation.jackknife import Jackknife, first_fit, jackknife
from limen.analyse.imputation.strategies import Strategy, strategy_named
from limen.analyse.imputation.study import Study, study_of
from limen.analyse.imputation.tipping import tipping_of
from limen.analyse.layout import Layout
from limen.analyse.mmrm import COVARIANCES, Fit
from limen.errors import AnalysisError
from limen.references import references
from limen.results import Estimate, FitStatus

DEFAULT_STRATEGIES = (
    "missing_at_random",
    "jump_to_reference",
    "copy_increments",
    "copy_reference",
)


def reference_based(
    layout: Layout,
    *,
    strategies: Sequence[str] = DEFAULT_STRATEGIES,
    baseline: bool = False,
    covariates: Sequence[str] = (),
    visit: str | None = None,
    covariance: str = "unstructured",
    fallback: Sequence[str] = (),
    level: float = 0.95,
) -> Answer:
    """Compare arms at a visit under several assumptions about people who dropped out.

    Missing visits are filled by their conditional mean under an MMRM (arm, baseline and covariates,
    each by visit) and a strategy, the arms compared by analysis of covariance, and the standard
    error taken from a jackknife over participants that repeats all of it. It estimates the
    variance over repeated studies, which for reference-based strategies Rubin's rules overstate.
    Gaps before the last observed visit are filled as missing at random. Estimates: per strategy,
    each active arm − reference, in the order of `strategies`; intervals are normal.

    ```bibtex
    @article{wolbers2022standard,
      title   = {Standard and Reference-Based Conditional Mean Imputation},
      author  = {Wolbers, Marcel and Noci, Alessandro and Delmar, Paul and Gower-Page, Craig and
                 Yiu, Sean and Bartlett, Jonathan W.},
      journal = {Pharmaceutical Statistics},
      volume  = {21}, number = {6}, pages = {1246--1257}, year = {2022}
    }
    ```

    ```bibtex
    @article{carpenter2013analysis,
      title   = {Analysis of Longitudinal Trials with Protocol Deviation: A Framework for Relevant,
                 Accessible Assumptions, and Inference via Multiple Imputation},
      author  = {Carpenter, James R. and Roger, James H. and Kenward, Michael G.},
      journal = {Journal of Biopharmaceutical Statistics},
      volume  = {23}, number = {6}, pages = {1352--1371}, year = {2013}
    }
    ```
    """
    chosen = [strategy_named(key) for key in strategies]
    study = study_of(layout, baseline=baseline, covariates=covariates, visit=visit)
    fit = _fit(study, covariance, fallback)
    if fit.status[0] != FitStatus.CONVERGED.code:
        return _failed(study, fit)
    found = jackknife(study, fit, chosen)
    estimates = _estimates(study, chosen, found, level)
    return Answer(
        estimates=estimates,
        tables=(
            tables.strategy_table(study, chosen, estimates),
            tables.dropout_table(study),
        ),
        warnings=(*study.notes, *_fallback(fit, covariance), *_jackknife_failures(study, found)),
        details=_details(study, fit, found),
        methods=(
            f"Missing visits of {study.outcome} were filled by conditional means under a mixed "
            f"model for repeated measures ({', '.join(study.terms)}; {fit.covariance.title} "
            f"covariance), supposing {'; '.join(how.title for how in chosen)} after dropout; "
            f"arms were compared at {study.visits[-1]} by analysis of covariance with jackknife "
            "standard errors."
        ),
        references=references(reference_based),
    )


def delta_tipping(
    layout: Layout,
    *,
    strategy: str = "missing_at_random",
    baseline: bool = False,
    covariates: Sequence[str] = (),
    visit: str | None = None,
    covariance: str = "unstructured",
    fallback: Sequence[str] = (),
    level: float = 0.95,
) -> Answer:
    """Find the δ per missed visit, added in an active arm, that changes its conclusion.

    Values imputed after dropout in one active arm at a time are moved by δ times the number of
    visits since the last observed one. The first estimate is the comparison at δ = 0; then, per
    arm, the δ nearest zero that changes the conclusion, where there is one.

    ```bibtex
    @article{ratitch2013missing,
      title   = {Missing Data in Clinical Trials: From Clinical Assumptions to Statistical Analysis
                 Using Pattern Mixture Models},
      author  = {Ratitch, Bohdana and O'Kelly, Michael and Tosiello, Robert},
      journal = {Pharmaceutical Statistics},
      volume  = {12}, number = {6}, pages = {337--347}, year = {2013}
    }
    ```
    """
    how = strategy_named(strategy)
    study = study_of(layout, baseline=baseline, covariates=covariates, visit=visit)
    fit = _fit(study, covariance, fallback)
    if fit.status[0] != FitStatus.CONVERGED.code:
        return _failed(study, fit)
    found = jackknife(study, fit, [how])
    curves = [tipping_of(found, 0, arm) for arm in range(len(study.arms) - 1)]
    tipping = tuple(
        Estimate(
            label=tipping_label(arm),
            value=point,
            level=level,
            unit=study.unit,
            interval="none",
        )
        for arm, curve in zip(study.arms[1:], curves, strict=True)
        if (point := curve.point(level)) is not None
    )
    return Answer(
        estimates=(*_estimates(study, [how], found, level), *tipping),
        tables=(
            tables.tipping_table(study, curves, level),
            tables.delta_table(study, curves, level),
            tables.dropout_table(study),
        ),
        warnings=(
            *study.notes,
            *_fallback(fit, covariance),
            *_jackknife_failures(study, found),
            *_nobody_left(study, found),
        ),
        details=_details(study, fit, found),
        methods=(
            f"Delta tipping: values of {study.outcome} imputed after dropout ({how.title}) were "
            "moved by δ per visit missed, in one active arm at a time, until the conclusion at "
            f"{study.visits[-1]} changed."
        ),
        references=(*references(delta_tipping), *references(reference_based)[:1]),
    )


def contrast_label(active: str, reference: str, *, visit: str, strategy: Strategy) -> str:
    """`microdose − placebo, week 4, jump to reference`."""
    return f"{active} − {reference}, {visit}, {strategy.title}"


def tipping_label(active: str) -> str:
    """What the δ of an active arm is called."""
    return f"δ per missed visit that changes the conclusion, {active}"


def _fit(study: Study, covariance: str, fallback: Sequence[str]) -> Fit:
    for key in (covariance, *fallback):
        if key not in COVARIANCES:
            raise AnalysisError(
                f"covariance: {key!r} is not one Limen can fit. "
                f"Write one of {', '.join(COVARIANCES)}."
            )
    return first_fit(study, (covariance, *fallback))


def _estimates(
    study: Study, chosen: Sequence[Strategy], found: Jackknife, level: float
) -> tuple[Estimate, ...]:
    people, values = len(study.y), int(np.isfinite(study.y).sum())
    error = found.standard_error
    return tuple(
        Estimate.normal(
            label=contrast_label(arm, study.arms[0], visit=study.visits[-1], strategy=how),
            value=float(found.value[s, a]),
            standard_error=float(error[s, a]),
            level=level,
            unit=study.unit,
            n=values,
            participants=people,
            interval="jackknife, normal",
        )
        for s, how in enumerate(chosen)
        for a, arm in enumerate(study.arms[1:])
    )


def _failed(study: Study, fit: Fit) -> Answer:
    return Answer(
        tables=(tables.dropout_table(study),),
        warnings=study.notes,
        failed=True,
        message=(
            f"The imputation model with {fit.covariance.title} covariance over "
            f"{len(study.visits)} visits could not be fitted: it is singular, or two visits were "
            "hardly ever observed together. Name a simpler covariance as `fallback` in the "
            "analysis plan (for example compound_symmetry), or analyse fewer visits."
        ),
        references=references(reference_based),
    )


def _fallback(fit: Fit, covariance: str) -> tuple[str, ...]:
    if fit.covariance.key == covariance:
        return ()
    return (
        f"The {COVARIANCES[covariance]} imputation model could not be fitted; the "
        f"{fit.covariance.title} covariance, a fallback that the plan names, was used instead.",
    )


def _jackknife_failures(study: Study, found: Jackknife) -> tuple[str, ...]:
    if not found.failed:
        return ()
    return (
        f"{found.failed} of {len(study.y)} leave-one-out fits failed and are not in the standard "
        "error. Name a simpler covariance, or analyse fewer visits.",
    )


def _nobody_left(study: Study, found: Jackknife) -> tuple[str, ...]:
    stayed = [arm for arm, shift in zip(study.arms[1:], found.shift, strict=True) if shift == 0]
    if not stayed:
        return ()
    return (f"Nobody dropped out of {', '.join(stayed)}, so no δ can change its conclusion.",)


def _details(
    study: Study, fit: Fit, found: Jackknife
) -> dict[str, str | float | int | bool | None]:
    missing = ~np.isfinite(study.y)
    return {
        "participants": len(study.y),
        "visits": len(study.visits),
        "values_imputed": int(missing.sum()),
        "missing_at_the_last_visit": int(missing[:, -1].sum()),
        "covariance": fit.covariance.key,
        "jackknife_fits": len(found.without),
        "jackknife_failures": found.failed,
    }
