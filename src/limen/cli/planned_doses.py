"""A protocol's planned doses as arrays: what `limen.pharmacology`, which knows no study, takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from limen.calendar import dosing_days
from limen.calendar.course import said
from limen.errors import AnalysisError
from limen.pharmacology import Substance, shipped_substances, substance
from limen.protocol import Protocol, known
from limen.protocol.document.treatment import Arm
from limen.protocol.document.treatment.interventions import Active
from limen.protocol.document.treatment.substances import Dose

MOST_ARMS = 3  # lines in one figure
_MORNING = 8.0


@dataclass(frozen=True, kw_only=True)
class PlannedDoses:
    """One arm: what is due when; 0 micrograms is placebo or nothing."""

    arm: str
    title: str
    given_hours: tuple[float, ...]  # from the start of study day 1
    dose_micrograms: tuple[float, ...]


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What a protocol plans to give of one substance."""

    substance: Substance
    formulation: str
    arms: tuple[PlannedDoses, ...]  # those drawn
    left_out: int  # further arms with doses
    notes: tuple[str, ...]


def planned_doses(protocol: Protocol, *, as_substance: str | None = None) -> Plan:
    """The doses of the arms that hold any, `MOST_ARMS` of them, or the first of more.

    `as_substance` takes the protocol's substance for one that Limen knows. Raises AnalysisError
    where the protocol does not say what is given or when, or gives something Limen has no data on.
    """
    active = [each for each in said(protocol.interventions) if isinstance(each, Active)]
    if not active:
        raise AnalysisError("The protocol gives no active substance; there is nothing to draw.")
    days = dosing_days(protocol)
    if not days:
        why = "" if known(protocol.regimen) else f": {protocol.regimen}"
        raise AnalysisError(
            f"The protocol has no dosing days{why}. Write its regimen and the length of its "
            "treatment, or draw the substance alone: limen pharmacology plot lsd."
        )
    which = _substance(active, as_substance)
    doses = {each.id: _micrograms(each) for each in active}
    formulation, note = _formulation(which, active[0])
    hour = _hour(protocol)
    given = tuple((day.study_day - 1) * 24 + hour for day in days)
    arms = [
        PlannedDoses(arm=arm.id, title=str(arm.title), given_hours=given, dose_micrograms=amounts)
        for arm in said(protocol.arms)
        if any(amounts := tuple(doses.get(_given(arm, day.period), 0.0) for day in days))
    ]
    if not arms:
        raise AnalysisError("No arm of the protocol names an active intervention.")
    shown = arms if len(arms) <= MOST_ARMS else arms[:1]
    return Plan(
        substance=which,
        formulation=formulation,
        arms=tuple(shown),
        left_out=len(arms) - len(shown),
        notes=(note,),
    )


def _given(arm: Arm, period: int) -> str:
    """Which intervention an arm gives in a period; one entry stands for the whole treatment."""
    periods = said(arm.periods)
    return str(periods[min(period, len(periods)) - 1]) if periods else ""


def _substance(active: list[Active], as_substance: str | None) -> Substance:
    names = {str(each.substance) for each in active}
    if as_substance is not None:
        return substance(as_substance)
    if len(names) > 1:
        raise AnalysisError(
            f"The protocol gives several substances ({', '.join(sorted(names))}); figures hold one."
            " Say with --substance which of Limen's to take all doses for."
        )
    name = names.pop()
    if name not in shipped_substances():
        raise AnalysisError(
            f"Limen has no data on the protocol's substance {name!r}. It knows "
            f"{', '.join(shipped_substances())}: say with --substance if one of them is meant."
        )
    return substance(name)


def _micrograms(each: Active) -> float:
    if isinstance(each.dose, Dose) and known(each.dose.amount) and known(each.dose.unit):
        return each.dose.micrograms
    raise AnalysisError(
        f"The dose of {each.id!r} is not one amount: it is unknown, or somebody chooses it. "
        "Only a planned amount can be drawn."
    )


def _formulation(which: Substance, each: Active) -> tuple[str, str]:
    said = str(each.formulation or "").lower() if known(each.formulation) else ""
    words: Mapping[str, str] = {
        "sublingual": "sublingual",
        "tartrate": "oral_tartrate",
        "oral": "oral",
        "mouth": "oral",
        "capsule": "oral",
    }
    for word, start in words.items():
        match = next((f for f in which.formulations if f.id.startswith(start)), None)
        if word in said and match is not None:
            return match.id, f"Kinetics: {which.kinetics_entry(match.id).title}."
    first = which.formulations[0]
    title = which.kinetics_entry(first.id).title
    return first.id, f"The protocol names no form that Limen knows; kinetics: {title}."


def _hour(protocol: Protocol) -> float:
    """When on a dosing day the dose is due: as soon as it may be taken, or in the morning."""
    opens = getattr(protocol.administration, "opens", None)
    if not isinstance(opens, str):
        return _MORNING
    hours, _, minutes = opens.partition(":")
    return int(hours) + int(minutes) / 60
