"""What is true: every estimand under every scenario, in its unit and in SDs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import isfinite

from limen.analyse.batch.quantity import Target
from limen.figures.numbers import MISSING, NO_BREAK, number
from limen.rehearse.performance import Measure
from limen.rehearse.rehearsal import Rehearsed
from limen.rehearse.truth import Truth
from limen.rehearse.words.answer.questions import primary
from limen.rehearse.words.naming import targets
from limen.rehearse.words.naming.cells import Cells
from limen.rehearse.words.naming.numbers import in_sd, with_error
from limen.rehearse.words.sections.estimators import printed
from limen.results import Cell, Column, Section, Table

_MOST = 6  # estimands with a table of their own


def truths(cells: Cells) -> Section:
    """Estimands across, scenarios down: the primary ones open, all others in a folded table."""
    members = printed(cells)
    leading = {p.target.with_belief("free") for one in members for p in primary(one)}
    every = (target for one in members for target in one.truths)
    found = tuple(dict.fromkeys(target.with_belief("free") for target in every))
    first = [target for target in found if target in leading][:_MOST]
    rest = tuple(target for target in found if target not in first)
    return Section(
        id="truths",
        title="What is true under each scenario",
        short="Truths",
        paragraphs=(
            "Each estimand has a true value under a scenario: the outcomes of the same simulated "
            "people are drawn as if all were given the one and as if all were given the other, "
            "with belief left free, held fixed, or drawn alike in both arms. Zero means that "
            "nobody's scores differ, not that a small number was rounded.",
            *_left_out(cells, members),
        ),
        tables=tuple(_own_table(cells, members, target) for target in first),
        folded=(_shared_table(cells, members, rest),) if rest else (),
    )


def _left_out(cells: Cells, members: tuple[Rehearsed, ...]) -> Iterator[str]:
    if len(members) < len(cells.all):
        yield (
            f"Of {len(cells.all)} cells {len(members)} are printed; the sheet of numbers beside "
            "this page has all."
        )


def _own_table(cells: Cells, members: tuple[Rehearsed, ...], target: Target) -> Table:
    """One estimand, named in the caption."""
    protocol = _first(members, target).cell.protocol
    way = targets.better(protocol, target)
    good = f"A {way} score is better. " if way != "neither" else ""
    return Table(
        key=f"truth.{target.outcome}.{target.measure}.{target.active}",
        caption=_name(members, target),
        columns=_columns(),
        rows=tuple(_of_target(cells, members, target)),
        notes=(f"{good}{_notes(members, [target])}",),
    )


def _shared_table(cells: Cells, members: tuple[Rehearsed, ...], found: tuple[Target, ...]) -> Table:
    """Several estimands, named in the first column."""
    return Table(
        key="truths",
        caption="All other estimands",
        columns=(Column(key="variable", title="Of what", kind="text"), *_columns()),
        rows=tuple(
            (_name(members, target), *row)
            for target in found
            for row in _of_target(cells, members, target)
        ),
        notes=(_notes(members, found),),
    )


def _columns() -> tuple[Column, ...]:
    return (
        Column(key="scenario", title="Supposed", kind="text"),
        *(Column(key=belief, title=targets.SHORT[belief]) for belief in targets.BELIEFS),
        Column(key="unit", title="Unit", kind="text"),
    )


def _first(members: tuple[Rehearsed, ...], target: Target) -> Rehearsed:
    """The first cell that knows the target."""
    return next(one for one in members if any(_of(one, target)))


def _name(members: tuple[Rehearsed, ...], target: Target) -> str:
    """The outcome, the contrast, and the occasions."""
    protocol = _first(members, target).cell.protocol
    at = targets.occasions(protocol, target)
    name = f"{targets.outcome_title(protocol, target)}: {targets.contrast(protocol, target)}"
    return f"{name} ({at})" if at else name


def _of_target(
    cells: Cells, members: tuple[Rehearsed, ...], target: Target
) -> Iterator[tuple[Cell, ...]]:
    for one in members:
        if any(_of(one, target)):
            unit = targets.unit(one.cell.protocol, target)
            yield (cells.name(one), *(_cell(truth) for truth in _of(one, target)), unit)


def _cell(truth: Truth | None) -> str:
    """The value in its unit with its error, and in SDs where that is a unit of its own."""
    if truth is None:
        return MISSING
    if truth.zero:
        return "0"
    own = with_error(Measure(value=truth.value, error=truth.error))
    if not _has_sd(truth):
        return own
    return f"{own}, {number(in_sd(truth.value, truth.sd), 2)}{NO_BREAK}SD"


def _has_sd(truth: Truth) -> bool:
    return isfinite(in_sd(truth.value, truth.sd)) and truth.sd != 1


def _notes(members: tuple[Rehearsed, ...], found: Iterable[Target]) -> str:
    every = [truth for one in members for target in found for truth in _of(one, target)]
    beside = " Where the SD of the scores under the reference is a unit, it stands second."
    several = any(truth is not None and not truth.zero and _has_sd(truth) for truth in every)
    return f"In brackets: Monte Carlo standard errors.{beside if several else ''}"


def _of(one: Rehearsed, target: Target) -> list[Truth | None]:
    return [one.truths.get(target.with_belief(belief)) for belief in targets.BELIEFS]
