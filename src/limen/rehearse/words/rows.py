"""All operating characteristics as one flat table, for a CSV and for computing."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite

from limen.figures.numbers import NO_BREAK
from limen.rehearse.performance import Measure, Performance
from limen.rehearse.rehearsal import Rehearsal, Rehearsed
from limen.rehearse.words.answer.verdict import verdict
from limen.rehearse.words.naming.cells import Cells
from limen.rehearse.words.naming.targets import alpha_of
from limen.results import Cell, Column, Table

MEASURES = ("mean", "bias", "empirical_se", "model_se", "mse", "coverage", "rejection")
_WORDS = (
    "cell", "protocol", "protocol_hash", "scenario", "scenario_hash", "varied", "quantity",
    "analysis", "method", "title", "label", "outcome", "measure", "occasions", "active",
    "reference", "basis", "belief",
)  # fmt: skip
_NUMBERS = ("participants", "alpha", "truth", "truth_error", "sd", "replicates", "failed")


def table_of(rehearsal: Rehearsal) -> Table:
    """A row for every quantity and estimand of every cell, at full precision.

    `rejection_is` says what the share of rejections is: `power`, `type I error`, or `neither`
    where the estimand is not the quantity's own. Varied fields have a column each.
    """
    cells = Cells(rehearsal)
    paths = tuple(dict.fromkeys(path for one in cells.all for path in one.cell.varied))
    named = (*_WORDS, *paths)
    columns = [Column(key=key, title=_said(key), kind="text") for key in named]
    columns += [Column(key=key, title=_said(key)) for key in ("own", "answers", "truth_is_zero")]
    columns += [Column(key=key, title=_said(key)) for key in _NUMBERS]
    for key in MEASURES:
        columns.append(Column(key=key, title=_said(key)))
        columns.append(Column(key=f"{key}_error", title=f"{_said(key)}, Monte Carlo error"))
    columns += [
        Column(key=key, title=_said(key), kind="text") for key in ("rejection_is", "verdict")
    ]
    return Table(
        key="performance",
        caption=f"Operating characteristics{NO_BREAK}over replicates",
        columns=tuple(columns),
        rows=tuple(_row(cells, one, p, paths) for one in cells.all for p in one.performance),
    )


def rejection_is(p: Performance) -> str:
    """What a share of rejections is called: never a type I error where the truth is not zero."""
    if not p.own or not isfinite(p.rejection.value):
        return "neither"
    return "type I error" if p.truth_is_zero else "power"


def _row(cells: Cells, one: Rehearsed, p: Performance, paths: tuple[str, ...]) -> tuple[Cell, ...]:
    quantity, target, cell = p.quantity, p.target, one.cell
    alpha = alpha_of(cell.protocol)
    words: tuple[Cell, ...] = (
        cells.name(one),
        str(cell.protocol.title),
        cell.protocol.hash,
        cell.scenario.id,
        cell.scenario.hash,
        "; ".join(f"{path}={value}" for path, value in cell.varied.items()),
        quantity.key,
        quantity.analysis,
        quantity.method,
        quantity.title,
        quantity.label,
        target.outcome,
        target.measure,
        " ".join(target.occasions),
        target.active,
        target.reference,
        target.basis,
        target.belief,
        *(cell.varied.get(path) for path in paths),
    )
    numbers = (cell.study.people, alpha, p.truth, p.truth_error, p.sd, p.replicates, p.failed)
    measured = tuple(_measured(p))
    flags = (p.own, quantity.answers, p.truth_is_zero)
    return (*words, *flags, *numbers, *measured, rejection_is(p), verdict(p, alpha).value)


def _measured(p: Performance) -> Iterator[float]:
    for key in MEASURES:
        measure: Measure = getattr(p, key)
        yield measure.value
        yield measure.error


def _said(key: str) -> str:
    return key.replace("_", " ").capitalize()
