"""What a fitted model says of itself: warnings, details, the sentence for the methods."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from limen.analyse.design import DesignMatrix
from limen.analyse.mixed_models.answers.fitted import Model
from limen.analyse.mixed_models.inference import KenwardRoger, satterthwaite_df
from limen.analyse.mixed_models.random_slope import SlopeFit
from limen.counted import counted
from limen.references import references
from limen.results import FitStatus

WORDS_FOR_COVARIANCE = {
    "random_intercept": "a random intercept per participant",
    "compound_symmetry": "one correlation between all rows of a participant",
    "random_slope": "a random intercept and slope per participant",
}
WORDS_FOR_DF = {
    "satterthwaite": "Satterthwaite degrees of freedom",
    "kenward_roger": "Kenward–Roger standard errors and degrees of freedom",
    "wald": "the normal distribution",
    "residual": "residual degrees of freedom",
}


def warnings(model: Model, status: FitStatus) -> tuple[str, ...]:
    """What the reader of the estimates should know first."""
    design = model.question.design
    found = list(design.notes)
    if design.dropped:
        reasons = Counter(name for row in design.dropped for name in row.missing)
        listed = ", ".join(f"{name} ({count})" for name, count in reasons.most_common())
        found.append(
            f"{counted(len(design.dropped), 'observed value was', 'observed values were')} left "
            "out "
            f"because a variable of the model is missing there: {listed}."
        )
    if design.rows == design.groups:
        found.append(
            "Every participant has one analysed row, so differences between people cannot be told "
            "from the residual: the fit is ordinary least squares."
        )
    elif status is FitStatus.SINGULAR:
        found.append(status.value)
    return tuple(found)


def failure(model: Model, covariance: str, status: FitStatus) -> str:
    """Why a fit gave no estimates, and what to write instead."""
    if status is not FitStatus.NOT_CONVERGED:
        return str(status.value)
    stopped = "The optimiser stopped before it found an optimum, so these numbers are no estimates."
    if covariance == "random_slope":
        return f"{stopped} Write `covariance: random_intercept`, or rescale the slope's variable."
    if covariance == "compound_symmetry" and not isinstance(model.fit, SlopeFit):
        if model.fit.ratio[0] < 0:
            return (
                "Participants' means differ less than chance would have them, and the correlation "
                "ran to its lowest value. Write `covariance: random_intercept`: it stops at zero."
            )
        return f"{stopped} Write `covariance: random_intercept`, or rescale the covariates."
    return f"{stopped} Take out terms that few rows support, or rescale the covariates."


def details(
    model: Model, covariance: str, method: str, status: FitStatus
) -> dict[str, str | float | int | bool | None]:
    """Variance components, and how the fit went."""
    fit, design = model.fit, model.question.design
    found: dict[str, str | float | int | bool | None] = {
        "n": design.rows,
        "participants": design.groups,
        "dropped": len(design.dropped),
        "covariance": covariance,
        "method": method,
        "df": model.df,
        "status": status.name.lower(),
        "iterations": int(fit.iterations[0]),
        "deviance": float(fit.deviance[0]),
        "log_likelihood": -float(fit.deviance[0]) / 2,
        "sigma": float(np.sqrt(fit.sigma2[0])),
    }
    if isinstance(fit, SlopeFit):
        D = fit.effects_covariance[0]
        sd = np.sqrt(np.diag(D))
        found["tau"], found["tau_slope"] = float(sd[0]), float(sd[1])
        found["correlation"] = float(D[0, 1] / (sd[0] * sd[1])) if sd.all() else None
        found["slope"] = model.slope
    else:
        tau2 = float(fit.tau2[0])
        found["tau"] = float(np.sqrt(tau2)) if tau2 >= 0 else None
        found["covariance_within"] = tau2  # negative when rows of a person repel each other
        found["icc"] = float(fit.icc[0])
    return found


def methods(model: Model, terms: Sequence[str], covariance: str, method: str) -> str:
    """A sentence for the methods paragraph."""
    design = model.question.design
    likelihood = "restricted maximum likelihood" if method == "reml" else "maximum likelihood"
    of = f" of {model.slope}" if model.slope else ""
    return (
        f"{design.outcome} was analysed with a linear mixed model with fixed effects "
        f"{', '.join(terms)} and {WORDS_FOR_COVARIANCE[covariance]}{of}, fitted by {likelihood} "
        f"to {counted(design.rows, 'value')} of {design.groups} participants, with "
        f"{WORDS_FOR_DF[model.df]}."
    )


def counts(model: Model) -> list[tuple[int, int]]:
    """Rows and participants behind each answer: those of its stratum, in either group."""
    asked = model.question
    if not asked.answers:
        whole = (asked.design.rows, asked.design.groups)
        return [whole] * max(len(asked.design.names) - 1, 1)
    return [
        _behind(asked.design, answer.factor, (answer.earlier, answer.later), answer.stratum.levels)
        for answer in asked.answers
    ]


def references_of_df(df: str) -> tuple[str, ...]:
    """Where the degrees of freedom come from."""
    sources = {"satterthwaite": satterthwaite_df, "kenward_roger": KenwardRoger}
    return references(sources[df]) if df in sources else ()


def _behind(
    design: DesignMatrix, factor: str, compared: tuple[str, str], stratum: Mapping[str, str]
) -> tuple[int, int]:
    levels = design.coding.levels
    chosen = [levels[factor].index(level) for level in compared]
    inside = np.isin(design.values[factor][0], chosen)
    for name, level in stratum.items():
        inside &= design.values[name][0] == levels[name].index(level)
    return int(inside.sum()), len(np.unique(design.group[inside]))
