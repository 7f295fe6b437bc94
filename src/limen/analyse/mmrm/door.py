"""The door: an MMRM of one outcome, from a layout to an answer."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from limen.analyse.answer import Answer
from limen.analyse.layout import Layout
from limen.analyse.mmrm import account, tables
from limen.analyse.mmrm.contrasts import Df, contrasts
from limen.analyse.mmrm.covariance import COVARIANCES
from limen.analyse.mmrm.diagnostics import residual_tables
from limen.analyse.mmrm.interval import t_interval
from limen.analyse.mmrm.joint import JointTest, joint_test
from limen.analyse.mmrm.moments import moments
from limen.analyse.mmrm.question import Baseline, Question, Treatment, question
from limen.analyse.mmrm.scoring import Fit, fit_moments
from limen.errors import AnalysisError
from limen.references import references
from limen.results import Estimate, FitStatus, Floats


def mmrm(
    layout: Layout,
    *,
    terms: Sequence[str] | None = None,
    treatment: Treatment = "arm",
    baseline: Baseline = "none",
    covariates: Sequence[str] = (),
    visit: str | None = None,
    covariance: str = "unstructured",
    fallback: Sequence[str] = (),
    df: Df = "satterthwaite",
    method: str = "reml",
    level: float = 0.95,
) -> Answer:
    """Mixed model for repeated measures: treatment by visit, with correlated residuals.

    Nobody is left out for a missed visit: given the observed visits, missing ones are taken to be
    missing at random. `terms` replaces the usual fixed effects (treatment × visit, plus the
    baseline, as a `main` effect or `by_visit`, plus covariates). The first estimate is the first
    comparison at `visit` (default: the last visit). `covariance` and each `fallback` is one of
    `COVARIANCES`; a fallback is used only if named, only when what stands before it did not
    converge or is singular, and then a warning says so. If none can be used, the answer has
    failed, with the reason and a remedy.

    ```bibtex
    @article{mallinckrodt2008recommendations,
      title   = {Recommendations for the Primary Analysis of Continuous Endpoints in Longitudinal
                 Clinical Trials},
      author  = {Mallinckrodt, Craig H. and Lane, Peter W. and Schnell, Dan and Peng, Yahong and
                 Mancuso, James P.},
      journal = {Drug Information Journal},
      volume  = {42}, number = {4}, pages = {303--319}, year = {2008}
    }
    ```

    ```bibtex
    @article{jennrich1986unbalanced,
      title   = {Unbalanced Repeated-Measures Models with Structured Covariance Matrices},
      author  = {Jennrich, Robert I. and Schluchter, Mark D.},
      journal = {Biometrics},
      volume  = {42}, number = {4}, pages = {805--820}, year = {1986}
    }
    ```
    """
    _check_options(covariance, fallback, method)
    if layout.replicates != 1:
        raise AnalysisError("mmrm() analyses one dataset; use mmrm_estimates() for replicates.")
    asked = question(
        layout,
        terms=terms,
        treatment=treatment,
        baseline=baseline,
        covariates=covariates,
        visit=visit,
    )
    data = moments(asked.X, asked.y)
    fits = []
    for key in (covariance, *fallback):
        fits.append(fit_moments(data, key, reml=method == "reml"))
        if fits[-1].status[0] == FitStatus.CONVERGED.code:
            return _answer(asked, fits, df=df, level=level, method=method)
    return account.failed(asked, fits, references(mmrm))


def _check_options(covariance: str, fallback: Sequence[str], method: str) -> None:
    unknown = [key for key in (covariance, *fallback) if key not in COVARIANCES]
    if unknown:
        raise AnalysisError(
            f"covariance: {unknown[0]!r} is not one Limen can fit. "
            f"Write one of {', '.join(COVARIANCES)}."
        )
    if method not in ("reml", "ml"):
        raise AnalysisError(f"method: {method!r} is not known. Write reml or ml.")


def _answer(asked: Question, fits: list[Fit], *, df: Df, level: float, method: str) -> Answer:
    fit = fits[-1]
    L = np.stack([contrast.row for contrast in asked.contrasts])
    found = contrasts(fit, L, tuple(contrast.label for contrast in asked.contrasts), df=df)
    people = tuple(tables.at_visit(asked, contrast) for contrast in asked.contrasts)
    estimates = tuple(
        _estimate(
            label=found.labels[index],
            value=float(found.value[0, index]),
            error=float(found.standard_error[0, index]),
            df=float(found.df[0, index]),
            level=level,
            people=people[index],
            unit=asked.unit,
        )
        for index in range(len(found.labels))
    )
    return Answer(
        estimates=estimates,
        tables=(
            tables.contrast_table(asked, estimates),
            tables.means_table(asked, fit, df=df, level=level),
            tables.joint_table(asked, _joint_tests(asked, fit, L, df)),
            tables.coefficient_table(asked, fit, df=df, level=level),
            *tables.covariance_tables(asked, fit),
            tables.missingness_table(asked),
            *residual_tables(asked, fit),
        ),
        warnings=(*asked.notes, *account.fallback_warnings(asked, fits)),
        details=account.details(asked, fit, df=df, method=method),
        methods=account.methods(asked, fit, df=df, method=method),
        references=(*references(mmrm), *_df_reference(df)),
    )


def _estimate(
    *,
    label: str,
    value: float,
    error: float,
    df: float,
    level: float,
    people: int,
    unit: str,
) -> Estimate:
    lower, upper, p = t_interval(value, error, df, level)
    return Estimate(
        label=label,
        value=value,
        standard_error=error,
        df=df,
        lower=lower,
        upper=upper,
        p=p,
        level=level,
        unit=unit,
        n=people,
        participants=people,
        interval="t" if np.isfinite(df) else "Wald",
    )


def _joint_tests(asked: Question, fit: Fit, L: Floats, df: Df) -> list[tuple[str, JointTest]]:
    """No difference at any visit; and the same difference at all visits."""
    first = {c.active: c.row for c in reversed(asked.contrasts)}
    change = np.stack([c.row - first[c.active] for c in asked.contrasts])
    wanted = {
        "no difference at any visit": _independent(L),
        "the same difference at all visits": _independent(change),
    }
    return [(title, joint_test(fit, rows, df=df)) for title, rows in wanted.items() if len(rows)]


def _independent(L: Floats) -> Floats:
    """The rows of L that are not combinations of earlier ones (an additive model repeats)."""
    kept: list[int] = []
    for index in range(len(L)):
        if np.linalg.matrix_rank(L[[*kept, index]]) > len(kept):
            kept.append(index)
    return L[kept]


def _df_reference(df: Df) -> tuple[str, ...]:
    found = references(contrasts)
    return {"satterthwaite": found[:1], "kenward_roger": found[1:]}.get(df, ())
