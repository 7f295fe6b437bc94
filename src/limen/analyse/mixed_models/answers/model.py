"""The door: a mixed model of one outcome, from a layout to an answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np

from limen.analyse.answer import Answer
from limen.analyse.design import DesignMatrix, variable_of
from limen.analyse.layout import Layout
from limen.analyse.mixed_models.answers import tables, wording
from limen.analyse.mixed_models.answers.diagnostics import residual_tables
from limen.analyse.mixed_models.answers.fitted import Model
from limen.analyse.mixed_models.answers.question import question
from limen.analyse.mixed_models.answers.separable import inseparable
from limen.analyse.mixed_models.fit import fit
from limen.analyse.mixed_models.fixed_design import FixedDesign
from limen.analyse.mixed_models.inference import DegreesOfFreedom
from limen.analyse.mixed_models.random_slope import fit_slopes, slope_statistics
from limen.analyse.mixed_models.statistics import Method, statistics_of
from limen.errors import AnalysisError
from limen.references import references
from limen.results import FitStatus, Floats

Covariance = Literal["random_intercept", "compound_symmetry", "random_slope"]


def mixed_model(
    layout: Layout,
    *,
    terms: Sequence[str],
    covariance: Covariance = "random_intercept",
    df: DegreesOfFreedom = "satterthwaite",
    method: Method = "reml",
    target: Mapping[str, str] | None = None,
    reference_levels: Mapping[str, str] | None = None,
    slope: str | None = None,
    level: float = 0.95,
) -> Answer:
    """Fit a linear mixed model to one dataset and give the treatment's contrasts.

    The estimates are active − reference, in every stratum when the treatment interacts with
    something; `target` says which strata come first. A random slope is that of `slope`: by
    default the intervention where it varies within participants, else the study day, else the
    number of the occasion. A fit that did not converge, or data that cannot tell differences
    between people from the rest, is a failed answer with its reason, never a number.

    ```bibtex
    @article{bates2015fitting,
      title   = {Fitting linear mixed-effects models using {lme4}},
      author  = {Bates, Douglas and M{\\"a}chler, Martin and Bolker, Ben and Walker, Steve},
      journal = {Journal of Statistical Software},
      volume  = {67}, number = {1}, pages = {1--48}, year = {2015}
    }
    ```
    """
    if layout.replicates != 1:
        raise AnalysisError("mixed_model() analyses one dataset; use mixed_model_of() for more.")
    model = mixed_model_of(
        layout,
        terms=terms,
        covariance=covariance,
        df=df,
        method=method,
        target=target,
        reference_levels=reference_levels,
        slope=slope,
    )
    reason = inseparable(model.question.design)
    status = FitStatus.NOT_ESTIMABLE if reason else FitStatus.of(int(model.fit.status[0]))
    cited = (*references(mixed_model), *wording.references_of_df(df))
    if not status.usable:
        return Answer(
            failed=True,
            message=f"{layout.outcome}: {reason or wording.failure(model, covariance, status)}",
            warnings=wording.warnings(model, status),
            details=wording.details(model, covariance, method, status),
            references=cited,
        )
    asked, found = model.question, model.answers()
    return Answer(
        estimates=tables.estimates_of(
            found, level=level, unit=layout.unit, counts=wording.counts(model)
        ),
        tables=(
            tables.coefficients(asked, model.ask, level=level, unit=layout.unit),
            *tables.marginal_means(asked, model.ask, level=level, unit=layout.unit),
            *tables.differences(asked, model.ask, level=level, unit=layout.unit),
            *tables.joint_tests(asked, model.test),
            *residual_tables(model.residuals(), asked.design, layout.occasions, layout.unit),
        ),
        warnings=wording.warnings(model, status),
        details=wording.details(model, covariance, method, status),
        methods=wording.methods(model, terms, covariance, method),
        references=cited,
    )


def mixed_model_of(
    layout: Layout,
    *,
    terms: Sequence[str],
    covariance: Covariance = "random_intercept",
    df: DegreesOfFreedom = "satterthwaite",
    method: Method = "reml",
    target: Mapping[str, str] | None = None,
    reference_levels: Mapping[str, str] | None = None,
    slope: str | None = None,
) -> Model:
    """The same model for any number of replicates; `.answers()` gives their estimates."""
    _check(covariance, df, method)
    asked = question(layout, terms, target=target, reference_levels=reference_levels)
    design = asked.design
    if covariance == "random_slope":
        name, values = _slope(layout, design, slope)
        slopes = slope_statistics(design.X, design.y, design.group, values, design.present)
        return Model(
            question=asked,
            fit=fit_slopes(slopes, method=method),
            df=df,
            slope=name,
            slope_values=values,
        )
    if design.shared:
        statistics = FixedDesign(design.X, design.group).statistics(design.y)
    else:
        X = np.broadcast_to(design.X, (len(design.y), *design.X.shape[-2:]))
        statistics = statistics_of(X, design.y, design.group, design.present)
    return Model(question=asked, fit=fit(statistics, method=method, structure=covariance), df=df)


def _check(covariance: str, df: str, method: str) -> None:
    for name, value, known in (
        ("covariance", covariance, wording.WORDS_FOR_COVARIANCE),
        ("df", df, wording.WORDS_FOR_DF),
        ("method", method, ("reml", "ml")),
    ):
        if value not in known:
            raise AnalysisError(f"{name}: {value!r} is not known. Use one of {', '.join(known)}.")
    if df == "kenward_roger" and covariance == "random_slope":
        raise AnalysisError(
            "df: Kenward–Roger is not available with covariance 'random_slope'. Use "
            "'satterthwaite', or covariance 'random_intercept'."
        )


def _slope(layout: Layout, design: DesignMatrix, name: str | None) -> tuple[str, Floats]:
    """The random slope's variable and its values at the rows, (R or 1, rows)."""
    if name is None:
        name = "day" if layout.day is not None else "occasion"
        if layout.intervention is not None and len(layout.interventions) == 2:
            given = np.where(layout.observed, layout.intervention, -1)
            lowest = np.where(given < 0, 2, given).min(axis=2)
            name = "intervention" if (given.max(axis=2) > lowest).any() else name
    values = variable_of(layout, name).values[:, design.participant, design.occasion]
    missing = ~np.isfinite(values)
    if design.present is not None:
        missing = missing & design.present
    if missing.any():
        raise AnalysisError(
            f"{layout.outcome!r}: the random slope's variable {name!r} is missing in some rows. "
            "Name another with `slope`, or put it among the terms so that such rows are left out."
        )
    return name, np.where(np.isfinite(values), values, 0.0)
