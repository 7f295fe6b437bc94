"""Guesses and expectancies: asked once, kept as they were first given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from limen.conduct.core.answering.answers import Answer
from limen.conduct.core.answering.questionnaire import Question, Questionnaire, Section
from limen.conduct.core.models import ExpectancyAnswer, Occasion, Submission, TreatmentGuess
from limen.conduct.core.trail import Record

DECLINED = "declined"


@dataclass(frozen=True)
class Standing:
    """What was given before, by form key; a guess or expectancy stands as a whole."""

    answers: Mapping[str, Answer]

    def has(self, section: Section) -> bool:
        """Whether any of a section stands."""
        return any(question.key in self.answers for question in section.questions)


def standing(questionnaire: Questionnaire, occasion: Occasion, respondent: str) -> Standing:
    """Return the guesses and expectancies that were given before."""
    found: dict[str, Answer] = {}
    about = {section.about for section in questionnaire.sections}
    if "guess" in about:
        guesses = TreatmentGuess.objects.filter(occasion=occasion, respondent=respondent)
        given = {row.guess: row for row in guesses}
        for question in _questions(questionnaire, "guess"):
            if question.subject in given:
                found |= _guessed(question, given[question.subject])
    if "expectancy" in about:
        rows = ExpectancyAnswer.objects.filter(
            participant=occasion.participant, respondent=respondent
        )
        expected = {(row.name, row.intervention): row.expectation for row in rows}
        for question in _questions(questionnaire, "expectancy"):
            if (question.subject, question.slot) in expected:
                value = expected[question.subject, question.slot]
                found[question.key] = _answer(question, value)
    return Standing(found)


def add_once(
    record: Record,
    submission: Submission,
    occasion: Occasion,
    sections: Iterable[Section],
    answers: Mapping[str, Answer],
) -> None:
    """Add the guesses and expectancies of sections that are complete and do not stand yet."""
    guesses, expectancies = [], []
    around = {
        "participant": occasion.participant,
        "occasion": occasion,
        "submission": submission,
        "respondent": submission.respondent,
        "entered_at": record.at,
    }
    for section in sections:
        if section.about == "guess":
            guess = occasion.made_under.protocol.guess(section.subject)
            said = _guess(section, answers)
            guesses.append(TreatmentGuess(about=str(guess.about), **said, **around))
        else:
            expectancies += [
                ExpectancyAnswer(
                    name=question.subject,
                    intervention=question.slot,
                    expectation=_number(answers.get(question.key)),
                    **around,
                )
                for question in section.questions
            ]
    record.add_all(guesses)
    record.add_all(expectancies)


def _guess(section: Section, answers: Mapping[str, Answer]) -> dict[str, str | float | None]:
    said = {question.slot: answers.get(question.key) for question in section.questions}
    answer, reason = said["answer"], said.get("reason")
    return {
        "guess": section.subject,
        "answer": answer.text if answer and answer.state == "answered" else DECLINED,
        "confidence_percent": _number(said.get("confidence")),
        "reason": reason.text if reason else "",
    }


def _guessed(question: Question, row: TreatmentGuess) -> dict[str, Answer]:
    if question.slot == "answer":
        return {question.key: _answer(question, None if row.answer == DECLINED else row.answer)}
    if row.answer in (DECLINED, "dont_know"):
        return {}
    value = row.confidence_percent if question.slot == "confidence" else row.reason or None
    return {question.key: _answer(question, value)}


def _answer(question: Question, value: float | str | None) -> Answer:
    state = "declined" if value is None else "answered"
    return Answer(key=question.key, state=state, value=value)  # type: ignore[arg-type]


def _number(answer: Answer | None) -> float | None:
    return answer.value if answer is not None and isinstance(answer.value, float) else None


def _questions(questionnaire: Questionnaire, about: str) -> Iterable[Question]:
    return (question for question in questionnaire.questions if question.about == about)
