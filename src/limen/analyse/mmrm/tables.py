"""The tables of an MMRM: comparisons, means, coefficients, covariance, missingness."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from limen.analyse.mmrm.contrasts import Df, contrasts
from limen.analyse.mmrm.interval import t_interval
from limen.analyse.mmrm.joint import JointTest
from limen.analyse.mmrm.question import Contrast, Question
from limen.analyse.mmrm.scoring import Fit
from limen.results import Cell, Column, Estimate, Floats, Picture, Table

_VISIT = Column(key="visit", title="Visit", kind="text")
_DF = Column(key="df", title="df")
_P = Column(key="p", title="p", kind="p")


def at_visit(asked: Question, contrast: Contrast) -> int:
    """How many participants of the two treatments were observed at the contrast's visit."""
    column = asked.cell[:, asked.visits.index(contrast.visit)]
    pair = [asked.levels.index(contrast.active), asked.levels.index(contrast.reference)]
    return int(np.isin(column, pair).sum())


def contrast_table(asked: Question, estimates: Sequence[Estimate]) -> Table:
    """Comparisons with the reference at each visit, in the order of the visits."""
    pairs = zip(asked.contrasts, estimates, strict=True)
    ordered = sorted(pairs, key=lambda pair: asked.visits.index(pair[0].visit))
    rows = tuple(
        (c.label, c.visit, f"{c.active} − {c.reference}", e.value, *_limits(e), e.df, e.p, e.n)
        for c, e in ordered
    )
    return Table(
        key="contrasts",
        caption=f"{asked.outcome}: differences between treatments at each visit",
        columns=(
            Column(key="label", title="Difference at visit", kind="text"),
            _VISIT,
            Column(key="comparison", title="Comparison", kind="text"),
            Column(key="value", title="Difference", unit=asked.unit),
            *_LIMITS,
            _DF,
            _P,
            Column(key="n", title="Participants", kind="count"),
        ),
        rows=rows,
        picture=Picture(
            shape="forest", label="label", x="value", lower="lower", upper="upper", reference=(0.0,)
        ),
    )


def means_table(asked: Question, fit: Fit, *, df: Df, level: float) -> Table:
    """Estimated marginal means by treatment and visit, covariates at their averages."""
    found = contrasts(fit, asked.grid.L, tuple(map(str, asked.grid.cells)), df=df)
    rows = []
    for index, cell in enumerate(asked.grid.cells):
        visit = cell.levels.get("occasion", asked.visits[0])
        value, error = float(found.value[0, index]), float(found.standard_error[0, index])
        lower, upper, _ = t_interval(value, error, float(found.df[0, index]), level)
        count = asked.grid.counts[index]
        rows.append((cell.levels[asked.treatment], visit, value, error, lower, upper, count))
    return Table(
        key="means",
        caption=f"{asked.outcome}: estimated means by {asked.treatment} and visit",
        columns=(
            Column(key="treatment", title=asked.treatment.capitalize(), kind="text"),
            _VISIT,
            Column(key="value", title="Mean", unit=asked.unit),
            *_LIMITS,
            Column(key="n", title="Observed", kind="count"),
        ),
        rows=tuple(rows),
        notes=("Covariates are held at their averages.",),
        picture=Picture(
            shape="lines", x="visit", y="value", lower="lower", upper="upper", group="treatment"
        ),
    )


def joint_table(asked: Question, tests: Sequence[tuple[str, JointTest]]) -> Table:
    """F tests of several differences at once."""
    return Table(
        key="joint_tests",
        caption=f"{asked.outcome}: tests of all visits together",
        columns=(
            Column(key="hypothesis", title="Hypothesis", kind="text"),
            Column(key="statistic", title="F"),
            Column(key="numerator_df", title="Numerator df", kind="count"),
            Column(key="denominator_df", title="Denominator df"),
            _P,
        ),
        rows=tuple(
            (
                title,
                float(test.statistic[0]),
                test.numerator_df,
                float(test.denominator_df[0]),
                float(test.p[0]),
            )
            for title, test in tests
        ),
    )


def coefficient_table(asked: Question, fit: Fit, *, df: Df, level: float) -> Table:
    """The fixed effects as fitted."""
    names = asked.design.names
    found = contrasts(fit, np.eye(len(names)), names, df=df)
    rows = []
    for index, name in enumerate(names):
        value, error = float(found.value[0, index]), float(found.standard_error[0, index])
        degrees = float(found.df[0, index])
        lower, upper, p = t_interval(value, error, degrees, level)
        rows.append((name, value, error, lower, upper, degrees, p))
    return Table(
        key="coefficients",
        caption=f"{asked.outcome}: fixed effects of the model",
        columns=(
            Column(key="term", title="Term", kind="text"),
            Column(key="value", title="Coefficient", unit=asked.unit),
            *_LIMITS,
            _DF,
            _P,
        ),
        rows=tuple(rows),
    )


def covariance_tables(asked: Question, fit: Fit) -> tuple[Table, Table]:
    """Fitted covariance of the residuals over visits, and the correlation."""
    sigma = fit.sigma[0]
    sd = np.sqrt(np.diagonal(sigma))
    title = fit.covariance.title
    return (
        _square(asked, "covariance", f"{title} covariance over visits", sigma),
        _square(asked, "correlation", f"{title} correlation over visits", sigma / np.outer(sd, sd)),
    )


def missingness_table(asked: Question) -> Table:
    """Which visits were observed together, and in how many participants of each treatment."""
    seen = asked.cell >= 0
    patterns, which = np.unique(seen, axis=0, return_inverse=True)
    own = asked.cell.max(axis=1)
    counts = [
        [int(np.sum((which == k) & (own == a))) for a in range(len(asked.levels))]
        for k in range(len(patterns))
    ]
    order = sorted(range(len(patterns)), key=lambda k: -sum(counts[k]))
    rows: list[tuple[Cell, ...]] = [
        (_dots(patterns[k]), _kind(patterns[k]), *counts[k], sum(counts[k])) for k in order
    ]
    return Table(
        key="missingness",
        caption=f"{asked.outcome}: patterns of missing visits",
        columns=(
            Column(key="pattern", title="Visits", kind="text"),
            Column(key="kind", title="Kind", kind="text"),
            *(
                Column(key=f"n_{a}", title=name, kind="count")
                for a, name in enumerate(asked.levels)
            ),
            Column(key="n", title="Participants", kind="count"),
        ),
        rows=tuple(rows),
        notes=(f"● observed, ○ missing; visits: {', '.join(asked.visits)}.",),
    )


def _square(asked: Question, key: str, caption: str, matrix: Floats) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (visit, *(float(x) for x in matrix[index])) for index, visit in enumerate(asked.visits)
    ]
    columns = (Column(key=f"visit_{i}", title=name) for i, name in enumerate(asked.visits))
    return Table(
        key=key,
        caption=f"{asked.outcome}: {caption}",
        columns=(_VISIT, *columns),
        rows=tuple(rows),
    )


def _dots(pattern: Sequence[bool]) -> str:
    return "".join("●" if seen else "○" for seen in pattern)


def _kind(pattern: Sequence[bool]) -> str:
    if all(pattern):
        return "complete"
    return "monotone" if list(pattern) == sorted(pattern, reverse=True) else "intermittent"


def _limits(estimate: Estimate) -> tuple[float, float, float]:
    return estimate.standard_error, estimate.lower, estimate.upper


_LIMITS = (
    Column(key="standard_error", title="Standard error"),
    Column(key="lower", title="Lower limit"),
    Column(key="upper", title="Upper limit"),
)
