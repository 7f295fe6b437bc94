"""Stopping boundaries: what each look allowed, and where the final statistic lies."""

from __future__ import annotations

from collections.abc import Sequence
from math import copysign, isfinite
from statistics import NormalDist

from limen.boundaries import SequentialDesign, sequential_design
from limen.errors import BoundaryError
from limen.protocol import Protocol, listed
from limen.protocol.document.oversight.boundaries import GroupSequentialBoundary
from limen.references import references
from limen.results import Cell, Column, Estimate, Result, ResultStatus, Table


def looks(protocol: Protocol, results: Sequence[Result]) -> tuple[Result, ...]:
    """A result per group-sequential boundary of the protocol.

    The dataset is the final look: the estimand's first answer is set against the last boundary,
    because looks before it have spent part of the error. A one-sided boundary counts only in its
    own direction, which the outcome's `better` and the boundary's purpose say.
    """
    return tuple(
        _result(planned, results)
        for planned in listed(protocol.boundaries)
        if isinstance(planned, GroupSequentialBoundary)
    )


def _result(planned: GroupSequentialBoundary, results: Sequence[Result]) -> Result:
    title = str(planned.title or planned.id)
    answer = next(
        (r for r in results if r.estimand == planned.estimand and r.role != "sensitivity"), None
    )
    try:
        design = sequential_design(
            kind=planned.shape,
            information=planned.information,
            alpha=planned.alpha,
            two_sided=planned.two_sided,
            power=planned.power,
            parameter=planned.parameter or 0.0,
        )
    except BoundaryError as error:
        return _of(planned, title, status=ResultStatus.REFUSED, message=str(error))
    return _of(
        planned,
        title,
        tables=(_table(title, planned, design, answer),),
        methods=(
            f"{title}: {planned.shape.replace('_', ' ')} at information "
            f"{', '.join(f'{share:g}' for share in design.information)}, alpha {design.alpha:g}."
        ),
        references=references(sequential_design),
    )


def _of(
    planned: GroupSequentialBoundary,
    title: str,
    *,
    status: ResultStatus = ResultStatus.DONE,
    message: str = "",
    tables: tuple[Table, ...] = (),
    methods: str = "",
    references: tuple[str, ...] = (),
) -> Result:
    return Result(
        key=f"boundary.{planned.id}",
        analysis=planned.id,
        title=title,
        role="descriptive",
        estimator="group_sequential",
        estimand=planned.estimand,
        status=status,
        message=message,
        tables=tables,
        methods=methods,
        references=references,
    )


def _towards(planned: GroupSequentialBoundary, answer: Result | None) -> int:
    """The sign of the direction that the boundary is about: benefit, or harm; 0 if not said."""
    if answer is None or not answer.better:
        return 0
    benefit = 1 if answer.better == "higher" else -1
    return -benefit if planned.purpose == "harm" else benefit


def _z(found: Estimate | None, sign: int) -> float | None:
    """The normal deviate of the two-sided p-value, which holds with few df too, signed."""
    if found is None or not isfinite(found.p) or not isfinite(found.value) or found.p <= 0:
        return None
    size = -NormalDist().inv_cdf(found.p / 2) if found.p < 1 else 0.0
    return (sign or 1) * copysign(size, found.value - found.null)


def _verdict(
    planned: GroupSequentialBoundary, design: SequentialDesign, z: float, sign: int
) -> str:
    if planned.purpose == "futility" or (not design.two_sided and sign == 0):
        return ""
    if not design.crosses(len(design.z) - 1, z):
        return "not crossed"
    if sign == 0:
        return f"crossed ({'higher' if z > 0 else 'lower'} with the active intervention)"
    wanted, other = ("harm", "benefit") if planned.purpose == "harm" else ("benefit", "harm")
    return f"crossed ({wanted if z > 0 else other})"


def _notes(
    planned: GroupSequentialBoundary, design: SequentialDesign, sign: int
) -> tuple[str, ...]:
    towards = "harm" if planned.purpose == "harm" else "benefit"
    notes = ["The dataset is taken as the final look; earlier looks were the board's."]
    if sign:
        notes.append(f"The statistic is the normal deviate of the p-value; above 0 is {towards}.")
    elif not design.two_sided:
        notes.append("No verdict: the outcome does not say which direction is better.")
    if planned.purpose == "futility":
        notes.append("No verdict: futility is the board's judgement and binds nobody here.")
    return tuple(notes)


def _table(
    title: str, planned: GroupSequentialBoundary, design: SequentialDesign, answer: Result | None
) -> Table:
    sign = _towards(planned, answer)
    found = answer.estimates[0] if answer is not None and answer.estimates else None
    z, last = _z(found, sign), len(design.z) - 1
    rows: list[tuple[Cell, ...]] = [
        (
            look + 1,
            design.information[look],
            bound,
            design.stage_levels[look],
            design.alpha_spent[look],
            z if look == last else None,
            _verdict(planned, design, z, sign) if look == last and z is not None else "",
        )
        for look, bound in enumerate(design.z)
    ]
    return Table(
        key="looks",
        caption=f"{title}: boundaries of the looks, and the final statistic",
        columns=(
            Column(key="look", title="Look", kind="count"),
            Column(key="information", title="Information", kind="percent"),
            Column(key="z", title="Boundary (z)"),
            Column(key="level", title="One-sided level", kind="p"),
            Column(key="spent", title="Alpha spent", kind="number"),
            Column(key="statistic", title="Statistic (z)"),
            Column(key="verdict", title="Boundary", kind="text"),
        ),
        rows=tuple(rows),
        notes=_notes(planned, design, sign),
    )
