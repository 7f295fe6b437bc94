"""The answer in words, scenario by scenario, with the table that says it at a glance."""

from __future__ import annotations

from collections.abc import Iterator

from limen.rehearse.performance import Performance
from limen.rehearse.rehearsal import Rehearsed
from limen.rehearse.words.answer.cell import cell_section
from limen.rehearse.words.answer.grid import grid_section
from limen.rehearse.words.answer.questions import primary, title
from limen.rehearse.words.answer.truth import effect
from limen.rehearse.words.answer.verdict import verdict
from limen.rehearse.words.answer.which import which_section
from limen.rehearse.words.naming import targets
from limen.rehearse.words.naming.cells import Cells
from limen.rehearse.words.naming.numbers import in_percent
from limen.rehearse.words.sections.estimators import too_few
from limen.results import Cell, Column, Section, Table

IN_FULL = 6  # so many cells are told one by one; more are told by group
MOST_GROUPS = 12  # so many groups are told
_ROWS = 600  # of the table, at the utmost; the sheet of numbers has all
_SHORT = 24  # rows of the table that stand open


def summary(cells: Cells) -> Section:
    """Can this study answer its question, and which question?"""
    table = glance(cells)
    short = len(table.rows) <= _SHORT
    return Section(
        id="summary",
        title="Can this study answer its question, and which question?",
        short="In words",
        paragraphs=(
            "What is said of a scenario holds if that scenario is true. ± is one Monte Carlo "
            "standard error, what another seed might change.",
        ),
        parts=(*_parts(cells), which_section(cells)),
        tables=(table,) if short else (),
        folded=() if short else (table,),
    )


def _parts(cells: Cells) -> Iterator[Section]:
    if len(cells.all) <= IN_FULL:
        for number, one in enumerate(cells.all, start=1):
            yield cell_section(one, f"answer-{number}", cells.heading(one))
        return
    groups = list(cells.groups().items())
    for number, (name, members) in enumerate(groups[:MOST_GROUPS], start=1):
        yield grid_section(cells, members, f"answer-{number}", name)
    if len(groups) > MOST_GROUPS:
        yield Section(
            id="answer-others",
            title=f"{len(groups) - MOST_GROUPS} more groups of cells",
            paragraphs=("They stand in the sheet of numbers beside this page.",),
        )


def glance(cells: Cells) -> Table:
    """A row per cell and primary question: truth, rejection by its right name, verdict."""
    every = [(one, p) for one in cells.all for p in primary(one)]
    rows = every[:_ROWS]
    cut = f" {len(rows)} of {len(every)} rows are shown; the sheet of numbers has all."
    several = any(len(primary(one)) > 1 for one in cells.all)
    question = (Column(key="question", title="Question", kind="text"),) if several else ()
    return Table(
        key="glance",
        caption="The primary question at a glance",
        columns=(
            Column(key="scenario", title="Supposed", kind="text"),
            *question,
            Column(key="answer", title="Can it answer?", kind="text"),
            Column(key="truth", title="True effect", kind="text"),
            Column(key="power", title="Power", unit="%"),
            Column(key="type_one", title="Type I error", unit="%"),
            Column(key="coverage", title="Coverage", unit="%"),
        ),
        rows=tuple(_row(cells, one, p, several) for one, p in rows),
        notes=(
            "In brackets: Monte Carlo standard errors. Coverage: how often the interval holds the "
            "truth. A share of rejections is a type I error "
            "only where the true effect is zero, and power where it is not."
            f"{cut if len(rows) < len(every) else ''}",
            *dict.fromkeys(note for one, p in rows for note in too_few(one, [p])),
        ),
    )


def _row(cells: Cells, one: Rehearsed, p: Performance, several: bool) -> tuple[Cell, ...]:
    counted_in = p.replicates - p.failed
    share = in_percent(p.rejection, counted_in)
    zero = p.truth_is_zero
    return (
        cells.name(one),
        *((title(one, p),) if several else ()),
        verdict(p, targets.alpha_of(one.cell.protocol)).value,
        "zero" if zero else effect(one, p),
        None if zero else share,
        share if zero else None,
        in_percent(p.coverage, counted_in),
    )
