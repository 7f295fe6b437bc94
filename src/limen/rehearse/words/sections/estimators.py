"""Estimator by estimand: bias, standard errors, coverage, rejection, failures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import isfinite

from limen.counted import counted
from limen.figures.numbers import number
from limen.rehearse.performance import Performance
from limen.rehearse.rehearsal import Rehearsed
from limen.rehearse.words.answer.questions import (
    belief_held,
    by_outcome,
    own,
    primary,
    title,
)
from limen.rehearse.words.answer.verdict import Verdict, fewest, verdict
from limen.rehearse.words.naming import targets
from limen.rehearse.words.naming.cells import Cells
from limen.rehearse.words.naming.numbers import (
    FEWEST,
    below,
    decimals,
    in_percent,
    in_sd,
    with_error,
)
from limen.rehearse.words.sections.bias import bias_figures
from limen.results import Cell, Column, Section, Table

_MOST_OUTCOMES = 4  # primary outcomes with a table of their own
MOST = 12  # cells whose tables are printed; the sheet of numbers holds those of all

_OWN = "own"
_SD = " SD: of the scores under the reference, people and occasions together."


def estimators(cells: Cells) -> Section:
    """A part per cell: the analyses for their own estimands, then read as others."""
    shown = printed(cells)
    left_out = len(cells.all) - len(shown)
    more = (
        f"The tables of {counted(len(shown), 'cell')} are printed, the first of each group; those "
        f"of {counted(left_out, 'other')} are in the sheet of numbers beside this page.",
    )
    return Section(
        id="estimators",
        title="What each analysis would do",
        short="Analyses",
        paragraphs=(
            "Each analysis of the plan is set against the estimand that it claims. Shares of "
            "rejections stand under power where the truth is not zero, and under type I error "
            "where it is. Folded tables show what becomes of somebody who reads an estimate as "
            "another estimand than its own; a share of rejections has then no name but p. The "
            "sheet of numbers beside this page has every reading of every analysis.",
            *(more if left_out else ()),
        ),
        parts=tuple(_part(cells, one, number) for number, one in enumerate(shown, start=1)),
    )


def printed(cells: Cells) -> tuple[Rehearsed, ...]:
    """The cells whose tables are printed: all, or the first ones of each group."""
    if len(cells.all) <= MOST:
        return cells.all
    each = max(MOST // len(cells.groups()), 1)
    return tuple(one for members in cells.groups().values() for one in members[:each])[:MOST]


def _part(cells: Cells, one: Rehearsed, number: int) -> Section:
    leading = {(p.target.outcome, p.target.measure) for p in primary(one)}
    groups = by_outcome(own(one))
    first = [key for key in groups if key in leading][:_MOST_OUTCOMES]
    rest = [p for key, group in groups.items() if key not in first for p in group]
    held = [(p.target.outcome, p.target.measure) for p in belief_held(one)][:1]
    reads = by_outcome(p for p in one.performance if not p.own)
    folded = [own_table(one, rest)] if rest else []
    folded += [
        read_table(one, reads[key]) for key in dict.fromkeys([*first, *held]) if key in reads
    ]
    return Section(
        id=f"estimators-{number}",
        title=cells.heading(one),
        tables=(*(own_table(one, groups[key]) for key in first), *bias_figures(one, number)),
        folded=tuple(folded),
    )


def own_table(one: Rehearsed, rows: Iterable[Performance]) -> Table:
    """Analyses against their own estimands, of one outcome or of several."""
    found = tuple(rows)
    columns = [
        Column(key="estimand", title="Its estimand", kind="text"),
        Column(key="unit", title="Unit", kind="text"),
        Column(key="truth", title="Truth"),
        Column(key="bias", title="Bias"),
        Column(key="bias_sd", title="Bias", unit="SD"),
        Column(key="empirical", title="Empirical SE"),
        Column(key="model", title="Model SE"),
        Column(key="coverage", title="Coverage", unit="%"),
        Column(key="power", title="Power", unit="%"),
        Column(key="type_one", title="Type I error", unit="%"),
        Column(key="failed", title="Failed", kind="count"),
        Column(key="replicates", title="Replicates", kind="count"),
        Column(key="verdict", title="Can it answer?", kind="text"),
    ]
    cells = [_own_row(one, p) for p in found]
    return _table(
        one,
        found,
        key=_OWN,
        what="each analysis for its own estimand",
        columns=columns,
        cells=cells,
        without=_same(one, found),
    )


def read_table(one: Rehearsed, rows: Iterable[Performance]) -> Table:
    """Analyses of one outcome read as estimands that they do not claim."""
    found = tuple(rows)
    alpha = targets.alpha_of(one.cell.protocol)
    columns = [
        Column(key="estimand", title="Read as", kind="text"),
        Column(key="unit", title="Unit", kind="text"),
        Column(key="truth", title="Truth"),
        Column(key="bias", title="Off by"),
        Column(key="bias_sd", title="Off by", unit="SD"),
        Column(key="coverage", title="Interval holds it", unit="%"),
        Column(key="rejects", title=below(alpha), unit="%"),
    ]
    return _table(
        one,
        found,
        key="read",
        what="read as another estimand than its own",
        columns=columns,
        cells=[_read_row(one, p) for p in found],
        without=() if _has_sd(found) else ("bias_sd",),
    )


def _table(
    one: Rehearsed,
    found: tuple[Performance, ...],
    *,
    key: str,
    what: str,
    columns: list[Column],
    cells: list[tuple[Cell, ...]],
    without: Iterable[str],
) -> Table:
    """The table with the analyses down, and without columns that say nothing here."""
    first, protocol = found[0].target, one.cell.protocol
    several = len({(p.target.outcome, p.target.measure) for p in found}) > 1
    unit = targets.unit(protocol, first)
    name = "All other outcomes" if several else targets.outcome_title(protocol, first)
    caption = f"{name}: {what}" + (f" (in {unit})" if unit and not several else "")
    left_out = {*without, *(() if several else ("unit",))}
    kept = [i for i, column in enumerate(columns) if column.key not in left_out]
    return Table(
        key=f"{key}.others" if several else f"{key}.{first.outcome}.{first.measure}",
        caption=caption,
        columns=(
            Column(key="analysis", title="Analysis", kind="text"),
            *(columns[i] for i in kept),
        ),
        rows=tuple(
            (_named(one, p, several), *(row[i] for i in kept))
            for p, row in zip(found, cells, strict=True)
        ),
        notes=(*_notes(found), *too_few(one, found if key == _OWN else ())),
    )


def _named(one: Rehearsed, p: Performance, several: bool) -> str:
    """The analysis, after its outcome where the table holds several."""
    named = title(one, p, outcome=False)
    return f"{targets.outcome_title(one.cell.protocol, p.target)}: {named}" if several else named


def _own_row(one: Rehearsed, p: Performance) -> tuple[Cell, ...]:
    counted_in = p.replicates - p.failed
    share = in_percent(p.rejection, counted_in)
    return (
        targets.SHORT[p.target.belief],
        targets.unit(one.cell.protocol, p.target),
        truth_cell(p),
        with_error(p.bias),
        with_error(p.bias, 3, in_sd(1.0, p.sd)),
        with_error(p.empirical_se),
        with_error(p.model_se),
        in_percent(p.coverage, counted_in),
        None if p.truth_is_zero else share,
        share if p.truth_is_zero else None,
        p.failed,
        p.replicates,
        verdict(p, targets.alpha_of(one.cell.protocol)).value,
    )


def _read_row(one: Rehearsed, p: Performance) -> tuple[Cell, ...]:
    return (
        targets.SHORT[p.target.belief],
        targets.unit(one.cell.protocol, p.target),
        truth_cell(p),
        with_error(p.bias),
        with_error(p.bias, 3, in_sd(1.0, p.sd)),
        in_percent(p.coverage, p.replicates - p.failed),
        in_percent(p.rejection, p.replicates - p.failed),
    )


def truth_cell(p: Performance) -> str:
    """The truth, as 0 where it is zero by construction."""
    if p.truth_is_zero:
        return "0"
    return number(p.truth, max(decimals(p.truth, p.truth_error), 2))


def _same(one: Rehearsed, found: tuple[Performance, ...]) -> Iterator[str]:
    """Columns of which every cell would be the same."""
    if all(p.truth_is_zero for p in found):
        yield "power"
    if not any(p.truth_is_zero for p in found):
        yield "type_one"
    if not any(p.failed for p in found):
        yield "failed"
    if all(p.replicates == one.replicates for p in found):
        yield "replicates"
    if not _has_sd(found):
        yield "bias_sd"


def _has_sd(found: tuple[Performance, ...]) -> bool:
    """Whether an SD is a unit of its own: it is none where there is none, or the outcome has it."""
    return any(isfinite(in_sd(1.0, p.sd)) and p.sd != 1 for p in found)


def too_few(one: Rehearsed, found: Iterable[Performance]) -> Iterator[str]:
    """What the verdict means, where a row has it."""
    alpha = targets.alpha_of(one.cell.protocol)
    if any(verdict(p, alpha) is Verdict.FEW for p in found):
        yield (
            f"Too few replicates: fewer than {fewest(alpha)} cannot tell an honest analysis from "
            "one that misleads."
        )


def _notes(found: tuple[Performance, ...]) -> Iterator[str]:
    yield "In brackets: Monte Carlo standard errors." + (_SD if _has_sd(found) else "")
    if any(p.replicates - p.failed < FEWEST for p in found):
        yield f"A dash for an error: it cannot be known from fewer than {FEWEST} replicates."
    if len({p.replicates for p in found}) > 1:
        yield (
            "Analyses that take long are asked of the first replicates only, so their Monte Carlo "
            "errors are larger."
        )
