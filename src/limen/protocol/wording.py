"""Estimands and analyses in words, for people and for the methods section."""

from __future__ import annotations

from typing import Any

from limen.protocol.document.analysis import INTERCURRENT_EVENTS, Estimand
from limen.protocol.document.part import Unknown
from limen.protocol.document.protocol import Protocol

_SUMMARIES = {
    "mean_difference": "difference of means",
    "standardised_mean_difference": "difference of means in standard deviations",
    "risk_difference": "difference of shares",
    "odds_ratio": "ratio of odds",
    "rate_ratio": "ratio of rates",
}
_BASES = {
    "administration": "what was taken that day",
    "period": "the period's intervention",
    "arm": "the arm",
}


def attributes(protocol: Protocol, estimand: Estimand) -> dict[str, str]:
    """Return the attributes of an estimand but the intercurrent events, each in words.

    The keys are `treatment`, `population`, `variable` and `summary`.
    """
    treatment = estimand.treatment
    if isinstance(treatment, Unknown):
        compared = str(treatment)
    else:
        active, reference = (_title(protocol, id) for id in (treatment.active, treatment.reference))
        basis = _BASES.get(str(treatment.basis), str(treatment.basis))
        compared = f"{active} against {reference}, by {basis}"
    variable = "; ".join(_titles(protocol.outcomes, id) for id in estimand.all_outcomes)
    if estimand.occasions and not isinstance(estimand.occasions, Unknown):
        variable += f" (at {', '.join(estimand.occasions)})"
    return {
        "treatment": compared,
        "population": str(estimand.population or _population(protocol)),
        "variable": variable,
        "summary": _SUMMARIES.get(str(estimand.summary), str(estimand.summary)),
    }


def strategies(estimand: Estimand) -> tuple[tuple[str, str], ...]:
    """Return each intercurrent event with its strategy, both in words."""
    chosen = estimand.strategies
    return tuple(
        (words, chosen[name].replace("_", " ")) for name, words in INTERCURRENT_EVENTS.items()
    )


def estimand_paragraph(protocol: Protocol, estimand: Estimand) -> str:
    """Return an estimand as a paragraph for the protocol and the methods section."""
    said = attributes(protocol, estimand)
    by_strategy: dict[str, list[str]] = {}
    for event, strategy in strategies(estimand):
        by_strategy.setdefault(strategy, []).append(event)
    events = "; ".join(f"{strategy} for {_list(names)}" for strategy, names in by_strategy.items())
    paragraph = (
        f"{estimand.title} ({estimand.role}). Treatment: {said['treatment']}. "
        f"Population: {_no_stop(said['population'])}. Variable: {said['variable']}. "
        f"Intercurrent events: {events}. Summary: {said['summary']}."
    )
    return f"{paragraph} {estimand.note}" if estimand.note else paragraph


def _population(protocol: Protocol) -> object:
    population = protocol.population
    return population if isinstance(population, Unknown) else population.description


def _title(protocol: Protocol, id: Any) -> str:
    arm = _titles(protocol.arms, id)
    return arm if arm != str(id) else _titles(protocol.interventions, id)


def _titles(parts: Any, id: Any) -> str:
    """Return the title of the part with this id; the id itself where there is none."""
    listed = parts if isinstance(parts, tuple) else ()
    return next((str(part.title) for part in listed if part.id == id), str(id))


def _list(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _no_stop(text: str) -> str:
    return text.rstrip(" .")
