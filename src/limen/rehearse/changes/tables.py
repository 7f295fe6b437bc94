"""Tables of what changes do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from limen.rehearse.performance import Performance
from limen.results import Column, Picture, Table
from limen.results.table import Cell

if TYPE_CHECKING:
    from limen.rehearse.changes.improvement import Changed


def powers(rows: Sequence[Changed], *, title: str, scenario: str, nothing: bool) -> Table:
    """Power, or type I error, with each change, drawn as bars."""
    what = "Type I error" if nothing else "Power"
    return Table(
        key="changes",
        caption=f"{what} with each change: {title}",
        columns=(
            Column(key="change", title="Change", kind="text"),
            Column(key="people", title="Participants", kind="count"),
            Column(key="power", title=what, kind="percent"),
            Column(key="error", title="Monte Carlo SE", kind="percent"),
            Column(key="difference", title="Difference", kind="percent"),
            Column(key="difference_error", title="Its SE", kind="percent"),
            Column(key="truth", title="True effect"),
        ),
        rows=tuple(
            (
                one.title,
                one.people,
                None if one.refused else one.power.value,
                None if one.refused else one.power.error,
                None if one.change is None or one.refused else one.difference.value,
                None if one.change is None or one.refused else one.difference.error,
                None if one.truth != one.truth else one.truth,
            )
            for one in rows
        ),
        notes=(
            f"If “{scenario}” is true. The designs share their random numbers; the error of a "
            "difference takes them as independent, which errs to the large side.",
        ),
        picture=Picture(shape="bars", label="change", y="power", y_title=what),
    )


def direct_effects(rows: Sequence[Changed], *, scenario: str) -> Table:
    """Bias and coverage of each estimator that holds belief fixed, change by change."""
    return Table(
        key="changes_direct_effect",
        caption="Estimators that hold belief fixed, with each change",
        columns=(
            Column(key="change", title="Change", kind="text"),
            Column(key="estimator", title="Estimator", kind="text"),
            Column(key="truth", title="True effect", unit="SDs"),
            Column(key="bias", title="Bias", unit="SDs"),
            Column(key="bias_error", title="Monte Carlo SE", unit="SDs"),
            Column(key="spread", title="Empirical SE", unit="SDs"),
            Column(key="coverage", title="Coverage", kind="percent"),
            Column(key="coverage_error", title="Its Monte Carlo SE", kind="percent"),
            Column(key="failed", title="Failed", kind="percent"),
        ),
        rows=tuple(
            (one.title, *_cells(each))
            for key in dict.fromkeys(each.quantity.key for one in rows for each in one.direct)
            for one in rows
            for each in one.direct
            if each.quantity.key == key
        ),
        notes=(
            f"If “{scenario}” is true. SDs are those of the outcome's scores under the reference.",
        ),
    )


def _cells(one: Performance) -> tuple[Cell, ...]:
    sd = one.sd if one.sd > 0 else float("nan")
    numbers = (
        one.truth / sd,
        one.bias.value / sd,
        one.bias.error / sd,
        one.empirical_se.value / sd,
        one.coverage.value,
        one.coverage.error,
        one.failed / one.replicates if one.replicates else float("nan"),
    )
    return (
        f"{one.quantity.title}: {one.quantity.label}",
        *(None if value != value else value for value in numbers),
    )
