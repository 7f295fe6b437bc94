"""Boundaries on how frequent an event is, as far as a pooled count can speak of them."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from limen.conduct.core.monitoring.chance import exceeds, share_limits
from limen.conduct.core.monitoring.courses import Course
from limen.conduct.core.monitoring.events import Event
from limen.conduct.core.monitoring.scope import Scope, share
from limen.conduct.core.monitoring.topic import Exhibit, table
from limen.errors import RuleError
from limen.protocol import Protocol, known, listed
from limen.protocol.document.oversight import EventRateBoundary
from limen.results import Picture
from limen.results.table import Cell
from limen.rules import Rule, parse_rule


@dataclass(frozen=True, kw_only=True)
class Rate:
    """A boundary, and people with the event among those who began, all arms together.

    `exceeds` is the probability that the pooled share is above the acceptable one; `worst` the same
    if all these people had received the intervention that the boundary is about, and as many
    received it as planned: by chance it may be fewer. None where the protocol does not say how
    many receive it.
    """

    title: str
    intervention: str
    acceptable: float
    stop: float
    every: int
    people: int
    of: int
    exceeds: float
    worst: float | None


def event_rates(scope: Scope, found: list[Event], people: list[Course]) -> tuple[Exhibit, ...]:
    """Return one exhibit of the protocol's boundaries on event rates; none if there are none."""
    lines = rates(scope, found, people)
    if not lines:
        return ()
    rows: list[tuple[Cell, ...]] = []
    for one in lines:
        low, high = share_limits(one.people, one.of) if one.of else (None, None)
        rows.append(
            (one.title, one.people, one.of, share(one.people, one.of), low, high, one.acceptable,
             one.exceeds, one.worst, one.stop, one.every)
        )  # fmt: skip
    shown = table(
        "event_rates",
        _("Boundaries on event rates, pooled"),
        (
            ("boundary", _("Boundary"), "text"),
            ("people", _("People with it"), "count"),
            ("of", _("of who began"), "count"),
            ("share", _("Pooled share"), "percent"),
            ("lower", _("lower"), "percent"),
            ("upper", _("upper"), "percent"),
            ("acceptable", _("Acceptable"), "percent"),
            ("exceeds", _("Probability that the pooled share exceeds it"), "percent"),
            ("worst", _("the same if all had received it"), "percent"),
            ("stop", _("The boundary stops at"), "percent"),
            ("every", _("Looks every"), "count"),
        ),
        rows,
        picture=Picture(
            shape="bars", label="boundary", y="share", lower="lower", upper="upper",
            title=_("Pooled share of people with the event"),
        ),
        notes=(
            _("A boundary that names an intervention is about those who received it. A pooled "
              "count cannot say whom the events befell: events on the intervention are thinned by "
              "everybody else, so a low pooled share clears nothing. It can say that no arm looks "
              "worse than if all of them had received it (second last probability), and a pooled "
              "share beyond the limit is a reason for the board to look by arm. Only the closed "
              "report can say whether the boundary is crossed."),
            _("A term that staff wrote in their own words is not counted until it is coded."),
        ),
    )  # fmt: skip
    return (Exhibit(said=_said(lines), table=shown),)


def _said(lines: list[Rate]) -> str:
    may = [one.title for one in lines if one.exceeds > one.stop or (one.worst or 0) > one.stop]
    if not may:
        return _(
            "Even if all events had befallen one arm of the planned size, no boundary would be "
            "crossed now."
        )
    return _("A look by arm, which only the board has, could stop: %(boundaries)s.") % {
        "boundaries": "; ".join(may)
    }


def rates(scope: Scope, found: list[Event], people: list[Course]) -> list[Rate]:
    """Return where each boundary on an event rate stands, blinded."""
    began = {one.key for one in people if one.began(scope.now)}
    return [
        _rate(scope.protocol, one, found, began)
        for one in listed(scope.protocol.boundaries)
        if isinstance(one, EventRateBoundary) and known(one.event)
    ]


def _rate(
    protocol: Protocol, boundary: EventRateBoundary, found: list[Event], began: set[int]
) -> Rate:
    rule = parse_rule(boundary.event, path=f"boundaries.{boundary.id}")
    hit = {one.participant for one in found if one.participant in began and _counts(rule, one)}
    about = boundary.intervention if isinstance(boundary.intervention, str) else ""
    expected = _share_of(protocol, about) if about else 1.0
    acceptable = float(boundary.largest_acceptable_share)
    worst = None
    if expected is not None:
        received = max(len(hit), round(expected * len(began)))
        worst = exceeds(len(hit), received, acceptable)
    return Rate(
        title=str(boundary.title or boundary.id),
        intervention=about,
        acceptable=acceptable,
        stop=float(boundary.stop_when_probability),
        every=int(boundary.look_every),
        people=len(hit),
        of=len(began),
        exceeds=exceeds(len(hit), len(began), acceptable),
        worst=worst,
    )


def _counts(rule: Rule, one: Event) -> bool:
    """Whether a boundary counts an event; its term may be written as on the list or as an id."""
    return any(_holds(rule, one, term) for term in {one.term, one.term.lower().replace(" ", "_")})


def _holds(rule: Rule, one: Event, term: str) -> bool:
    facts = {
        "adverse_event.term": term,
        "adverse_event.severity_grade": one.grade,
        "adverse_event.serious": one.serious,
        "adverse_event.relatedness": one.relatedness or None,
        "adverse_event.expectedness": one.expectedness or None,
    }
    try:
        return rule.evaluate(facts) is True
    except RuleError:
        return False


def _share_of(protocol: Protocol, intervention: str) -> float | None:
    """Return which share of people is planned to receive an intervention."""
    ratio = getattr(protocol.allocation, "ratio", None)
    if not isinstance(ratio, dict) or not ratio:
        return None
    with_it = {str(arm.id) for arm in listed(protocol.arms) if intervention in listed(arm.periods)}
    return float(sum(ratio.get(arm, 0) for arm in with_it) / sum(ratio.values()))
