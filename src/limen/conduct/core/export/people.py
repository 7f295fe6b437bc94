"""Participants and the screening log."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from limen.conduct.core.export.cells import PAGE, SERVER, clean, ends
from limen.conduct.core.export.setting import CHUNK, Setting, consented, in_study
from limen.conduct.core.models import EligibilityAnswer, EligibilityDecision, Participant
from limen.dataset.tables import tables_of
from limen.dataset.vocabulary import parts
from limen.protocol import known
from limen.protocol.document.people import Population, Stratum

Record = dict[str, Any]
Answers = Mapping[str, str]
_STATUS = Participant.Status
_OURS = frozenset(
    {"participant", "site", "stratum", "status", "enrolled_on", "time_zone", "language",
     "respondent", "source", "entered_at"}
)  # fmt: skip
_TRUTHS = {"true": "yes", "false": "no"}
_CHUNK = CHUNK // 10  # people at a time, each with answers


def participants(setting: Setting) -> Iterator[Record]:
    """A row a person in the study; what else is known of them comes from screening."""
    spec = tables_of(setting.protocol)["participants"]
    asked = [column for column in spec.columns if column.name not in _OURS]
    levels = _levels(setting)
    rows = (
        in_study()
        .select_related("site")
        .prefetch_related("eligibility_answers", "zone_changes", "kit_sets")
    )
    for row in rows.iterator(chunk_size=_CHUNK):
        answers = _said(setting, row)
        strata = {each.id: level(each, row, answers) for each in _strata(setting)}
        strata |= {name: held for name, held in allocated(row).items() if name in strata}
        found = {column.name: answers.get(column.name, "") for column in asked} | strata
        yield {
            **{name: found[name] for name in found if _fits(name, found[name], asked, levels)},
            "participant": row.number,
            "site": row.site.identifier,
            "stratum": ";".join(f"{name}={held}" for name, held in strata.items() if held),
            "status": _status(row),
            "enrolled_on": row.enrolled_on,
            "time_zone": _zone_at_enrolment(row),
            "language": row.language,
            **ends("participant", SERVER, row.invited_at),
        }


def screening(setting: Setting) -> Iterator[Record]:
    """Answers, criteria and decision of everybody who consented, enrolled or not."""
    rows = consented().select_related("site").order_by("pk")
    rows = rows.prefetch_related("eligibility_answers", "eligibility_decisions")
    for row in rows.iterator(chunk_size=_CHUNK):
        zone = ZoneInfo(row.zone)
        candidate = {
            "candidate": row.number,
            "participant": row.number if row.pk in setting.people else "",
            "site": row.site.identifier,
        }
        for answer in _latest(row):
            day = answer.answered_at.astimezone(zone).date()
            yield candidate | _answer(setting, answer, day)
        decisions = sorted(row.eligibility_decisions.all(), key=lambda each: each.pk)
        if decisions:
            day = decisions[-1].decided_at.astimezone(zone).date()
            for told in _decided(setting, decisions[-1], day):
                yield candidate | told
        elif row.status == _STATUS.WITHDRAWN and row.pk not in setting.people:
            ending = ends("participant", SERVER, None)
            yield candidate | {"question": "decision", "answer": "declined"} | ending


def level(stratum: Stratum, participant: Participant, answers: Answers) -> str:
    """Return somebody's level of a stratification factor; empty if it is not known."""
    if stratum.from_ == "site":
        return participant.site.identifier
    if stratum.from_ == "baseline":
        return ""  # what was found at randomisation stands with the set
    said = answers.get(stratum.id, "")
    points = parts(stratum.cut_points)
    if not said or not points:
        return said
    try:
        below = sum(float(said) >= float(point) for point in points)
    except ValueError:
        return ""
    return stratum.levels[below] if below < len(stratum.levels) else ""


def allocated(participant: Participant) -> Record:
    """Return the levels under which somebody was randomised: later corrections change them not."""
    for one in participant.kit_sets.all():
        found: Record = json.loads(one.stratum)
        return found
    return {}


