"""The truth first: what is there to be found under a scenario, and how much of it is belief."""

from __future__ import annotations

from math import hypot, isfinite

from limen.rehearse.performance import Performance
from limen.rehearse.rehearsal import Rehearsed
from limen.rehearse.truth import Truth
from limen.rehearse.words.answer.questions import truth
from limen.rehearse.words.naming import targets
from limen.rehearse.words.naming.numbers import amount, in_sd, sds


def true_effect(one: Rehearsed, p: Performance) -> str:
    """The true value of the quantity's own estimand, as a sentence."""
    protocol, target = one.cell.protocol, p.target
    what = f"of {targets.contrast(protocol, target)} on {targets.outcome_title(protocol, target)}"
    what += targets.at_part(protocol, target)
    estimand = targets.ESTIMANDS[target.belief]
    if p.truth_is_zero:
        return f"The true effect {what} ({estimand}) is zero."
    size = size_of(one, p, p.truth, error=p.truth_error)
    return f"The true effect {what} ({estimand}) is {size}. It is not zero."


def causes(one: Rehearsed, p: Performance) -> str:
    """How much of the effect is the drug's and how much is belief's, as far as truths are known."""
    free, placebo, active = (truth(one, p, belief) for belief in ("free", "placebo", "active"))
    if p.target.belief != "free" or free is None or placebo is None:
        return _rule(p)
    direct_zero = placebo.zero and (active is None or active.zero)
    if free.zero and direct_zero:
        return "There is nothing to find: whoever rejects here commits a type I error."
    if free.zero:
        there = size_of(one, p, placebo.value, error=placebo.error)
        return f"Yet the direct effect is {there}: drug and belief cancel each other out."
    if direct_zero:
        return (
            "All of it is belief: the blind leaks, and believing works. The direct effect of what "
            "is given is zero. Rejecting here is not a type I error, and it says nothing about "
            "the drug by itself."
        )
    return f"{_parts(one, p, free, placebo)} Rejecting here is right."


def size_of(one: Rehearsed, p: Performance, value: float, *, error: float) -> str:
    """A value of the quantity's outcome: its size with unit, and its direction."""
    protocol, target = one.cell.protocol, p.target
    size = amount(value, p.sd, targets.unit(protocol, target), error=error)
    return f"{size} {targets.direction(protocol, target, value)}"


def effect(one: Rehearsed, p: Performance) -> str:
    """The true effect for a table: ``0.12 SD better``."""
    way = targets.direction(one.cell.protocol, p.target, p.truth)
    if isfinite(in_sd(p.truth, p.sd)) and p.sd != 1:
        return f"{sds(p.truth, p.sd)} {way}"
    return size_of(one, p, p.truth, error=p.truth_error)


def _parts(one: Rehearsed, p: Performance, free: Truth, placebo: Truth) -> str:
    direct = size_of(one, p, placebo.value, error=placebo.error)
    rest = free.value - placebo.value
    error = _joint(free, placebo)
    if abs(rest) <= 2 * error or rest == 0:
        return f"Belief adds nothing to it: with everybody believing placebo it is {direct}."
    through = size_of(one, p, rest, error=error)
    return (
        f"With everybody believing placebo {direct} would remain: that is the direct effect. The "
        f"rest, {through}, comes through belief."
    )


def _rule(p: Performance) -> str:
    if p.truth_is_zero:
        return "There is nothing to find: whoever rejects here commits a type I error."
    return "Rejecting here is not a type I error."


def _joint(*truths: Truth) -> float:
    """At most this is the error of a difference, as worlds share their random numbers."""
    return hypot(*(one.error for one in truths if isfinite(one.error)))
