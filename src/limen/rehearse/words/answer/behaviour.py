"""How one analysis behaves, a sentence for each operating characteristic."""

from __future__ import annotations

from math import isfinite

from limen.figures.numbers import NO_BREAK, number, significant
from limen.rehearse.performance import Performance
from limen.rehearse.rehearsal import Rehearsed
from limen.rehearse.words.answer.verdict import (
    MARGIN,
    POWER,
    Verdict,
    differs,
    dishonest,
    few,
    fewest,
    share_differs,
    too_often,
    unsettled,
    verdict,
)
from limen.rehearse.words.naming import targets
from limen.rehearse.words.naming.numbers import below, decimals, in_sd, of_hundred, sds

_SLIGHT = 0.005  # SD; a smaller bias is called none, whatever its Monte Carlo error
_SE_OFF = 0.1  # relative; a standard error further off is spoken of


def behaviour(one: Rehearsed, p: Performance) -> tuple[str, ...]:
    """Rejection, bias, interval, and what else a reader must know, each as a sentence."""
    alpha = targets.alpha_of(one.cell.protocol)
    told = (rejection(p, alpha), bias(one, p), interval(p, alpha), _error(p), _failed(p))
    return tuple(filter(None, told))


def answer(one: Rehearsed, p: Performance) -> str:
    """The verdict as a sentence that begins with yes, no, or why neither can be said."""
    alpha = targets.alpha_of(one.cell.protocol)
    found = verdict(p, alpha)
    if found is Verdict.NONE:
        return "No: the analysis gave no estimate."
    if found is Verdict.MISLEADS:
        return "No: the planned analysis would mislead."
    if found is Verdict.FEW:
        return _too_few(p, alpha)
    unclear = _unclear(p, alpha)
    if found is Verdict.TOO_SMALL:
        return (
            "Not reliably: the planned analysis is honest, but it would find this effect too "
            f"seldom, in {of_hundred(p.rejection)}.{unclear}"
        )
    if p.truth_is_zero:
        share = of_hundred(p.rejection) if isfinite(p.rejection.value) else "few studies"
        return (
            "Yes: there is nothing to find, and the planned analysis claims a finding in "
            f"{share}.{unclear}"
        )
    share = of_hundred(p.rejection)
    return f"Yes: the planned analysis would find this effect in {share}.{unclear}"


def _unclear(p: Performance, alpha: float) -> str:
    """What more replicates must say, or nothing if these are enough."""
    if not unsettled(p, alpha):
        return ""
    limit = f"more than {100 * (alpha + MARGIN):.0f}"
    limit = limit if p.truth_is_zero else f"less than {100 * POWER:.0f}"
    return f" More replicates must say whether that is {limit}."


def _too_few(p: Performance, alpha: float) -> str:
    """What is known so far, and how many replicates would tell."""
    told = (
        f"Too few replicates to tell: {p.replicates - p.failed} cannot show whether the planned "
        f"analysis is honest; at least {fewest(alpha)} are needed."
    )
    if not isfinite(p.rejection.value):
        return told
    does = "claims a finding, where there is none," if p.truth_is_zero else "finds this effect"
    return f"{told} So far it {does} in {of_hundred(p.rejection)}."


def rejection(p: Performance, alpha: float) -> str:
    """Power, or type I error where the truth is zero, or only a share for another's estimand."""
    if not isfinite(p.rejection.value):
        return ""
    share = of_hundred(p.rejection)
    if not p.own:
        return f"Rejects ({below(alpha)}) in {share}."
    if not p.truth_is_zero:
        return f"Power: it rejects ({below(alpha)}) in {share}."
    planned = f"the {number(100 * alpha, 0)} planned"
    if too_often(p, alpha):
        return f"Type I error: it rejects in {share}, clearly more often than {planned}."
    if not share_differs(p, p.rejection, alpha):
        if few(p, alpha):
            cannot = f"so few replicates cannot tell that from {planned}"
            return f"Type I error: it rejects in {share}; {cannot}."
        return f"Type I error: it rejects in {share}, in line with {planned}."
    way = "more" if p.rejection.value > alpha else "less"
    return f"Type I error: it rejects in {share}, a little {way} often than {planned}."


