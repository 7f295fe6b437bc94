"""A rehearsal becomes a document: the truth first, then what the study would do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from limen.counted import counted
from limen.rehearse.rehearsal import Rehearsal
from limen.rehearse.words.cited import works
from limen.rehearse.words.legible import legible
from limen.rehearse.words.naming.cells import Cells
from limen.rehearse.words.sections.ademp import ademp
from limen.rehearse.words.sections.assumptions import assumptions
from limen.rehearse.words.sections.course import course
from limen.rehearse.words.sections.curves import curves
from limen.rehearse.words.sections.estimators import estimators
from limen.rehearse.words.sections.problems import problems
from limen.rehearse.words.sections.summary import summary
from limen.rehearse.words.sections.truths import truths
from limen.results import Document, Section

BANNER = (
    "SIMULATED: no person took part in anything that this page tells. It says how a study would "
    "behave if a scenario were true, and nothing about any drug."
)


_MOST = 12  # facts of a kind


def document(rehearsal: Rehearsal, *, extra: Sequence[Section] = ()) -> Document:
    """The report of a rehearsal; `extra` sections (a search, changes) stand after the curves.

    Raises ValueError for a rehearsal without cells.
    """
    if not rehearsal.cells:
        raise ValueError("A rehearsal without cells has nothing to report.")
    cells = Cells(legible(rehearsal))
    found = [
        summary(cells),
        truths(cells),
        estimators(cells),
        curves(cells),
        *extra,
        course(cells),
        problems(cells),
        assumptions(cells),
        ademp(cells),
    ]
    return Document(
        title=_title(cells),
        subtitle="Rehearsal",
        banners=(BANNER,),
        sections=tuple(section for section in found if section is not None),
        facts=_facts(cells),
        references=works(rehearsal),
    )


def _title(cells: Cells) -> str:
    titles = list(dict.fromkeys(str(one.cell.protocol.title) for one in cells.all))
    return titles[0] if len(titles) == 1 else f"{len(titles)} protocols side by side"


def _facts(cells: Cells) -> tuple[tuple[str, str], ...]:
    """Enough to make these numbers again; what the rehearsal itself tells comes last."""
    rehearsal = cells.rehearsal
    own = {
        "Protocols": _hashes({str(o.cell.protocol.title): o.cell.protocol.hash for o in cells.all}),
        "Scenarios": _hashes({o.cell.scenario.id: o.cell.scenario.hash for o in cells.all}),
        "Cells": str(len(cells.all)),
        "Replicates": f"{rehearsal.replicates:,}",
        "Seed": str(rehearsal.seed),
    }
    said = " ".join(name.lower() for name, _ in rehearsal.facts)
    kept = [(name, fact) for name, fact in own.items() if name.lower().rstrip("s") not in said]
    return (*kept, *_shortened(rehearsal.facts))


def _shortened(facts: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """The facts, of each kind (first word) only a few; a grid has a scenario for every cell."""
    times: Counter[str] = Counter()
    kept = []
    for name, fact in facts:
        kind = name.partition(" ")[0]
        times[kind] += 1
        if times[kind] <= _MOST:
            kept.append((name, fact))
    cut = [f"{n - _MOST} more of {kind.lower()}" for kind, n in times.items() if n > _MOST]
    return (*kept, *([("Not printed", f"{', '.join(cut)}; the sheet has them")] if cut else []))


def _hashes(found: dict[str, str]) -> str:
    shown = [f"{name} {hash[:12]}" for name, hash in list(found.items())[:_MOST]]
    more = counted(len(found) - _MOST, "other") if len(found) > _MOST else ""
    return "; ".join([*shown, *filter(None, [more])])
