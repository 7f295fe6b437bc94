"""One questionnaire as it stands: what had been answered before, and what a form adds to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from django.utils.translation import gettext as _

from limen.conduct.core.answering.answers import Answer
from limen.conduct.core.answering.event_report import EventReport
from limen.conduct.core.answering.moments import is_to_come, moment_of
from limen.conduct.core.answering.questionnaire import Question, Questionnaire, Section
from limen.conduct.core.answering.scoring import Scores, scored
from limen.conduct.core.answering.services.earlier import Earlier, earlier
from limen.conduct.core.answering.services.measurements import known_measurements, measured
from limen.conduct.core.answering.services.once import Standing, standing
from limen.conduct.core.models import Measurement, Occasion

DOSE = "limen_dose"
_TAKEN_AT = f"{DOSE}.taken_at"


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """The answers of one respondent to one occasion; `missing` are asked and not answered yet."""

    occasion: Occasion
    questionnaire: Questionnaire
    before: Earlier
    once: Standing
    measurements: Mapping[str, Measurement]
    known: Mapping[str, Answer]
    given: Mapping[str, Answer] = field(default_factory=dict)
    missing: frozenset[str] = frozenset()

    @classmethod
    def of(cls, occasion: Occasion, questionnaire: Questionnaire, respondent: str) -> Sheet:
        """Return what was answered before; nobody else may write meanwhile."""
        before = earlier(occasion, respondent)
        once = standing(questionnaire, occasion, respondent)
        asks = any(section.about == "measurement" for section in questionnaire.sections)
        rows = measured(occasion, respondent) if asks else {}
        known = before.known(questionnaire) | known_measurements(questionnaire, rows)
        return cls(
            occasion=occasion,
            questionnaire=questionnaire,
            before=before,
            once=once,
            measurements=rows,
            known={**known, **once.answers},
        )

    @cached_property
    def answers(self) -> dict[str, Answer]:
        """All answers: those given now, and earlier ones; what was asked once stays as it was."""
        return {**self.known, **self.given, **self.once.answers}

    @property
    def unchanged(self) -> tuple[str, ...]:
        """Keys of answers that were given otherwise now, and stay as they were first given."""
        stays = self.once.answers
        return tuple(key for key in stays if key in self.given and self.given[key] != stays[key])

    @property
    def report(self) -> EventReport:
        """The report of an adverse event among the answers."""
        return EventReport.of(self.answers, self.occasion.participant)

    def errors(self, now: datetime) -> dict[str, str]:
        """Return what cannot be in the report of an event or a dose, if one was given."""
        wrong = self.report.errors(now) if self.report.tells else {}
        taken = self.given.get(_TAKEN_AT)
        if taken is not None and taken.state == "answered":
            at = moment_of(taken.text, self.occasion.participant.zone)
            if is_to_come(at, now):
                wrong[_TAKEN_AT] = _("This time is still to come. Give one that is past.")
        return wrong

    @property
    def dose(self) -> dict[str, Answer]:
        """What is said of the dose of the day, by item of `limen_dose`, if it was asked for."""
        return {
            question.slot: self.answers[question.key]
            for section in self.complete("instrument")
            for question in section.questions
            if section.subject == DOSE and question.key in self.answers
        }

    def is_complete(self, section: Section) -> bool:
        """Whether nothing of a section is asked and not answered."""
        return all(question.key not in self.missing for question in section.questions)

    def parts(self, *about: str) -> Iterator[tuple[Section, Question, Answer]]:
        """Yield what was given now in sections of these sorts."""
        for section in self.questionnaire.sections:
            if section.about in about:
                for question in section.questions:
                    if question.key in self.given:
                        yield section, question, self.given[question.key]

    def complete(self, *about: str) -> Iterator[Section]:
        """Yield the sections of these sorts of which something was given and nothing is missing."""
        for section in self.questionnaire.sections:
            given = any(question.key in self.given for question in section.questions)
            if given and section.about in about and self.is_complete(section):
                yield section

    def scores(self) -> list[tuple[Section, Scores]]:
        """Return the scores of every instrument that is complete."""
        protocol = self.occasion.made_under.protocol
        context = self.questionnaire.context
        found = [
            (section, scored(protocol, section, self.answers, context))
            for section in self.complete("instrument")
        ]
        return [(section, scores) for section, scores in found if scores is not None]
