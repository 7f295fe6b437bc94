"""Which numbers of a rehearsal answer which questions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from limen.analyse.batch.quantity import Belief
from limen.rehearse.performance import Performance
from limen.rehearse.rehearsal import Rehearsed
from limen.rehearse.truth import Truth
from limen.rehearse.words.naming.targets import (
    analysis_of,
    analysis_title,
    contrast_label,
    named_occasions,
    outcome_title,
)

_AROUND = " ,:"


def own(one: Rehearsed) -> tuple[Performance, ...]:
    """Every quantity against its own estimand, in the plan's order."""
    return tuple(p for p in one.performance if p.own)


def answering(one: Rehearsed) -> tuple[Performance, ...]:
    """The quantities that answer their analysis's question, each against its own estimand."""
    return tuple(p for p in own(one) if p.quantity.answers)


def primary(one: Rehearsed) -> tuple[Performance, ...]:
    """The answers to the primary questions; without any, the first answer of the plan."""
    answers = answering(one) or own(one)
    found = tuple(p for p in answers if _role(one, p) == "primary")
    return found or answers[:1]


def has_primary(one: Rehearsed) -> bool:
    """Whether a primary analysis of the plan was rehearsed."""
    return any(_role(one, p) == "primary" for p in answering(one))


def nothing_rehearsed(one: Rehearsed) -> str:
    """What is said where no number was set against a truth, with the first refusal's reason."""
    if not one.refused:
        return "Nothing that was rehearsed compares interventions."
    first = one.refused[0]
    return f"Nothing could be rehearsed. {first.title}: {first.reason}"


def readings(one: Rehearsed, of: Performance) -> dict[Belief, Performance]:
    """The same quantity read as other estimands, by how they treat belief."""
    key = of.quantity.key
    found = (p for p in one.performance if p.quantity.key == key and not p.own)
    return {p.target.belief: p for p in found}


def truth(one: Rehearsed, of: Performance, belief: Belief) -> Truth | None:
    """The truth of the quantity's estimand with belief treated in this way, if it is known."""
    return one.truths.get(of.target.with_belief(belief))


def title(one: Rehearsed, of: Performance, *, outcome: bool = True) -> str:
    """The analysis by its title; with its outcome and what is its own where others share it."""
    protocol, quantity = one.cell.protocol, of.quantity
    alike = [p for p in own(one) if p.quantity.analysis == quantity.analysis]
    here = [p for p in alike if p.target.outcome == of.target.outcome]
    answers = {p.target.outcome for p in alike if p.quantity.answers}
    several = len(answers) > 1 or (bool(answers) and of.target.outcome not in answers)
    parts = [
        analysis_title(protocol, quantity),
        outcome_title(protocol, of.target) if outcome and several else "",
        _own_words(one, of, here) if len(here) > 1 else "",
    ]
    return ", ".join(filter(None, parts))


def _own_words(one: Rehearsed, of: Performance, here: list[Performance]) -> str:
    """The label without the contrast, where all have the same one, and without the outcome."""
    label, target = of.quantity.label, of.target
    if len({(p.target.active, p.target.reference) for p in here}) == 1:
        label = label.replace(contrast_label(one.cell.protocol, target), "")
    plain = {o.id: o.title for o in one.cell.protocol.outcomes}.get(target.outcome, "")
    own_words = label.strip(_AROUND).removeprefix(plain).strip(_AROUND)
    return named_occasions(one.cell.protocol, own_words)


def by_outcome(found: Iterable[Performance]) -> dict[tuple[str, str], list[Performance]]:
    """Rows by outcome and measure, in order."""
    groups: dict[tuple[str, str], list[Performance]] = {}
    for p in found:
        groups.setdefault((p.target.outcome, p.target.measure), []).append(p)
    return groups


def belief_held(one: Rehearsed) -> Iterator[Performance]:
    """The quantities that aim at an effect with belief held fixed or alike."""
    return (p for p in own(one) if p.target.belief != "free")


def _role(one: Rehearsed, of: Performance) -> str:
    found = analysis_of(one.cell.protocol, of.quantity)
    return found.role if found is not None else ""
