"""A protocol on a page of text."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import fill
from typing import Any

from limen.counted import counted
from limen.protocol.document.measurement import Occasion
from limen.protocol.document.part import Unknown, known, listed
from limen.protocol.document.protocol import Protocol
from limen.protocol.wording import estimand_paragraph

WIDTH = 96


def summary(protocol: Protocol) -> str:
    """Return what the study does, as text of at most 96 columns: who, what, when, and why."""
    return "\n".join(
        [
            f"{protocol.title}",
            f"{protocol.id}, version {protocol.version}, {protocol.status}, "
            f"{_kind(protocol.design)} design",
            f"hash {protocol.hash}",
            *_section("", [str(protocol.summary)] if protocol.summary else []),
            *_section("Population", _population(protocol)),
            *_section("Course", _course(protocol)),
            *_section("Arms", _arms(protocol)),
            *_section("Occasions", [_occasion(protocol, o) for o in _all(protocol, "occasions")]),
            *_section("Forms", list(_forms(protocol))),
            *_section("Outcomes", list(_outcomes(protocol))),
            *_section("Payments", list(_payments(protocol))),
            *_section("Treatment guesses", list(_guesses(protocol))),
            *_section("Safety rules", list(_rules(protocol))),
            *_section("Not to be taken beside", list(_medications(protocol))),
            *_section(
                "Estimands", [estimand_paragraph(protocol, e) for e in _all(protocol, "estimands")]
            ),
            *_section("Analyses", list(_analyses(protocol))),
        ]
    )


def _section(title: str, lines: list[str]) -> list[str]:
    if not lines:
        return []
    wrapped = [
        fill(line, WIDTH, initial_indent="  ", subsequent_indent="    ", break_on_hyphens=False)
        for line in lines
    ]
    return ["", *([title] if title else []), *wrapped]


def _all(protocol: Protocol, name: str) -> tuple[Any, ...]:
    value = getattr(protocol, name)
    return value if isinstance(value, tuple) else ()


def _kind(part: Any) -> str:
    return str(part) if isinstance(part, Unknown) else str(part.kind).replace("_", " ")


def _names(values: Any) -> str:
    return ", ".join(map(str, values)) if isinstance(values, tuple) else str(values)


def _population(protocol: Protocol) -> list[str]:
    population = protocol.population
    if isinstance(population, Unknown):
        return [str(population)]
    lines = [f"{population.description}; planned: {population.planned}"]
    for site in listed(population.sites):
        needed = [each.id for each in listed(getattr(site, "approvals_needed", ()))]
        if needed:
            lines.append(f"{site.id}: enrols with {_names(tuple(needed))}")
    return lines


def _course(protocol: Protocol) -> list[str]:
    phases = [
        f"{phase.id} ({phase.kind}, {_days(phase.days)})" for phase in _all(protocol, "phases")
    ]
    lines = [" → ".join(phases)]
    if protocol.periods is not None and known(protocol.periods):
        lines.append(
            f"{_counted(protocol.periods.count, 'period')} of {_days(protocol.periods.days)}"
        )
    if protocol.regimen is not None:
        lines.append(f"regimen: {_regimen(protocol.regimen)}")
    lines += _release(protocol)
    if protocol.allocation is not None:
        lines.append(f"allocation: {_kind(protocol.allocation)}")
    return lines


def _release(protocol: Protocol) -> list[str]:
    administration = protocol.administration
    criteria = getattr(administration, "release", ())
    if not isinstance(criteria, tuple) or not criteria:
        return []
    hours = getattr(administration, "observation_hours", None)
    after = f" after {_counted(hours, 'hour')}" if hours else ""
    return [f"released{after} when: {'; '.join(str(each.title) for each in criteria)}"]


def _days(days: Any) -> str:
    return _counted(days, "day") if known(days) else str(days)


def _counted(number: Any, one: str) -> str:
    return counted(number, one) if known(number) else f"{one}s: {number}"


def _regimen(regimen: Any) -> str:
    if isinstance(regimen, Unknown):
        return str(regimen)
    names = [name for name in type(regimen).model_fields if name != "kind"]
    said = [
        f"{n.replace('_', ' ')} {_names(value)}" for n in names if (value := getattr(regimen, n))
    ]
    return f"{_kind(regimen)} ({', '.join(said)})"


def _arms(protocol: Protocol) -> list[str]:
    order = {"drawn": " (in drawn order)"}
    return [
        f"{arm.id}: {arm.title}: {' → '.join(arm.periods)}{order.get(arm.order, '')}"
        if known(arm.periods)
        else f"{arm.id}: {arm.title}: {arm.periods}"
        for arm in _all(protocol, "arms")
    ]


def _occasion(protocol: Protocol, occasion: Occasion) -> str:
    try:
        ids = protocol.occasion_ids(occasion.id)
    except TypeError:  # a number in the schedule is unknown
        ids = (occasion.id,)
    times = f"{len(ids)} times ({ids[0]} to {ids[-1]})" if len(ids) > 1 else "once"
    what = _names((*_tuple(occasion.measures), *_tuple(occasion.measurements)))
    by = "" if occasion.respondent == "participant" else f", by the {occasion.respondent}"
    return f"{occasion.id}: {_kind(occasion)} in {occasion.phase}, {times}{by}: {what}"


def _tuple(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else (value,)


def _forms(protocol: Protocol) -> Iterator[str]:
    for form in _all(protocol, "forms"):
        optional = ", optional" if form.optional is True else ""
        what = _names((*_tuple(form.measurements), *_tuple(form.measures)))
        yield (
            f"{form.id}: {_kind(form)} by the {form.respondent} at {_names(form.occasions)}"
            f"{optional}: {what}"
        )


def _payments(protocol: Protocol) -> Iterator[str]:
    for payment in _all(protocol, "payments"):
        amount = f"{payment.amount:g}" if known(payment.amount) else str(payment.amount)
        yield f"{payment.id}: {amount} {payment.currency} at {_names(payment.occasions)}"


def _rules(protocol: Protocol) -> Iterator[str]:
    for rule in listed(getattr(protocol.safety, "rules", ())):
        yield f"{rule.id}: {rule.title}: {_called(rule)}"


def _medications(protocol: Protocol) -> Iterator[str]:
    for one in listed(getattr(protocol.safety, "medications", ())):
        yield f"{one.id}: {_names(one.names)}: {_called(one)}"


def _called(part: Any) -> str:
    """Return who must act by when, and whether doses wait."""
    holds = ", holds dosing" if part.hold_dosing is True else ""
    if part.responsible is None:
        return f"flagged{holds}"
    return f"{part.responsible} within {_counted(part.within_hours, 'hour')}{holds}"


def _outcomes(protocol: Protocol) -> Iterator[str]:
    for outcome in _all(protocol, "outcomes"):
        control = f", {outcome.control} control" if outcome.control != "none" else ""
        yield (
            f"{outcome.id}: {outcome.title}, after the {outcome.exposure}, "
            f"at {_names(outcome.occasions)}{control}"
        )


def _guesses(protocol: Protocol) -> Iterator[str]:
    for guess in _all(protocol, "guesses"):
        unsure = ' or "don\'t know"' if guess.dont_know is True else ""
        yield (
            f"{guess.id}: {guess.respondent} guesses the {guess.about} ({_names(guess.options)}"
            f"{unsure}) at {_names(guess.occasions)}"
        )


def _analyses(protocol: Protocol) -> Iterator[str]:
    if isinstance(protocol.analysis, Unknown):
        return
    planned = protocol.analysis.analyses
    for number, item in enumerate(() if isinstance(planned, Unknown) else planned, start=1):
        outcomes = getattr(item, "outcomes", ())
        of = f" of {_names(outcomes)}" if outcomes else ""
        yield f"{number}. {item.id}: {item.title} ({item.role}): {item.estimator}{of}"
