"""Stopping boundaries: what each look allowed, and where the final statistic lies."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite

from limen.boundaries import SequentialDesign, sequential_design
from limen.errors import BoundaryError
from limen.protocol import Protocol
from limen.protocol.document.oversight.boundaries import GroupSequentialBoundary
from limen.references import references
from limen.results import Cell, Column, Estimate, Result, ResultStatus, Table


def looks(protocol: Protocol, results: Sequence[Result]) -> tuple[Result, ...]:
    """A result per group-sequential boundary of the protocol.

    The dataset is the final look: the z statistic of the estimand's first answer is set against
    the last boundary, because looks before it have spent part of the error.
    """
    return tuple(
        _result(planned, results)
        for planned in protocol.boundaries
        if isinstance(planned, GroupSequentialBoundary)
    )


def _result(planned: GroupSequentialBoundary, results: Sequence[Result]) -> Result:
    title = str(planned.title or planned.id)
    answer = next(
        (r for r in results if r.estimand == planned.estimand and r.role != "sensitivity"), None
    )
    found = answer.estimates[0] if answer is not None and answer.estimates else None
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
        tables=(_table(title, design, _z(found)),),
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


def _z(found: Estimate | None) -> float | None:
    if found is None or not isfinite(found.standard_error) or found.standard_error <= 0:
        return None
    return (found.value - found.null) / found.standard_error


def _table(title: str, design: SequentialDesign, z: float | None) -> Table:
    last = len(design.z) - 1
    rows: list[tuple[Cell, ...]] = []
    for look, bound in enumerate(design.z):
        final = look == last and z is not None
        rows.append(
            (
                look + 1,
                design.information[look],
                bound,
                design.stage_levels[look],
                design.alpha_spent[look],
                z if final else None,
                ("crossed" if design.crosses(look, z or 0.0) else "not crossed") if final else "",
            )
        )
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
        notes=("The dataset is taken as the final look; earlier looks were the board's.",),
    )