def bias(one: Rehearsed, p: Performance) -> str:
    """How far the mean estimate is from the truth."""
    if not isfinite(p.bias.value):
        return ""
    unit = targets.unit(one.cell.protocol, p.target)
    if not isfinite(p.bias.error):
        known = _size(p, p.bias.value, unit, signed=True)
        return f"Bias: {known} so far; so few replicates cannot tell that from none."
    beside = f"Monte Carlo standard error {_monte_carlo(p)}"
    relative = abs(in_sd(p.bias.value, p.sd))
    if not differs(p.bias, 0) or relative < _SLIGHT:
        size = _size(p, p.bias.value, unit, signed=True)
        return f"Bias: none to speak of, {size} ({beside})."
    size = _size(p, p.bias.value, unit, signed=False)
    if p.truth_is_zero:
        way = "above" if p.bias.value > 0 else "below"
        return f"Bias: the estimates lie {size} {way} the truth on average ({beside})."
    way = "overstate" if (p.bias.value > 0) == (p.truth > 0) else "understate"
    return f"Bias: the estimates {way} the truth by {size} on average ({beside})."


def interval(p: Performance, alpha: float) -> str:
    """How often the interval holds the truth, against what it promises."""
    if not isfinite(p.coverage.value):
        return ""
    promised = 1 - alpha
    level = f"{number(100 * promised, 0)}{NO_BREAK}%"
    share = of_hundred(p.coverage, "studies")
    told = f"Interval: its {level} interval holds the truth in {share}"
    if dishonest(p, alpha):
        return f"{told}, clearly less often than it promises."
    if not share_differs(p, p.coverage, promised):
        if few(p, alpha):
            return f"{told}; so few replicates cannot tell that from what it promises."
        return f"{told}, as it promises."
    return f"{told}, a little {'more' if p.coverage.value > promised else 'less'} than it promises."


def misread(one: Rehearsed, p: Performance) -> str:
    """What becomes of those who read an estimate as another estimand than its own."""
    alpha = targets.alpha_of(one.cell.protocol)
    protocol, estimand = one.cell.protocol, targets.ESTIMANDS[p.target.belief]
    unit = targets.unit(protocol, p.target)
    true = "zero" if p.truth_is_zero else f"{_size(p, p.truth, unit, signed=True)}"
    name, _, how = estimand.partition(", ")
    told, held = f"Read as the {name}", of_hundred(p.coverage, "studies")
    truth = f"that truth ({', '.join(filter(None, [how, f'it is {true}']))})"
    if not isfinite(p.coverage.value) or not dishonest(p, alpha):
        return f"{told}: the interval holds {truth} in {held}."
    off = _size(p, p.bias.value, unit, signed=False)
    return f"{told}: it would mislead, {off} off. The interval holds {truth} in {held}."


def _error(p: Performance) -> str:
    """Whether the standard errors that the analysis states are of the right size."""
    if not isfinite(p.model_se.value) or not p.empirical_se.value > 0:
        return ""
    if not isfinite(p.empirical_se.error):  # of a few replicates
        return ""
    ratio = p.model_se.value / p.empirical_se.value - 1
    if not abs(ratio) > _SE_OFF:
        return ""
    way = "large" if ratio > 0 else "small"
    return (
        f"Standard error: the one that it states is {number(100 * abs(ratio), 0)}{NO_BREAK}% too "
        f"{way} on average."
    )


def _failed(p: Performance) -> str:
    if not p.failed:
        return ""
    return f"Failed fits: {p.failed:,} of {p.replicates:,} replicates gave no estimate."


def _monte_carlo(p: Performance) -> str:
    """The Monte Carlo error of the bias, in the unit that `_size` chooses."""
    size = in_sd(p.bias.error, p.sd)
    error = size if isfinite(size) else p.bias.error
    return number(error, significant(error, 1))


def _size(p: Performance, value: float, unit: str, *, signed: bool) -> str:
    """In SDs where the outcome has one, else in its own unit; what is written as 0 has no sign."""
    if isfinite(in_sd(value, p.sd)) and p.sd != 1:
        size, of = sds(value, p.sd, error=p.bias.error), ""
    else:
        places = 2 if p.sd == 1 else max(decimals(value, p.bias.error), 2)
        size, of = number(abs(value), places), unit
    negative = signed and value < 0 and any(digit in "123456789" for digit in size)
    return f"{'−' if negative else ''}{size} {of}".strip()
