"""Which question the study can answer, over all scenarios that were rehearsed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import inf, isfinite

from limen.counted import counted
from limen.rehearse.performance import Performance
from limen.rehearse.rehearsal import Rehearsed
from limen.rehearse.words.answer.questions import belief_held, has_primary, primary, title
from limen.rehearse.words.answer.verdict import Verdict, limits, unsettled, verdict
from limen.rehearse.words.naming import targets
from limen.rehearse.words.naming.cells import Cells
from limen.rehearse.words.naming.numbers import of_hundred
from limen.results import Section

_ITEMS = 4  # analyses with belief held that are told one by one
_COUNTED = {
    Verdict.YES: "it can be answered",
    Verdict.TOO_SMALL: "it would be answered honestly but too seldom",
    Verdict.MISLEADS: "it would be answered wrongly",
    Verdict.NONE: "it gets no estimate",
    Verdict.FEW: "too few replicates to tell",
}


@dataclass(frozen=True)
class Held:
    """The estimates of one plan item that aim at an effect with belief held, in every cell."""

    title: str
    found: tuple[tuple[Rehearsed, Performance], ...]

    @property
    def keys(self) -> set[str]:
        """The estimates, by key."""
        return {p.quantity.key for _, p in self.found}

    @property
    def misleading(self) -> tuple[tuple[Rehearsed, Performance], ...]:
        """Those that would mislead, worst first."""
        return tuple(sorted(self._judged(Verdict.MISLEADS), key=lambda pair: _held(pair[1])))

    @property
    def bad(self) -> set[str]:
        """The keys of those that would mislead somewhere."""
        return {p.quantity.key for _, p in self._judged(Verdict.MISLEADS)}

    @property
    def open(self) -> set[str]:
        """The keys of the others of which somewhere too few replicates tell anything."""
        return {p.quantity.key for _, p in self._judged(Verdict.FEW)} - self.bad

    def _judged(self, as_: Verdict) -> list[tuple[Rehearsed, Performance]]:
        return [
            (one, p)
            for one, p in self.found
            if verdict(p, targets.alpha_of(one.cell.protocol)) is as_
        ]


def which_section(cells: Cells, id: str = "which-question") -> Section:
    """What the primary question is about, and what becomes of questions about the drug alone."""
    points: list[str] = []
    for name, members in _by_protocol(cells).items():
        said = [primary_question(cells, members), drug_alone(cells, members)]
        said += by_item(cells, members)
        points += [f"{name}: {one}" if cells.several_protocols else one for one in said if one]
    alpha = targets.alpha_of(cells.all[0].cell.protocol)
    return Section(
        id=id,
        title="Which question?",
        paragraphs=(
            "Treatment policy asks what happens when people are given one thing instead of "
            "another, whatever they come to believe. Where the blind leaks and belief works, that "
            "is not a question about the drug alone. The direct effect, with belief held fixed, "
            "is.",
        ),
        points=(*points, f"Words used here: {limits(alpha)}"),
    )


def primary_question(cells: Cells, members: list[Rehearsed]) -> str:
    """In how many cells the first primary question can be answered, and in how many not."""
    found = [(one, p) for one in members for p in primary(one)[:1]]
    if not found:
        return ""
    verdicts = [verdict(p, targets.alpha_of(one.cell.protocol)) for one, p in found]
    said = "; ".join(
        f"{words} {cells.under} {verdicts.count(one)}"
        f"{_to_confirm(cells, found) if one is Verdict.YES else ''}"
        for one, words in _COUNTED.items()
        if one in verdicts
    )
    of = counted(len(found), cells.noun)
    estimand = targets.ESTIMANDS[found[0][1].target.belief]
    return f"{_question(members)} ({estimand}): of {of}, {said}."


def _to_confirm(cells: Cells, found: list[tuple[Rehearsed, Performance]]) -> str:
    """How many of those that say yes lie too near a limit to be sure of."""
    near = 0
    for one, p in found:
        alpha = targets.alpha_of(one.cell.protocol)
        near += verdict(p, alpha) is Verdict.YES and unsettled(p, alpha)
    return f" ({cells.under} {near} of them more replicates must confirm it)" if near else ""


def _question(members: list[Rehearsed]) -> str:
    """Which question is told, as a rehearsal of some analyses need not hold a primary one."""
    if not any(has_primary(one) for one in members):
        return "First question of those rehearsed, none of them primary"
    most = max(len(primary(one)) for one in members)
    return "Primary question" if most == 1 else f"First of {most} primary questions"


def drug_alone(cells: Cells, members: list[Rehearsed]) -> str:
    """Whether the plan can say anything about the drug with belief held fixed."""
    items = _items(members)
    if not items:
        return (
            "Drug alone: no analysis that was rehearsed aims at an effect with belief held fixed. "
            "If the blind leaks, this study cannot say whether the drug works by itself."
        )
    every = sum(len(item.keys) for item in items)
    bad = sum(len(item.bad) for item in items)
    open = sum(len(item.open) for item in items)
    told = f"Drug alone: {counted(every, 'estimate')} of the plan"
    told += f" {'aims' if every == 1 else 'aim'} at an effect with belief held fixed or alike."
    if not bad and open:
        return f"{told} None of them is seen to mislead; {_open(open)}."
    if not bad:
        return (
            f"{told} None of them misleads under what was rehearsed. Elsewhere they may: that "
            "guess and outcome have no further cause in common is assumed, and no data show it."
        )
    rest = " The others do not here, and may elsewhere." if bad < every else ""
    rest = f" For {open} others there are too few replicates to tell." if open else rest
    return f"{told} {bad} of them would mislead {cells.under} at least one {cells.noun}.{rest}"


def _open(estimates: int) -> str:
    return f"for {estimates} there are too few replicates to tell"


def by_item(cells: Cells, members: list[Rehearsed]) -> Iterator[str]:
    """A sentence per plan item whose estimates hold belief, the worst of them named."""
    items = sorted(_items(members), key=lambda item: -len(item.misleading))
    for item in items[:_ITEMS]:
        bad = item.misleading
        if not bad:
            every = counted(len(item.keys), "estimate")
            seen = f"is seen to mislead; {_open(len(item.open))}" if item.open else ""
            yield f"“{item.title}”: none of its {every} {seen or 'misleads here'}."
            continue
        one, p = bad[0]
        of = counted(len(item.keys), "estimate")
        told = f"“{item.title}”: {len(item.bad)} of {of} would mislead"
        held = of_hundred(p.coverage, "studies")
        name = title(one, p).removeprefix(f"{item.title}, ")
        where = f"{cells.under} “{cells.name(one)}”"
        yield f"{told}; the worst ({name}) holds its truth in {held} {where}."
    if len(items) > _ITEMS:
        yield f"{counted(len(items) - _ITEMS, 'more analysis', 'more analyses')} in the tables."


def _items(members: list[Rehearsed]) -> list[Held]:
    found: dict[str, list[tuple[Rehearsed, Performance]]] = {}
    for one in members:
        for p in belief_held(one):
            name = targets.analysis_title(one.cell.protocol, p.quantity)
            found.setdefault(name, []).append((one, p))
    return [Held(name, tuple(pairs)) for name, pairs in found.items()]


def _held(p: Performance) -> float:
    return p.coverage.value if isfinite(p.coverage.value) else inf


def _by_protocol(cells: Cells) -> dict[str, list[Rehearsed]]:
    found: dict[str, list[Rehearsed]] = {}
    for one in cells.all:
        found.setdefault(cells.protocol_name(one.cell), []).append(one)
    return found
