"""From the answers of a section to its scores."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from limen.conduct.core.answering.answers import Answer
from limen.conduct.core.answering.questionnaire import Questionnaire, Section
from limen.errors import InstrumentError, RuleError
from limen.instruments import Instrument, get
from limen.protocol import Protocol, listed
from limen.rules import Scalar

CHECKLIST = "limen_ae"
Scores = Mapping[str, "Scalar | None"]


def scored(
    protocol: Protocol,
    section: Section,
    answers: Mapping[str, Answer],
    context: Mapping[str, Any],
) -> Scores | None:
    """Return every subscale and derived result of a section's instrument; None: it has no scores.

    A score is None where it cannot be computed from what was answered. Scores that a rater entered
    are what was entered.
    """
    instrument = get(section.subject)
    sheet = {
        question.slot: _response(answers[question.key])
        for question in section.questions
        if question.key in answers
    }
    if not instrument.items:
        return {slot: _value(response) for slot, response in sheet.items()}
    return scores_of(protocol, instrument, sheet, context)


def scores_of(
    protocol: Protocol, instrument: Instrument, sheet: Mapping[str, Any], context: Mapping[str, Any]
) -> Scores | None:
    """Return an instrument's scores of a sheet, by the protocol's rule for missing answers.

    None if the instrument has no scoring rules, or the answers contradict each other, which only
    corrections can bring about.
    """
    if all(part.rule is None for part in instrument.subscales):
        return None
    around = {name: context[name] for name in instrument.context if name in context}
    missing = "prorate" if is_prorated(protocol, instrument.id) else "strict"
    try:
        return instrument.score(sheet, context=around, missing=missing)  # type: ignore[arg-type]
    except (InstrumentError, RuleError):
        names = [*(part.id for part in instrument.subscales), *instrument.derived]
        return dict.fromkeys(names)


def is_prorated(protocol: Protocol, instrument: str) -> bool:
    """Whether the protocol says in advance that missing answers are filled in."""
    policies = (one for one in listed(protocol.scoring) if one.instrument == instrument)
    return any(one.missing == "prorate" for one in policies)


def scoring_version(protocol: Protocol, instrument: Instrument) -> str:
    """Return by which rules scores are computed: the instrument's version, and the policy."""
    prorated = is_prorated(protocol, instrument.id)
    return f"{instrument.version} prorated" if prorated else instrument.version


def facts_of(
    questionnaire: Questionnaire, answers: Mapping[str, Answer], scores: Mapping[str, Scores]
) -> dict[str, Any]:
    """Return what safety rules may look at: answers and scores, by instrument and name."""
    facts: dict[str, Any] = {
        question.key: answers[question.key].value
        for question in questionnaire.questions
        if question.about in ("instrument", "measurement") and question.key in answers
        if answers[question.key].state == "answered" and question.kind != "text"
    }
    for instrument, found in scores.items():
        facts |= {f"{instrument}.{name}": value for name, value in found.items()}
    return facts


def complaints(answers: Mapping[str, Answer]) -> dict[str, Any]:
    """Return what the checklist `limen_ae` says of adverse events: the worst grade, seriousness.

    A complaint of grade 3 is a severe event, whether or not it is described in a report of its own.
    """
    prefix = f"{CHECKLIST}."
    said = {
        key.removeprefix(prefix): answer.value
        for key, answer in answers.items()
        if key.startswith(prefix) and isinstance(answer.value, float)
    }
    if not said:
        return {}
    serious = said.pop("serious", None)
    facts: dict[str, Any] = {"adverse_event.serious": serious == 1}
    if said:
        facts["adverse_event.severity_grade"] = max(said.values())
    return facts


def _response(answer: Answer) -> Any:
    return answer.value if answer.state == "answered" else {"state": answer.state}


def _value(response: Any) -> Any:
    return None if isinstance(response, Mapping) else response
