"""Which question the study can answer, over all scenarios that were rehearsed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import inf, isfinite

from limen.counted import counted
from limen.rehearse.performance import Performance
from limen.rehearse.rehearsal import Rehearsed
from limen.rehearse.words.answer.questions import belief_held, has_primary, primary, title
from limen.rehearse.words.answer.verdict import Verdict, limits, verdict
from limen.rehearse.words.naming import targets
from limen.rehearse.words.naming.cells import Cells
from limen.rehearse.words.naming.numbers import of_hundred
from limen.results import Section

_ITEMS = 4  # analyses with belief held that are told one by one


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
        bad = [
            (one, p)
            for one, p in self.found
            if verdict(p, targets.alpha_of(one.cell.protocol)) is Verdict.MISLEADS
        ]
        return tuple(sorted(bad, key=lambda pair: _held(pair[1])))


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
    told = {
        Verdict.YES: "can be answered",
        Verdict.TOO_SMALL: "would be answered honestly but too seldom",
        Verdict.MISLEADS: "would be answered wrongly",
        Verdict.NONE: "gets no estimate",
    }
    counts = [(words, verdicts.count(one)) for one, words in told.items() if one in verdicts]
    of = counted(len(found), cells.noun)
    said = "; ".join(f"it {words} {cells.under} {n}" for words, n in counts)
    estimand = targets.ESTIMANDS[found[0][1].target.belief]
    return f"{_question(members)} ({estimand}): of {of}, {said}."


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
    bad = sum(len({p.quantity.key for _, p in item.misleading}) for item in items)
    told = f"Drug alone: {counted(every, 'estimate')} of the plan"
    told += f" {'aims' if every == 1 else 'aim'} at an effect with belief held fixed or alike."
    if not bad:
        return (
            f"{told} None of them misleads under what was rehearsed. Elsewhere they may: that "
            "guess and outcome have no further cause in common is assumed, and no data show it."
        )
    rest = " The others do not here, and may elsewhere." if bad < every else ""
    return f"{told} {bad} of them would mislead {cells.under} at least one {cells.noun}.{rest}"


def by_item(cells: Cells, members: list[Rehearsed]) -> Iterator[str]:
    """A sentence per plan item whose estimates hold belief, the worst of them named."""
    items = sorted(_items(members), key=lambda item: -len(item.misleading))
    for item in items[:_ITEMS]:
        bad = item.misleading
        if not bad:
            every = counted(len(item.keys), "estimate")
            yield f"“{item.title}”: none of its {every} misleads here."
            continue
        one, p = bad[0]
        keys = {q.quantity.key for _, q in bad}
        told = f"“{item.title}”: {len(keys)} of {counted(len(item.keys), 'estimate')} would mislead"
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
