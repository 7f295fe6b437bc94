"""The answer for a terminal: the same truth first, in a few lines."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import fill

from limen.counted import counted
from limen.rehearse.rehearsal import Rehearsal, Rehearsed
from limen.rehearse.words.answer.behaviour import answer, bias, interval
from limen.rehearse.words.answer.grid import grid_section
from limen.rehearse.words.answer.questions import nothing_rehearsed, primary
from limen.rehearse.words.answer.truth import causes, true_effect
from limen.rehearse.words.answer.which import drug_alone, primary_question
from limen.rehearse.words.legible import legible
from limen.rehearse.words.naming import targets
from limen.rehearse.words.naming.cells import Cells
from limen.rehearse.words.sections.summary import IN_FULL

LINES = 40  # of the whole text, at the utmost
_WIDTH = 100


def text_summary(rehearsal: Rehearsal) -> str:
    """Truth and answer for each cell, or each group of a grid, in at most `LINES` lines."""
    cells = Cells(legible(rehearsal))
    head = [
        "SIMULATED: no real person. What is said holds if the scenario is true.",
        f"{counted(len(cells.all), 'cell')}, {rehearsal.replicates:,} replicates each; ± is one "
        "Monte Carlo standard error.",
    ]
    blocks = list(_blocks(cells))
    every = list(cells.all)
    said = [primary_question(cells, every), drug_alone(cells, every)]
    end = [line for sentence in said if sentence for line in _wrapped(sentence, 0)]
    room = LINES - len(head) - len(end) - 2
    shown = _fitting(blocks, room)
    left_out = len(blocks) - len(shown)
    more = (
        [f"({counted(left_out, 'more block is', 'more are')} in the report.)"] if left_out else []
    )
    body = [line for block in shown for line in ["", *block]]
    return "\n".join([*head, *body, *more, "", *end]).rstrip()


def _blocks(cells: Cells) -> Iterator[list[str]]:
    if len(cells.all) <= IN_FULL:
        for one in cells.all:
            yield [cells.heading(one), *(line for said in _told(one) for line in _wrapped(said, 2))]
        return
    for name, members in cells.groups().items():
        section = grid_section(cells, members, "group", name)
        yield [name, *(line for point in section.points for line in _wrapped(point, 2))]


def _told(one: Rehearsed) -> Iterator[str]:
    """The first primary question of a cell."""
    found = primary(one)
    if not found:
        yield nothing_rehearsed(one)
        return
    p, alpha = found[0], targets.alpha_of(one.cell.protocol)
    yield f"{true_effect(one, p)} {causes(one, p)}"
    more = f" ({len(found) - 1} more in the report)" if len(found) > 1 else ""
    yield f"{answer(one, p)}{more}"
    yield " ".join(filter(None, [bias(one, p), interval(p, alpha)]))


def _fitting(blocks: list[list[str]], room: int) -> list[list[str]]:
    shown: list[list[str]] = []
    used = 1
    for block in blocks:
        if used + len(block) + 1 > room and shown:
            break
        shown.append(block[: max(room - 1, 1)])
        used += len(block) + 1
    return shown


def _wrapped(sentence: str, indent: int) -> list[str]:
    first, rest = " " * indent, " " * (indent + 2)
    told = fill(sentence, width=_WIDTH, initial_indent=first, subsequent_indent=rest)
    return told.splitlines()
