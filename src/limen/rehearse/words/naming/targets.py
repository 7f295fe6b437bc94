"""Estimands, outcomes and analyses by the names that the protocol gives them."""

from __future__ import annotations

from typing import Literal

from limen.analyse.batch.quantity import Belief, Quantity, Target
from limen.protocol import Protocol, known
from limen.protocol.document.analysis import Analysis

BELIEFS: tuple[Belief, ...] = ("free", "placebo", "active", "alike")
ESTIMANDS: dict[Belief, str] = {
    "free": "treatment policy",
    "placebo": "direct effect, everybody believing placebo",
    "active": "direct effect, everybody believing active",
    "alike": "belief alike in both arms",
}
SHORT: dict[Belief, str] = {
    "free": "Treatment policy",
    "placebo": "Direct, believing placebo",
    "active": "Direct, believing active",
    "alike": "Belief alike",
}
HELD: tuple[Belief, ...] = ("placebo", "active")
_MEASURES = {
    "reactivity": "mean stressor reactivity",
    "reactivity_quadratic": "mean stressor reactivity from a curved line",
    "improved": "share who improved",
    "improved_corrected": "share who improved, corrected for regression to the mean",
    "mssd": "mean squared successive difference",
    "mssd_per_time": "mean squared successive difference per elapsed time",
}


def outcome_title(protocol: Protocol, target: Target) -> str:
    """The outcome's title, and what is compared where that is not its mean."""
    title = {one.id: one.title for one in protocol.outcomes}.get(target.outcome, target.outcome)
    measure = _MEASURES.get(target.measure, target.measure.replace("_", " "))
    if target.measure == "mean" or measure.rpartition(" ")[2] in title.lower():
        return title
    return f"{title}: {measure}"


def unit(protocol: Protocol, target: Target) -> str:
    """The unit of an effect on the target's outcome."""
    if target.measure.startswith("reactivity"):
        return "residual SD"
    units = {one.id: one.unit for one in protocol.outcomes}
    own = units.get(target.outcome) or "points"
    return own if target.measure in ("mean", "slope") else ""


def better(protocol: Protocol, target: Target) -> Literal["higher", "lower", "neither"]:
    """Which direction of the target's measure is better, where the protocol says so."""
    if target.measure not in ("mean",) and not target.measure.startswith("reactivity"):
        return "neither"
    found = {one.id: one.better for one in protocol.outcomes}
    return found.get(target.outcome, "neither")


def direction(protocol: Protocol, target: Target, value: float) -> str:
    """``better``, ``worse``, or ``higher`` and ``lower`` where the protocol says neither."""
    good = better(protocol, target)
    if good == "neither":
        return "higher" if value > 0 else "lower"
    return "better" if (value > 0) == (good == "higher") else "worse"


def contrast(protocol: Protocol, target: Target) -> str:
    """``LSD 10 micrograms against Placebo``."""
    return " against ".join(_compared(protocol, target))


def contrast_label(protocol: Protocol, target: Target) -> str:
    """``LSD 10 micrograms − Placebo``, as labels of estimates begin."""
    return " − ".join(_compared(protocol, target))


def _compared(protocol: Protocol, target: Target) -> list[str]:
    found = protocol.arms if target.basis == "arm" else protocol.interventions
    titles = {one.id: str(one.title) for one in found}
    return [titles.get(id, id) for id in (target.active, target.reference)]


def occasions(protocol: Protocol, target: Target) -> str:
    """The occasions' titles, each once; one of several keeps its number."""
    titles = {one.id: one.title for one in protocol.occasions if known(one.title)}
    named: dict[str, None] = {}
    for id in target.occasions:
        definition, _, count = id.partition(".")
        title = str(titles.get(definition, definition))
        every = protocol.occasion_ids(definition) if definition in titles else ()
        whole = not count or set(every) <= set(target.occasions)
        named[title if whole else f"{title} {count}"] = None
    return ", ".join(named)


def analysis_of(protocol: Protocol, quantity: Quantity) -> Analysis | None:
    """The plan's item that the quantity belongs to."""
    return {one.id: one for one in protocol.analysis.analyses}.get(quantity.analysis)


def analysis_title(protocol: Protocol, quantity: Quantity) -> str:
    """The title of the plan's item, without the outcome."""
    found = analysis_of(protocol, quantity)
    return str(found.title) if found is not None else quantity.title


def alpha_of(protocol: Protocol) -> float:
    """The plan's error level."""
    return float(protocol.analysis.alpha)
