"""Scores are computed again from stored responses: to verify them, and after an erratum."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from limen.conduct.core.actor import Actor
from limen.conduct.core.answering.asked import asked
from limen.conduct.core.answering.questionnaire import Section
from limen.conduct.core.answering.scoring import Scores, scored
from limen.conduct.core.answering.services.earlier import earlier
from limen.conduct.core.answering.services.scores import (
    Place,
    add_scores,
    latest_scores,
    score_row,
)
from limen.conduct.core.models import Occasion, Participant, Score
from limen.conduct.core.trail import NothingToDo, recording
from limen.errors import ConductError


@dataclass(frozen=True, kw_only=True)
class Difference:
    """A stored score that its responses do not give today."""

    participant: str
    occasion: str
    instrument: str
    subscale: str
    stored: float | str | None
    computed: float | str | None


def recompute(participant: Participant | None = None) -> list[Difference]:
    """Return the stored scores that do not follow from the stored responses; none if all do.

    Of one participant, or of everybody. Nothing is written; `rescore` does.
    """
    return [difference for occasion in _scored(participant) for difference in _compared(occasion)]


def rescore(participant: Participant, *, reason: str, by: Actor) -> int:
    """Add versions of a participant's scores where they differ today; return how many.

    `reason` names the erratum and is kept in the entry. `ConductError` without one.
    """
    if not reason.strip():
        raise ConductError("Scores are computed anew for a reason, such as an erratum. Give it.")
    count = 0
    with recording("scores.recomputed", by=by, participant=participant) as record:
        record.note("reason", reason.strip())
        for occasion in _scored(participant):
            for respondent in _respondents(occasion):
                before = latest_scores(occasion, respondent)
                found = list(_again(occasion, respondent, before))
                count += len(add_scores(record, occasion, respondent, found, before))
        if count == 0:
            raise NothingToDo
    return count


def _scored(participant: Participant | None) -> Iterator[Occasion]:
    rows = (
        Score.objects.all()
        if participant is None
        else Score.objects.filter(participant=participant)
    )
    occasions = Occasion.objects.filter(pk__in=rows.values("occasion"))
    yield from occasions.select_related("participant", "made_under").iterator(chunk_size=200)


def _respondents(occasion: Occasion) -> list[str]:
    rows = Score.objects.filter(occasion=occasion).order_by("respondent")
    return list(rows.values_list("respondent", flat=True).distinct())


def _again(
    occasion: Occasion, respondent: str, before: dict[Place, Score]
) -> Iterator[tuple[Section, Scores]]:
    """Yield the scores of today of every instrument that has stored ones."""
    stored = {instrument for instrument, _ in before}
    questionnaire = asked(occasion, respondent=respondent)
    answers = earlier(occasion, respondent).known(questionnaire)
    for section in questionnaire.sections:
        if section.about == "instrument" and section.subject in stored:
            found = scored(occasion.made_under.protocol, section, answers, questionnaire.context)
            if found is not None:
                yield section, found


def _compared(occasion: Occasion) -> Iterator[Difference]:
    protocol = occasion.made_under.protocol
    for respondent in _respondents(occasion):
        before = latest_scores(occasion, respondent)
        for section, scores in _again(occasion, respondent, before):
            for name, result in scores.items():
                stored = before.get((section.subject, name))
                today = score_row(protocol, section.subject, name, result)
                said = None if stored is None else (stored.value, stored.label)
                if said != (today.value, today.label):
                    yield Difference(
                        participant=occasion.participant.number,
                        occasion=occasion.identifier,
                        instrument=section.subject,
                        subscale=name,
                        stored=None if stored is None else stored.label or stored.value,
                        computed=today.label or today.value,
                    )
