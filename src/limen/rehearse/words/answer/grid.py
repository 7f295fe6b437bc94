"""What changes along a grid, in a few sentences for each group of cells."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite

from limen.figures.numbers import number
from limen.rehearse.performance import Performance
from limen.rehearse.rehearsal import Rehearsed
from limen.rehearse.words.answer.questions import has_primary, primary, title
from limen.rehearse.words.answer.truth import causes, size_of
from limen.rehearse.words.answer.verdict import POWER, Verdict, verdict
from limen.rehearse.words.naming import targets
from limen.rehearse.words.naming.cells import Cells, at, told
from limen.rehearse.words.naming.numbers import of_hundred
from limen.results import Section

Point = tuple[Rehearsed, Performance]


def grid_section(cells: Cells, members: Sequence[Rehearsed], id: str, name: str) -> Section:
    """The first primary question over a group of cells: truth, rejection, where it misleads."""
    points = [(one, found[0]) for one in members if (found := primary(one))]
    if not points:
        return Section(id=id, title=name, paragraphs=("No analysis could be rehearsed here.",))
    one, p = points[0]
    supposed = f"Supposed: “{one.cell.scenario.title}”, over {_span(cells, members)}."
    which = "primary question" if has_primary(one) else "question of those rehearsed"
    asked = f"The first {which} is answered by “{title(one, p)}”."
    told = [_truths(points), *_rejections(cells, points), _misleads(cells, points)]
    return Section(
        id=id,
        title=name,
        paragraphs=(f"{supposed} {asked}",),
        points=tuple(filter(None, told)),
    )


def where(cells: Cells, one: Rehearsed) -> str:
    """The numbers that vary, in this cell."""
    return ", ".join(told(path, one.cell.varied[path]) for path in cells.fields)


def _span(cells: Cells, members: Sequence[Rehearsed]) -> str:
    spans = []
    for path in cells.fields:
        values = sorted({at(one.cell, path) for one in members})
        spans.append(f"{path} from {number(values[0])} to {number(values[-1])}")
    return f"{len(members)} cells, {' and '.join(spans)}" if spans else f"{len(members)} cells"


def _truths(points: list[Point]) -> str:
    if all(p.truth_is_zero for _, p in points):
        return "Truth: the true effect is zero in every cell, so whatever is found is an error."
    low = min(points, key=lambda point: point[1].truth)
    high = max(points, key=lambda point: point[1].truth)
    ends = [_true(*low), _true(*high)]
    largest = max(points, key=lambda point: abs(point[1].truth))
    why = causes(*largest)
    if ends[0] == ends[1]:
        return f"Truth: the true effect is {ends[0]} in every cell. {why}"
    return f"Truth: the true effect goes from {ends[0]} to {ends[1]}. Where it is largest: {why}"


def _true(one: Rehearsed, p: Performance) -> str:
    return "zero" if p.truth_is_zero else size_of(one, p, p.truth, error=p.truth_error)


def _rejections(cells: Cells, points: list[Point]) -> list[str]:
    """Power where there is something to find; type I error where there is not."""
    sentences = []
    known = [point for point in points if isfinite(point[1].rejection.value)]
    effects = [point for point in known if not point[1].truth_is_zero]
    nothing = [point for point in known if point[1].truth_is_zero]
    if effects:
        sentences.append(f"Power: {_ends(cells, effects)}. {_enough(cells, effects)}".strip())
    if nothing:
        sentences.append(f"Type I error: {_ends(cells, nothing)}.")
    return sentences


def _ends(cells: Cells, points: list[Point]) -> str:
    low = min(points, key=lambda point: point[1].rejection.value)
    high = max(points, key=lambda point: point[1].rejection.value)
    first = f"it rejects in {of_hundred(low[1].rejection, 'studies')} at {where(cells, low[0])}"
    if low is high or len(points) == 1:
        return first
    return f"{first}, and in {of_hundred(high[1].rejection, 'studies')} at {where(cells, high[0])}"


def _enough(cells: Cells, points: list[Point]) -> str:
    """The first cell along the only field from which on power is large enough."""
    share = number(100 * POWER, 0)
    large = [point for point in points if point[1].rejection.value >= POWER]
    if not large:
        return f"No cell reaches {share} of 100."
    if len(cells.fields) != 1:
        return f"{len(large)} of {len(points)} cells reach {share} of 100."
    first = min(large, key=lambda point: at(point[0].cell, cells.fields[0]))
    return f"{share} of 100 are first reached at {where(cells, first[0])}."


def _honest(points: list[Point]) -> str:
    """That no cell misleads, as far as the replicates can tell."""
    few = [p for one, p in points if verdict(p, targets.alpha_of(one.cell.protocol)) is Verdict.FEW]
    if not few:
        return "Interval: it is honest in every cell."
    return (
        f"Interval: it is not seen to mislead, but in {len(few)} of {len(points)} cells there are "
        "too few replicates to tell."
    )


def _misleads(cells: Cells, points: list[Point]) -> str:
    bad = [
        (one, p)
        for one, p in points
        if verdict(p, targets.alpha_of(one.cell.protocol)) is Verdict.MISLEADS
    ]
    if not bad:
        return _honest(points)
    worst = min(bad, key=lambda point: point[1].coverage.value)
    return (
        f"Would mislead: in {len(bad)} of {len(points)} cells; worst at "
        f"{where(cells, worst[0])}, where the interval holds the truth in "
        f"{of_hundred(worst[1].coverage, 'studies')}."
    )