def _strata(setting: Setting) -> Sequence[Stratum]:
    population = setting.protocol.population
    return parts(population.strata) if isinstance(population, Population) else ()


def _levels(setting: Setting) -> dict[str, tuple[str, ...]]:
    """Return the levels that the protocol lists, by the participants' column."""
    return {
        each.column: each.levels
        for each in parts(setting.protocol.covariates)
        if each.from_ == "participants" and each.kind == "factor" and parts(each.levels)
    }


def _fits(
    name: str, text: str, asked: Sequence[Any], levels: Mapping[str, tuple[str, ...]]
) -> bool:
    """Whether a column takes the answer; an amendment may have changed what was asked."""
    if not text:
        return False
    kind = next((column.kind for column in asked if column.name == name), "text")
    if kind == "number":
        try:
            float(text)
        except ValueError:
            return False
    return text in levels.get(name, (text,))


def _latest(participant: Participant) -> list[EligibilityAnswer]:
    found: dict[str, EligibilityAnswer] = {}
    for answer in sorted(participant.eligibility_answers.all(), key=lambda each: each.pk):
        found[answer.question] = answer
    return list(found.values())


def _said(setting: Setting, participant: Participant) -> dict[str, str]:
    return {each.question: _text(setting, each) for each in _latest(participant)}


def _text(setting: Setting, answer: EligibilityAnswer) -> str:
    """Return an answer as a dataset writes it, where strata have the levels yes and no."""
    if answer.state != "answered":
        return ""
    population = setting.versions[answer.protocol_version_id].population
    questions = parts(population.screening) if isinstance(population, Population) else ()
    if any(one.id == answer.question and one.kind == "yes_no" for one in questions):
        return _TRUTHS.get(answer.value, answer.value)
    return clean(answer.value)


def _answer(setting: Setting, answer: EligibilityAnswer, day: date) -> Record:
    said = answer.state == "answered"
    reason = setting.reason(answer.participant_id, answer.reason, "screening")
    return {
        "screened_on": day,
        "question": answer.question,
        "answer": _text(setting, answer),
        "reason": clean(reason) if said else answer.state,
        **ends("participant", PAGE, answer.answered_at),
    }


def _decided(setting: Setting, decision: EligibilityDecision, day: date) -> Iterator[Record]:
    """Yield each criterion as its rule came out, then the decision."""
    ending = {"screened_on": day, **ends("staff", SERVER, decision.decided_at)}
    failed = set(json.loads(decision.failed or "[]"))
    undecided = set(json.loads(decision.undecided or "[]"))
    population = setting.versions[decision.protocol_version_id].population
    rules = population.eligibility if isinstance(population, Population) else None
    for kind in ("inclusion", "exclusion") if known(rules) and rules else ():
        for criterion in parts(getattr(rules, kind)):
            held = (criterion.id in failed) == (kind == "exclusion")
            told = {"answer": "met" if held else "not_met"}
            if criterion.id in undecided:
                told = {"answer": "", "reason": "could not be decided"}
            yield {"question": criterion.id, **told, **ending}
    words = setting.words(decision.reason_id, "screening")
    answer = "eligible" if decision.eligible else "not_eligible"
    yield {"question": "decision", "answer": answer, "reason": clean(words), **ending}


def _status(participant: Participant) -> str:
    """Return the dataset's word; blank while somebody has begun and is not enrolled yet."""
    if participant.status in (_STATUS.INVITED, _STATUS.CONSENTED):
        return ""
    return "enrolled" if participant.status == _STATUS.ELIGIBLE else participant.status


def _zone_at_enrolment(participant: Participant) -> str:
    zone, since = ZoneInfo(participant.zone), participant.enrolled_on
    for change in sorted(participant.zone_changes.all(), key=lambda each: each.pk):
        if since is None or change.since.astimezone(zone).date() > since:
            return change.old_zone
    return participant.zone
