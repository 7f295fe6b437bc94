"""What the protocol's rules make of the answers; the investigator decides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from limen.conduct.core.models import Participant
from limen.conduct.core.screening.answer_screening import latest_answers
from limen.conduct.core.screening.questions import questions_of
from limen.conduct.core.screening.read import fits, value_of
from limen.errors import RuleError
from limen.protocol import Protocol, Unknown, known
from limen.protocol.document.people import Criterion, Population
from limen.protocol.document.people.population import Eligibility
from limen.rules import parse_rule

Side = Literal["inclusion", "exclusion"]


@dataclass(frozen=True)
class JudgedCriterion:
    """A criterion and what its rule gives: true, false, or None where nobody can tell yet."""

    identifier: str
    title: str
    side: Side
    met: bool | None

    @property
    def speaks_against(self) -> bool:
        """Whether it keeps the person out: an inclusion not met, or an exclusion met."""
        return self.met is (self.side == "exclusion")

    @property
    def word(self) -> str:
        """`met`, `not_met` or `undecided`."""
        return "undecided" if self.met is None else "met" if self.met else "not_met"


@dataclass(frozen=True)
class Judged:
    """What the rules say about somebody, by criterion and altogether."""

    criteria: tuple[JudgedCriterion, ...]

    @property
    def failed(self) -> tuple[str, ...]:
        """The criteria that keep the person out."""
        return tuple(one.identifier for one in self.criteria if one.speaks_against)

    @property
    def undecided(self) -> tuple[str, ...]:
        """The criteria that nobody can decide yet: an answer is missing, or the protocol's rule."""
        return tuple(one.identifier for one in self.criteria if one.met is None)

    @property
    def eligible(self) -> bool | None:
        """False if a criterion keeps the person out, None if one is undecided, else True."""
        if self.failed:
            return False
        return None if self.undecided else True


def judged(participant: Participant) -> Judged:
    """Return what the rules of the participant's version make of the answers that count."""
    protocol = participant.version.protocol
    return Judged(tuple(_criteria(protocol, _values(participant, protocol))))


def _values(participant: Participant, protocol: Protocol) -> dict[str, Any]:
    answers = latest_answers(participant)
    return {
        str(question.id): value_of(question, answers[question.id])
        for question in questions_of(protocol)
        if question.id in answers and fits(question, answers[question.id])
    }


def _criteria(protocol: Protocol, values: Mapping[str, Any]) -> Iterator[JudgedCriterion]:
    population = protocol.population
    if not isinstance(population, Population):
        yield _not_said("inclusion", population)
        return
    eligibility = population.eligibility
    if not isinstance(eligibility, Eligibility):
        if eligibility is not None:
            yield _not_said("inclusion", eligibility)
        return
    sides: tuple[tuple[Side, Any], ...] = (
        ("inclusion", eligibility.inclusion),
        ("exclusion", eligibility.exclusion),
    )
    for side, criteria in sides:
        if not known(criteria):
            yield _not_said(side, criteria)
            continue
        for one in criteria:
            yield JudgedCriterion(str(one.id), str(one.title), side, _met(one, values))


def _not_said(side: Side, why: object) -> JudgedCriterion:
    """Return what stands for criteria that the protocol does not say."""
    reason = str(why) if isinstance(why, Unknown) else "the protocol says nothing"
    return JudgedCriterion(side, reason, side, None)


def _met(criterion: Criterion, values: Mapping[str, Any]) -> bool | None:
    if not known(criterion.rule):
        return None
    try:
        result = parse_rule(criterion.rule).evaluate(values)
    except RuleError:
        return None
    return result if isinstance(result, bool) else None
