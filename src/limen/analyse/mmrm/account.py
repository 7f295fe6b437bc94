"""How a fit went, in words: what was done, what was used instead, why there is no number."""

from __future__ import annotations

import numpy as np

from limen.analyse.answer import Answer
from limen.analyse.mmrm import tables
from limen.analyse.mmrm.contrasts import Df
from limen.analyse.mmrm.covariance import COVARIANCES
from limen.analyse.mmrm.question import Question
from limen.analyse.mmrm.scoring import Fit
from limen.counted import counted
from limen.results import FitStatus

WORDS_FOR_DF = {
    "satterthwaite": "Satterthwaite degrees of freedom",
    "kenward_roger": "Kenward–Roger standard errors and degrees of freedom",
    "residual": "residual degrees of freedom",
    "wald": "the normal distribution",
}


def fallback_warnings(asked: Question, fits: list[Fit]) -> list[str]:
    """That a fallback was used, and why; `fits` are those tried, the used one last."""
    if len(fits) == 1:
        return []
    reasons = " ".join(_reason(asked, fit) for fit in fits[:-1])
    return [
        f"{reasons} The {fits[-1].covariance.title} covariance, the fallback that the plan names, "
        "was used instead; its standard errors hold only if that structure is right."
    ]


def failed(asked: Question, fits: list[Fit], references: tuple[str, ...]) -> Answer:
    """An answer without a number: why none of the fits can be used, and what to do."""
    untried = [key for key in COVARIANCES if key not in {fit.covariance.key for fit in fits}] or [
        "compound_symmetry"
    ]
    reasons = " ".join(_reason(asked, fit) for fit in fits)
    return Answer(
        tables=(tables.missingness_table(asked),),
        warnings=asked.notes,
        failed=True,
        message=(
            f"{reasons} No estimate is shown. Name a simpler covariance as `fallback` in the "
            f"analysis plan (for example {untried[0]}), analyse fewer visits, or drop a covariate."
        ),
        references=references,
    )


def _reason(asked: Question, fit: Fit) -> str:
    title = fit.covariance.title
    status = FitStatus.of(int(fit.status[0]))
    if status is FitStatus.SINGULAR:
        return (
            f"The {title} covariance over {len(asked.visits)} visits is singular: some visits are "
            "combinations of others, or nothing varies at one of them."
        )
    if status is FitStatus.NOT_ESTIMABLE:
        return (
            f"The {title} covariance cannot be estimated: two visits were observed together in "
            "fewer than two participants, or nothing varies once the fixed effects are known."
        )
    return f"The {title} fit did not converge in {counted(int(fit.iterations[0]), 'iteration')}."


def details(
    asked: Question, fit: Fit, *, df: Df, method: str
) -> dict[str, str | float | int | bool | None]:
    """Sizes, options and information criteria (which count covariance parameters only)."""
    parameters, deviance = fit.theta.shape[1], float(fit.deviance[0])
    return {
        "participants": asked.design.groups,
        "observations": fit.moments.observations,
        "visits": len(asked.visits),
        "missingness_patterns": len(fit.moments.counts),
        "covariance": fit.covariance.key,
        "covariance_parameters": parameters,
        "method": method,
        "df": df,
        "log_likelihood": -deviance / 2,
        "aic": deviance + 2 * parameters,
        "bic": deviance + float(np.log(asked.design.groups)) * parameters,
        "iterations": int(fit.iterations[0]),
    }


def methods(asked: Question, fit: Fit, *, df: Df, method: str) -> str:
    """The sentence for the methods paragraph."""
    likelihood = "restricted maximum likelihood" if method == "reml" else "maximum likelihood"
    return (
        f"{asked.outcome} was analysed with a mixed model for repeated measures with fixed effects "
        f"{', '.join(asked.terms)} and {fit.covariance.title} covariance over "
        f"{len(asked.visits)} visits, fitted by {likelihood} to all observed values (missing "
        f"values taken to be missing at random), with {WORDS_FOR_DF[df]}."
    )
