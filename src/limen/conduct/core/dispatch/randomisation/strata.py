"""Somebody's levels of the stratification factors, as their site and answers say."""

from __future__ import annotations

from dataclasses import dataclass

from limen.conduct.core.dispatch.randomisation.baseline_value import baseline_value, is_measured
from limen.conduct.core.models import Participant
from limen.conduct.core.screening import latest_answers, questions_of
from limen.errors import Problem
from limen.protocol import Protocol, listed
from limen.protocol.document.people import Population, Stratum

_TRUTHS = {"true": "yes", "false": "no"}


@dataclass(frozen=True, kw_only=True)
class Levels:
    """The level of each factor that is known, and a problem for each that is not."""

    known: dict[str, str]
    missing: tuple[Problem, ...]


def factors_of(protocol: Protocol) -> tuple[str, ...]:
    """Return the ids of the factors that allocation is stratified by, or balanced on."""
    allocation = protocol.allocation
    factors = listed(getattr(allocation, "factors", ()))
    named = listed(getattr(allocation, "strata", ()))
    return (*map(str, named), *(str(one.stratum) for one in factors))


def levels_of(participant: Participant) -> Levels:
    """Return a participant's levels under the version they are under."""
    protocol = participant.version.protocol
    population = protocol.population
    strata = listed(population.strata) if isinstance(population, Population) else ()
    defined = {str(one.id): one for one in strata}
    known: dict[str, str] = {}
    missing: list[Problem] = []
    for name in factors_of(protocol):
        level = _level(participant, protocol, defined[name]) if name in defined else ""
        if level:
            known[name] = level
        else:
            title = _title(defined.get(name), name)
            message = f"The level of {title} is not known."
            remedy = _remedy(protocol, defined.get(name))
            missing.append(Problem(message=message, remedy=remedy, path=name))
    return Levels(known=known, missing=tuple(missing))


def _level(participant: Participant, protocol: Protocol, stratum: Stratum) -> str:
    if stratum.from_ == "site":
        return participant.site.identifier
    name = str(stratum.id)
    if stratum.from_ == "baseline":
        said = baseline_value(participant, name)
    else:
        said = _said(participant, protocol, name)
    points, levels = listed(stratum.cut_points), tuple(map(str, listed(stratum.levels)))
    if said and points:
        return _between(said, points, levels)
    return said if not levels or said in levels else ""


def _said(participant: Participant, protocol: Protocol, question: str) -> str:
    """Return the answer to a screening question as levels are written: yes and no, not true."""
    answer = latest_answers(participant).get(question)
    if answer is None or answer.state != "answered":
        return ""
    kinds = {str(one.id): one.kind for one in questions_of(protocol)}
    return _TRUTHS.get(answer.value, "") if kinds.get(question) == "yes_no" else answer.value


def _between(said: str, points: tuple[float, ...], levels: tuple[str, ...]) -> str:
    try:
        above = sum(float(said) >= point for point in points)
    except ValueError:
        return ""
    return levels[above] if above < len(levels) else ""


def _title(stratum: Stratum | None, name: str) -> str:
    return stratum.title if stratum is not None and isinstance(stratum.title, str) else name


def _remedy(protocol: Protocol, stratum: Stratum | None) -> str:
    if stratum is not None and stratum.from_ == "baseline":
        if not is_measured(protocol, str(stratum.id)):
            return "The protocol has neither a measurement nor an outcome of this name."
        return "Enter what was measured before the first dose."
    return "Answer the screening question of this name."
