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
    "adverse_events": "share with an adverse event",
    "serious_adverse_events": "share with a serious adverse event",
    "withdrawals": "share who left because of what happened",
}
_SHARES = (
    "improved", "improved_corrected", "adverse_events", "serious_adverse_events", "withdrawals",
)  # fmt: skip
_SQUARED = ("variance", "mssd", "mssd_per_time")
_CORRELATIONS = ("inertia",)


def outcome_title(protocol: Protocol, target: Target) -> str:
    """The outcome's title, and what is compared where that is not its mean."""
    title = {one.id: one.title for one in protocol.outcomes}.get(target.outcome, target.outcome)
    measure = _MEASURES.get(target.measure, target.measure.replace("_", " "))
    if target.measure == "mean" or measure.rpartition(" ")[2] in title.lower():
        return title
    return f"{title}: {measure}" if title else f"{measure[:1].upper()}{measure[1:]}"


def unit(protocol: Protocol, target: Target) -> str:
    """The unit of an effect on the target's outcome, as `legible` numbers have it."""
    if target.measure.startswith("reactivity"):
        return "residual SD"
    if target.measure in _SHARES:
        return "percentage points"
    if target.measure in _CORRELATIONS:
        return "correlation"
    if target.measure == "slope":
        return _unit_of_slope(protocol, target)
    own = _own_unit(protocol, target.outcome) or "points"
    if target.measure in _SQUARED:
        return f"({own})²" if " " in own else f"{own}²"
    return own


def _unit_of_slope(protocol: Protocol, target: Target) -> str:
    """Problems per stressor, both as a derived outcome names them."""
    derived = {one.id: one.derived for one in protocol.outcomes}.get(target.outcome)
    problems = _own_unit(protocol, derived.problems if derived else target.outcome)
    stressors = _own_unit(protocol, derived.stressors) if derived else ""
    return f"{problems or 'points'} per {stressors or 'point of burden'}"


def _own_unit(protocol: Protocol, outcome: str) -> str:
    return {one.id: one.unit for one in protocol.outcomes}.get(outcome) or ""


def scale(target: Target) -> float:
    """What numbers of the target are multiplied by for people: shares become percentages."""
    return 100.0 if target.measure in _SHARES else 1.0


def has_sd(target: Target) -> bool:
    """Whether the SD of scores is a unit of the target: not of a share, a variance or a slope."""
    return target.measure == "mean" or target.measure.startswith("reactivity")


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
    titles = _titles(protocol)
    named: dict[str, None] = {}
    for id in target.occasions:
        definition, _, count = id.partition(".")
        every = protocol.occasion_ids(definition) if definition in titles else ()
        whole = not count or set(every) <= set(target.occasions)
        named[occasion(protocol, definition if whole else id)] = None
    return ", ".join(named)


def at_part(protocol: Protocol, target: Target) -> str:
    """Where a target is about some of its outcome's occasions only: which, for a sentence.

    Nobody sees in a number that it is about the last evening of a diary.
    """
    outcome = next((one for one in protocol.outcomes if one.id == target.outcome), None)
    if outcome is None or not target.occasions:
        return ""
    start = outcome.change_from
    every = {name for name in protocol.occasion_ids(*outcome.occasions) if name != start}
    part = set(target.occasions) < every
    return f", at “{occasions(protocol, target)}” only" if part else ""


def occasion(protocol: Protocol, id: str) -> str:
    """The occasion's title, with its number if it is one of several; another id as it is."""
    titles = _titles(protocol)
    definition, dot, count = id.partition(".")
    if definition not in titles or (dot and not count.isdigit()):
        return id
    return f"{titles[definition]} {count}".strip()


def named_occasions(protocol: Protocol, label: str) -> str:
    """The label of an estimate with titles for the ids of occasions between its commas."""
    return ", ".join(occasion(protocol, part) for part in label.split(", "))


def _titles(protocol: Protocol) -> dict[str, str]:
    return {one.id: str(one.title) for one in protocol.occasions if known(one.title)}


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
