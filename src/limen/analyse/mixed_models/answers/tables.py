"""The tables of a mixed model: coefficients, marginal means, differences, joint tests."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from scipy.special import stdtrit

from limen.analyse.mixed_models.answers.question import Contrast, Question
from limen.analyse.mixed_models.inference import JointTest, p_values
from limen.results import Cell, Column, Estimate, Estimates, FitStatus, Floats, Picture, Table

Ask = Callable[[Floats, Sequence[str]], Estimates]  # rows L and labels → estimates

_INTERVAL = (
    Column(key="standard_error", title="Standard error"),
    Column(key="lower", title="Lower limit"),
    Column(key="upper", title="Upper limit"),
    Column(key="df", title="df"),
)
_P = Column(key="p", title="p", kind="p")


def estimates_of(
    found: Estimates, *, level: float, unit: str, counts: Sequence[tuple[int, int]]
) -> tuple[Estimate, ...]:
    """The estimates of the first replicate; `counts` are rows and participants of each."""
    p = p_values(found)[0]
    limits = _limits(found, level)
    return tuple(
        Estimate(
            label=label,
            value=float(found.value[0, i]),
            standard_error=float(found.standard_error[0, i]),
            df=float(found.df[0, i]),
            lower=float(limits[0][i]),
            upper=float(limits[1][i]),
            p=float(p[i]),
            level=level,
            unit=unit,
            n=counts[i][0],
            participants=counts[i][1],
            status=FitStatus.of(int(found.status[0])),
            interval="t" if np.isfinite(found.df[0, i]) else "Wald",
        )
        for i, label in enumerate(found.labels)
    )


def coefficients(asked: Question, ask: Ask, *, level: float, unit: str) -> Table:
    """The fixed effects as they were fitted."""
    names = asked.design.names
    found = ask(np.eye(len(names)), names)
    return Table(
        key="coefficients",
        caption=f"{asked.design.outcome}: fixed effects",
        columns=(
            Column(key="term", title="Term", kind="text"),
            Column(key="value", title="Coefficient", unit=unit),
            *_INTERVAL,
            _P,
        ),
        rows=tuple((name, *cells) for name, cells in zip(names, _cells(found, level), strict=True)),
        notes=asked.design.notes,
    )


def marginal_means(asked: Question, ask: Ask, *, level: float, unit: str) -> tuple[Table, ...]:
    """Estimated means per treatment and stratum; none if the model has no treatment."""
    if asked.grid is None:
        return ()
    factors = (*asked.strata, asked.treatment)
    found = ask(asked.grid.L, tuple(map(str, asked.grid.cells)))
    rows: list[tuple[Cell, ...]] = [
        (str(cell), *(cell.levels[name] for name in factors), *cells[:5], asked.grid.counts[i])
        for i, (cell, cells) in enumerate(zip(asked.grid.cells, _cells(found, level), strict=True))
    ]
    return (
        Table(
            key="marginal_means",
            caption=f"{asked.design.outcome}: estimated marginal means",
            columns=(
                Column(key="label", title="Cell", kind="text"),
                *(Column(key=f, title=f.capitalize(), kind="text") for f in factors),
                Column(key="value", title="Mean", unit=unit),
                *_INTERVAL,
                Column(key="n", title="Rows", kind="count"),
            ),
            rows=tuple(rows),
            notes=(
                "Numeric covariates are at their averages over the analysed rows; other factors "
                "are averaged with equal weights.",
            ),
            picture=Picture(shape="forest", label="label", x="value", lower="lower", upper="upper"),
        ),
    )


def differences(asked: Question, ask: Ask, *, level: float, unit: str) -> tuple[Table, ...]:
    """All pairwise differences: of the treatment in each stratum, and of the strata within it."""
    if asked.grid is None:
        return ()
    contrasts = [
        Contrast(factor=factor, later=later, earlier=earlier, stratum=cell, row=row)
        for factor in (asked.treatment, *asked.strata)
        for cell, later, earlier, row in asked.grid.differences(factor)
    ]
    found = ask(
        np.stack([contrast.row for contrast in contrasts], axis=-2),
        tuple(contrast.label for contrast in contrasts),
    )
    rows: list[tuple[Cell, ...]] = [
        (c.label, c.factor, f"{c.later} − {c.earlier}", c.where, *cells)
        for c, cells in zip(contrasts, _cells(found, level), strict=True)
    ]
    return (
        Table(
            key="contrasts",
            caption=f"{asked.design.outcome}: differences of estimated marginal means",
            columns=(
                Column(key="label", title="Difference", kind="text"),
                Column(key="factor", title="Of", kind="text"),
                Column(key="comparison", title="Comparison", kind="text"),
                Column(key="stratum", title="At", kind="text"),
                Column(key="value", title="Difference", unit=unit),
                *_INTERVAL,
                _P,
            ),
            rows=tuple(rows),
            notes=("The p values are not adjusted for the number of differences.",),
            picture=Picture(
                shape="forest",
                label="label",
                x="value",
                lower="lower",
                upper="upper",
                group="factor",
                reference=(0.0,),
            ),
        ),
    )


def joint_tests(asked: Question, test: Callable[[Floats], JointTest]) -> tuple[Table, ...]:
    """F tests of terms with several columns and of interactions with the treatment."""
    owner = asked.design.coding.term_of_column
    eye = np.eye(len(owner))
    rows: list[tuple[Cell, ...]] = []
    for term in dict.fromkeys(owner):
        index = [i for i, name in enumerate(owner) if name == term]
        in_interaction = any(term in name.split(":") and name != term for name in owner)
        if term == "intercept" or in_interaction or (len(index) == 1 and ":" not in term):
            continue
        found = test(eye[index])
        rows.append(
            (
                term,
                float(found.f[0]),
                found.numerator_df,
                float(found.df[0]),
                float(found.p[0]),
            )
        )
    if not rows:
        return ()
    return (
        Table(
            key="joint_tests",
            caption=f"{asked.design.outcome}: tests of terms with several coefficients",
            columns=(
                Column(key="term", title="Term", kind="text"),
                Column(key="f", title="F"),
                Column(key="numerator_df", title="Numerator df", kind="count"),
                Column(key="df", title="Denominator df"),
                _P,
            ),
            rows=tuple(rows),
        ),
    )


def _cells(found: Estimates, level: float) -> list[tuple[float, ...]]:
    """Value, standard error, limits, df and p of every estimate of the first replicate."""
    lower, upper = _limits(found, level)
    p = p_values(found)[0]
    columns = (found.value[0], found.standard_error[0], lower, upper, found.df[0], p)
    return [tuple(float(value) for value in row) for row in zip(*columns, strict=True)]


def _limits(found: Estimates, level: float) -> tuple[Floats, Floats]:
    df = np.fmin(np.where(found.df[0] > 0, found.df[0], np.nan), 1e12)
    width = stdtrit(df, 0.5 + level / 2) * found.standard_error[0]
    return found.value[0] - width, found.value[0] + width
