"""Bias by estimator in SDs, as figures."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite

from limen.rehearse.performance import Performance
from limen.rehearse.rehearsal import Rehearsed
from limen.rehearse.words.answer.questions import belief_held, by_outcome, own, primary, title
from limen.rehearse.words.naming import targets
from limen.rehearse.words.naming.numbers import FEWEST, in_sd, with_error
from limen.results import Cell, Column, Picture, Table

OWN = "for its own estimand"
_FEWEST = 2  # analyses; a single one is told in the table
_WIDE = 1.96  # Monte Carlo standard errors to each side
UNSTABLE = 0.5  # SD; a bias with a larger Monte Carlo error is not drawn
_WHISKERS = (
    "Whiskers are 1.96 Monte Carlo standard errors to each side. Direct effect: with everybody "
    "believing placebo."
)


def bias_figures(one: Rehearsed, number: int) -> Iterator[Table]:
    """A figure for the outcome of the primary question, and for one with belief held fixed."""
    wanted = [p.target for p in (*primary(one)[:1], *list(belief_held(one))[:1])]
    names = dict.fromkeys((target.outcome, target.measure) for target in wanted)
    groups = by_outcome(own(one))
    for key in names:
        table = _figure(one, groups[key], number)
        if len({row[0] for row in table.rows}) >= _FEWEST:
            yield table


def _figure(one: Rehearsed, found: list[Performance], number: int) -> Table:
    direct = {
        p.quantity.key: p for p in one.performance if not p.own and p.target.belief == "placebo"
    }
    rows = []
    for p in found:
        read = direct.get(p.quantity.key)
        rows += [_row(one, p, OWN)]
        rows += [_row(one, read, "read as the direct effect")] if read is not None else []
    name = targets.outcome_title(one.cell.protocol, found[0].target)
    return Table(
        key=f"bias.{number}.{found[0].target.outcome}",
        caption=f"{name}: bias of each analysis",
        columns=(
            Column(key="analysis", title="Analysis", kind="text"),
            Column(key="reading", title="Read", kind="text"),
            Column(key="bias", title="Bias", unit="SD"),
            Column(key="lower", title="Lower", unit="SD"),
            Column(key="upper", title="Upper", unit="SD"),
            Column(key="annotation", title="Bias", kind="text"),
        ),
        rows=tuple(row for row in rows if _drawable(row)),
        notes=(_WHISKERS, *_without(rows), *_left_out(rows)),
        picture=Picture(
            shape="forest",
            label="analysis",
            x="bias",
            lower="lower",
            upper="upper",
            group="reading",
            x_title="Mean estimate minus truth (SD)",
            reference=(0.0,),
        ),
    )


def _drawable(row: tuple[Cell, ...]) -> bool:
    """Whether a bias is known well enough to stand on the axis of the others."""
    bias, lower = row[2], row[3]
    if not (isinstance(bias, float) and isinstance(lower, float)):
        return False
    reach = bias - lower if isfinite(lower) else abs(bias)  # no error is known of a few replicates
    return isfinite(reach) and reach <= _WIDE * UNSTABLE


def _without(rows: list[tuple[Cell, ...]]) -> Iterator[str]:
    """Why some marks have no whiskers."""
    if any(isinstance(row[3], float) and not isfinite(row[3]) for row in rows if _drawable(row)):
        yield f"A mark without whiskers rests on fewer than {FEWEST} replicates."


def _left_out(rows: list[tuple[Cell, ...]]) -> Iterator[str]:
    """Analyses whose estimates vary so much that nothing can be said of their mean."""
    names = dict.fromkeys(f"{row[0]}: {row[5]}" for row in rows if not _drawable(row))
    if names:
        yield (
            "Not drawn, as some replicates gave estimates far beyond the scale (bias in SDs): "
            f"{'; '.join(names)}."
        )


def _row(one: Rehearsed, p: Performance, reading: str) -> tuple[Cell, ...]:
    scale = in_sd(1.0, p.sd)
    bias, reach = p.bias.value * scale, _WIDE * p.bias.error * scale
    annotation = with_error(p.bias, 3, scale)
    return (title(one, p, outcome=False), reading, bias, bias - reach, bias + reach, annotation)
