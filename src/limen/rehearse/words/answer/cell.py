"""One protocol under one scenario: the truth, then what the study would do."""

from __future__ import annotations

from limen.rehearse.performance import Performance
from limen.rehearse.rehearsal import Rehearsed
from limen.rehearse.words.answer.behaviour import answer, behaviour, misread
from limen.rehearse.words.answer.misleading import misleading
from limen.rehearse.words.answer.questions import (
    has_primary,
    nothing_rehearsed,
    own,
    primary,
    readings,
    title,
)
from limen.rehearse.words.answer.truth import causes, true_effect
from limen.rehearse.words.answer.verdict import Verdict, verdict
from limen.rehearse.words.naming import targets
from limen.rehearse.words.naming.numbers import of_hundred
from limen.results import Section

_CLEARLY = 0.1  # so much more power is worth a sentence
_IN_FULL = 2  # so many primary questions are answered in full; more stand in the table


def cell_section(one: Rehearsed, id: str, name: str) -> Section:
    """Truth, answer and behaviour for the primary questions of a cell."""
    found = primary(one)
    if not found:
        return Section(id=id, title=name, paragraphs=(nothing_rehearsed(one),))
    paragraphs: list[str] = []
    points: list[str] = []
    for p in found[:_IN_FULL]:
        paragraphs += [f"{true_effect(one, p)} {causes(one, p)}", answer(one, p)]
        told = (*behaviour(one, p), *_misread(one, p), *_within_the_plan(one, p))
        points += told if len(found) == 1 else [f"{_subject(one, p, found)}: {' '.join(told)}"]
    return Section(
        id=id,
        title=name,
        paragraphs=(_which(one, found, name), *paragraphs),
        points=(*points, *misleading(one, found)),
    )


def _which(one: Rehearsed, found: tuple[Performance, ...], name: str) -> str:
    """The scenario by its title, unless the section's own name has it, and which analysis."""
    scenario = str(one.cell.scenario.title)
    supposed = "" if scenario.lower() in name.lower() else f"Supposed: “{scenario}”. "
    named = f"“{title(one, found[0])}”"
    if not has_primary(one):
        return f"{supposed}The plan's first answer is told, as no primary was: {named}."
    if len(found) <= _IN_FULL:
        return f"{supposed}The primary question is answered by {named}."
    others = f"The first {_IN_FULL} of {len(found)} primary questions are told here."
    return f"{supposed}{others} {_counts(one, found)}"


def _counts(one: Rehearsed, found: tuple[Performance, ...]) -> str:
    """How the primary questions fare together."""
    alpha = targets.alpha_of(one.cell.protocol)
    verdicts = [verdict(p, alpha) for p in found]
    told = (
        (Verdict.YES, "can be answered"),
        (Verdict.TOO_SMALL, "would be answered honestly but too seldom"),
        (Verdict.MISLEADS, "would be answered wrongly"),
        (Verdict.NONE, "would get no estimate"),
        (Verdict.FEW, "have too few replicates to tell"),
    )
    said = [f"{verdicts.count(kind)} {words}" for kind, words in told if kind in verdicts]
    return f"Of all {len(found)}, {'; '.join(said)}."


def _subject(one: Rehearsed, p: Performance, found: tuple[Performance, ...]) -> str:
    """What tells one primary answer from the others: its outcome, else its analysis."""
    outcomes = {other.target.outcome for other in found}
    if len(outcomes) == len(found):
        return targets.outcome_title(one.cell.protocol, p.target)
    return title(one, p)


def _within_the_plan(one: Rehearsed, p: Performance) -> list[str]:
    """Another honest estimate of the same estimand that finds the effect clearly more often."""
    alpha = targets.alpha_of(one.cell.protocol)
    honest = [
        other
        for other in own(one)
        if other.target == p.target
        and verdict(other, alpha) in (Verdict.YES, Verdict.TOO_SMALL)
        and other.rejection.value > p.rejection.value + _CLEARLY
    ]
    if not honest or p.truth_is_zero:
        return []
    best = max(honest, key=lambda other: other.rejection.value)
    return [
        f"Within the plan: “{title(one, best)}” aims at the same estimand, is honest here, and "
        f"would find the effect in {of_hundred(best.rejection)}. Which one answers is fixed "
        "before anybody is enrolled."
    ]


def _misread(one: Rehearsed, p: Performance) -> list[str]:
    """The estimate read as the direct effect, where that is another truth."""
    read = readings(one, p).get("placebo")
    return [misread(one, read)] if read is not None and read.truth != p.truth else []
