"""Blinding, safety, boundaries and consent: everybody named exists, and a rater stays blind."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from zoneinfo import ZoneInfo, available_timezones

from limen.counted import counted
from limen.protocol.check.context import Context, all_of, said
from limen.protocol.check.finding import Finding
from limen.protocol.document.opening import Path
from limen.protocol.document.oversight import (
    EventRateBoundary,
    GroupSequentialBoundary,
    Medication,
    SafetyRule,
)

_FROM_RATERS = ("allocation", "guesses", "positive_controls", "adverse_events")

_WITH_PARAMETER = ("wang_tsiatis", "haybittle_peto", "kim_demets", "hwang_shih_decani")


def check_oversight(context: Context) -> Iterator[Finding]:
    """Yield what is wrong with blinding, safety, boundaries, consent and sites."""
    yield from _raters(context)
    yield from _controls(context)
    yield from _safety(context)
    yield from _boundaries(context)
    yield from _consent(context)
    yield from _sites(context)


def _raters(context: Context) -> Iterator[Finding]:
    blinding = said(context.protocol.blinding)
    if blinding is None:
        return
    raters = [id for id, kind in context.kinds.items() if kind == "blinded_rater"]
    hidden = {
        party.party: all_of(party.blinded_to) for _, party in context.each("blinding", "parties")
    }
    for rater in raters:
        seen = [what for what in _FROM_RATERS if what not in hidden.get(rater, [])]
        if seen:
            yield Finding(
                ("blinding", "parties"),
                f"The blinded rater '{rater}' would see {', '.join(seen)}.",
                f"Add them to `blinded_to` of '{rater}'.",
                key=True,
            )


def _controls(context: Context) -> Iterator[Finding]:
    """Yield positive controls that a blinded rater would be asked, in a form or an occasion."""
    positive = {
        said(o.instrument) for o in context.outcomes.values() if said(o.control) == "positive"
    }
    for path, asks in (*context.each("occasions"), *context.each("forms")):
        for number, name in enumerate(all_of(asks.measures)):
            if context.kinds.get(asks.respondent) == "blinded_rater" and name in positive:
                yield Finding(
                    (*path, "measures", number),
                    f"A blinded rater would see '{name}', a positive control, which tells the arm.",
                    "Let the participant answer it alone.",
                )


def _safety(context: Context) -> Iterator[Finding]:
    safety = said(context.protocol.safety)
    if safety is None:
        return
    roles = context.ids("safety", "roles")
    for path, rule in context.each("safety", "rules"):
        yield from _line(context, path, rule, roles)
    yield from _medications(context, roles)
    collection = said(safety.adverse_events)
    if collection is not None:
        here = ("safety", "adverse_events")
        yield from context.occasion_list((*here, "occasions"), collection.occasions)
        judges = context.ids("respondents")
        yield from context.refer((*here, "judged_by"), collection.judged_by, judges, "respondent")


def _medications(context: Context, roles: list[str]) -> Iterator[Finding]:
    for path, medication in context.each("safety", "medications"):
        yield from _line(context, path, medication, roles)
        for number, name in enumerate(all_of(medication.names)):
            if isinstance(name, str) and not any(letter.isalnum() for letter in name):
                yield Finding(
                    (*path, "names", number),
                    f"Nobody can write down '{name}': it has neither letters nor digits.",
                    "Write the name of a substance or of a brand.",
                )
        responsible, hours = medication.responsible, medication.within_hours
        if (responsible is None) != (hours is None):
            yield Finding(
                path,
                f"'{medication.id}' names {'a time' if responsible is None else 'who must act'}, "
                f"but not {'who must act' if responsible is None else 'by when'}.",
                "Write `responsible` and `within_hours`, or neither: then it is only flagged.",
            )
        elif responsible is None and (medication.hold_dosing is True or medication.next):
            yield Finding(
                path,
                f"'{medication.id}' holds doses or calls somebody next, but nobody must act.",
                "Write `responsible` and `within_hours` as well.",
            )


def _line(
    context: Context, path: Path, called: SafetyRule | Medication, roles: list[str]
) -> Iterator[Finding]:
    """Yield roles that do not exist, and a line in which the same one stands twice."""
    for name in ("responsible", "next"):
        yield from context.refers((*path, name), getattr(called, name), roles, "role")
    if said(called.next) is not None and called.next == called.responsible:
        yield Finding(
            (*path, "next"), "The next in line is the one who did not answer.", "Name another."
        )


def _boundaries(context: Context) -> Iterator[Finding]:
    for path, boundary in context.each("boundaries"):
        if isinstance(boundary, EventRateBoundary):
            allowed = context.ids("interventions")
            here = (*path, "intervention")
            yield from context.refers(here, boundary.intervention, allowed, "intervention")
        if not isinstance(boundary, GroupSequentialBoundary):
            continue
        here = (*path, "estimand")
        yield from context.refers(here, boundary.estimand, context.ids("estimands"), "estimand")
        if said(boundary.shape) in _WITH_PARAMETER and boundary.parameter is None:
            yield Finding(
                (*path, "shape"),
                f"The shape {boundary.shape} has a parameter.",
                "Write `parameter: ...`.",
            )
        looks = all_of(boundary.information)
        if looks and (looks[-1] != 1 or sorted(set(looks)) != looks):
            yield Finding(
                (*path, "information"),
                "Information grows from look to look and ends at 1.",
                "Write for example [0.5, 1].",
            )


def _consent(context: Context) -> Iterator[Finding]:
    consent = said(context.protocol.consent)
    if consent is None:
        return
    questions = all_of(consent.questions)
    for number, question in enumerate(questions):
        if said(question.correct) not in (None, *all_of(question.options)):
            yield Finding(
                ("consent", "questions", number, "correct"),
                "The right answer is none of the options.",
                "Copy one of `options` word for word.",
            )
    needed = said(consent.correct_needed)
    if needed is not None and needed > len(questions):
        yield Finding(
            ("consent", "correct_needed"),
            f"{counted(needed, 'right answer is', 'right answers are')} needed, of "
            f"{counted(len(questions), 'question')}.",
            f"Write at most {len(questions)}.",
        )
    respondents = context.ids("respondents")
    yield from context.refer(("consent", "signed_by"), consent.signed_by, respondents, "respondent")
    written = {said(document.language) for document in all_of(consent.documents)}
    for number, language in enumerate(all_of(context.protocol.languages)):
        if written and None not in written and language not in written:
            yield Finding(
                ("languages", number),
                f"No consent document is in '{language}'.",
                "Add one, or leave the language out.",
            )


def _sites(context: Context) -> Iterator[Finding]:
    for path, site in context.each("population", "sites"):
        zone = said(site.time_zone)
        if zone is not None and not _is_zone(zone):
            near = get_close_matches(zone, available_timezones(), n=1)
            yield Finding(
                (*path, "time_zone"),
                f"There is no time zone '{zone}'.",
                f"Did you mean '{near[0]}'?" if near else "Write an IANA name: Europe/Berlin.",
            )


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True
