"""Analyses of the plan that would mislead under a scenario: the worst of each, worst first."""

from __future__ import annotations

from math import inf, isfinite

from limen.counted import counted
from limen.rehearse.performance import Performance
from limen.rehearse.rehearsal import Rehearsed
from limen.rehearse.words.answer.questions import own, title
from limen.rehearse.words.answer.verdict import Verdict, verdict
from limen.rehearse.words.naming import targets
from limen.rehearse.words.naming.numbers import in_sd, of_hundred, sds

_TOLD = 2
_SLIGHT = 0.005  # SD; a bias that is not told


def misleading(one: Rehearsed, beside: tuple[Performance, ...] = ()) -> list[str]:
    """A sentence for the worst estimate of each of a few analyses, and how many more there are.

    `beside` are told already.
    """
    alpha = targets.alpha_of(one.cell.protocol)
    told = {p.quantity.key for p in beside}
    found = [
        p for p in own(one) if p.quantity.key not in told and verdict(p, alpha) is Verdict.MISLEADS
    ]
    found.sort(key=lambda p: p.coverage.value if isfinite(p.coverage.value) else inf)
    worst = list({p.quantity.analysis: p for p in reversed(found)}.values())[::-1][:_TOLD]
    sentences = [_sentence(one, p) for p in worst]
    if len(found) > len(worst):
        more = counted(len(found) - len(worst), "more estimate", "more estimates")
        sentences.append(f"Would mislead as well: {more}, in the tables below.")
    return sentences


def _sentence(one: Rehearsed, p: Performance) -> str:
    estimand = targets.ESTIMANDS[p.target.belief]
    zero = ", which is zero" if p.truth_is_zero else ""
    parts = []
    if isfinite(p.coverage.value):
        parts.append(f"its interval holds the truth in {of_hundred(p.coverage, 'studies')}")
    if abs(in_sd(p.bias.value, p.sd)) >= _SLIGHT:
        parts.append(f"it is off by {sds(p.bias.value, p.sd)} on average")
    if p.truth_is_zero and isfinite(p.rejection.value):
        parts.append(f"it claims an effect in {of_hundred(p.rejection, 'studies')}")
    said = " and ".join(filter(None, [", ".join(parts[:-1]), *parts[-1:]]))
    return f"Would mislead: “{title(one, p)}” ({estimand}{zero}): {said}."
