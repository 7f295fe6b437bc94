"""The tables of an imputation: estimates by assumption, dropout, the path to the tipping point."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import NormalDist

import numpy as np

from limen.analyse.imputation.strategies import Strategy
from limen.analyse.imputation.study import Study
from limen.analyse.imputation.tipping import Tipping
from limen.results import Cell, Column, Estimate, Picture, Table

_LIMITS = (
    Column(key="standard_error", title="Standard error"),
    Column(key="lower", title="Lower limit"),
    Column(key="upper", title="Upper limit"),
    Column(key="p", title="p", kind="p"),
)


def strategy_table(
    study: Study, chosen: Sequence[Strategy], estimates: Sequence[Estimate]
) -> Table:
    """One row per assumption and arm."""
    keys = [(how, arm) for how in chosen for arm in study.arms[1:]]
    return Table(
        key="imputation",
        caption=f"{study.outcome} at {study.visits[-1]}: what is assumed after dropout",
        columns=(
            Column(key="label", title="Assumption", kind="text"),
            Column(key="comparison", title="Comparison", kind="text"),
            Column(key="value", title="Difference", unit=study.unit),
            *_LIMITS,
        ),
        rows=tuple(
            (
                how.title,
                f"{arm} − {study.arms[0]}",
                e.value,
                e.standard_error,
                e.lower,
                e.upper,
                e.p,
            )
            for (how, arm), e in zip(keys, estimates, strict=True)
        ),
        notes=tuple(f"{how.title.capitalize()}: {how.assumption}." for how in chosen),
        picture=Picture(
            shape="forest",
            label="label",
            x="value",
            lower="lower",
            upper="upper",
            group="comparison",
            reference=(0.0,),
        ),
    )


def dropout_table(study: Study) -> Table:
    """How many of each arm were last seen at which visit."""
    last = study.gaps.last
    names = ("never", *study.visits)
    rows: list[tuple[Cell, ...]] = []
    for index, name in enumerate(names, start=-1):
        counts = [int(np.sum((last == index) & (study.arm == a))) for a in range(len(study.arms))]
        rows.append((name, *counts, sum(counts)))
    return Table(
        key="dropout",
        caption=f"{study.outcome}: the last visit at which people were observed",
        columns=(
            Column(key="last", title="Last observed", kind="text"),
            *(Column(key=f"n_{a}", title=arm, kind="count") for a, arm in enumerate(study.arms)),
            Column(key="n", title="All", kind="count"),
        ),
        rows=tuple(rows),
    )


def tipping_table(study: Study, curves: Sequence[Tipping], level: float) -> Table:
    """Per arm: the δ that changes the conclusion, and the δ that makes the estimate zero."""
    rows = tuple(
        (arm, curve.value, curve.point(level), curve.reversal())
        for arm, curve in zip(study.arms[1:], curves, strict=True)
    )
    return Table(
        key="tipping",
        caption=f"{study.outcome} at {study.visits[-1]}: tipping points",
        columns=(
            Column(key="arm", title="Arm", kind="text"),
            Column(key="value", title="Difference at δ = 0", unit=study.unit),
            Column(key="delta", title="δ that changes the conclusion", unit=study.unit),
            Column(key="zero", title="δ that makes the difference zero", unit=study.unit),
        ),
        rows=rows,
        notes=(
            "δ is added per visit missed since dropout, in that arm only; empty: no δ does it.",
            f"A conclusion is whether the {level:.0%} interval holds zero.",
        ),
    )


def delta_table(study: Study, curves: Sequence[Tipping], level: float) -> Table:
    """The difference along δ, as far as half again the tipping point."""
    z = NormalDist().inv_cdf(0.5 + level / 2)
    rows: list[tuple[Cell, ...]] = []
    for arm, curve in zip(study.arms[1:], curves, strict=True):
        end = curve.point(level)
        if end is None:
            end = curve.reversal()
        for delta in np.linspace(0.0, 1.5 * (end or 0.0), 13 if end else 1):
            value, error = curve.estimate(float(delta)), curve.standard_error(float(delta))
            p = 2 * NormalDist().cdf(-abs(value) / error) if error > 0 else None
            rows.append((arm, float(delta), value, error, value - z * error, value + z * error, p))
    return Table(
        key="delta",
        caption=f"{study.outcome} at {study.visits[-1]}: the difference as δ grows",
        columns=(
            Column(key="arm", title="Arm", kind="text"),
            Column(key="delta", title="δ per missed visit", unit=study.unit),
            Column(key="value", title="Difference", unit=study.unit),
            *_LIMITS,
        ),
        rows=tuple(rows),
        picture=Picture(
            shape="lines",
            x="delta",
            y="value",
            lower="lower",
            upper="upper",
            group="arm",
            reference=(0.0,),
        ),
    )
