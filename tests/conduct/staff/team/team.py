"""The study team at work: who is signed in, and a person who has begun to answer."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import cast
from django.test import Client
from django.urls import reverse

from limen.conduct.core import clock
from limen.conduct.core.actor import Actor
from limen.conduct.core.answering import Question, Questionnaire, asked
from limen.conduct.core.answering.services import report_event, submit
from limen.conduct.core.answering.services.adverse_events import event_questions
from limen.conduct.core.models import (
    AdverseEvent,
    AuditEntry,
    Measurement,
    Occasion,
    Participant,
    Response,
    StaffMember,
)
from limen.conduct.core.occasions.services import begin_study, settle
from limen.conduct.core.services.add_staff import add_staff
from limen.conduct.core.trail import recording
from limen.conduct.staff.door import UNTIL, WORKING_DAY

#: Study day 1 is Monday, 2 March 2026. Pages are looked at in the evening of study day 2.
DAY_1 = date(2026, 3, 2)
BEGAN = datetime(2026, 2, 20, 9, tzinfo=UTC)
EVENING = datetime(2026, 3, 3, 18, 30, tzinfo=UTC)
WORDS = "A headache behind my left eye"


def adam() -> StaffMember:
    """Administers anna's site: accounts, and nothing about people."""
    people = cast.people()
    return add_staff(
        "adam",
        full_name="Adam A.",
        password=cast.PASSWORD,
        roles={people.here.identifier: ["administrator"]},
        by=cast.BY,
    )


def rita() -> StaffMember:
    """Rates at anna's site, blind: numbers and scales, and nothing about people."""
    people = cast.people()
    return add_staff(
        "rita",
        full_name="Rita R.",
        password=cast.PASSWORD,
        roles={people.here.identifier: ["rater"]},
        by=cast.BY,
    )


def browser_of(member: StaffMember, *, checks_forms: bool = False) -> Client:
    """Return a browser in which a member of staff is signed in."""
    client = Client(enforce_csrf_checks=checks_forms)
    client.force_login(member, backend="django.contrib.auth.backends.ModelBackend")
    session = client.session
    session[UNTIL] = (clock.now() + WORKING_DAY).isoformat()
    session.save()
    return client


def filled(questionnaire: Questionnaire) -> dict[str, str]:
    """Return a form in which every question has some answer that fits."""
    return {one.key: _some(one) for one in questionnaire.questions if _some(one)}


def _some(question: Question) -> str:
    match question.kind:
        case "scale" | "choice":
            return question.labels[0].value
        case "slider" | "whole" | "number":
            return str(int(question.low or 0))
        case "clock":
            return "23:00"
        case "moment":
            return "2026-03-03T07:00"
    return WORDS


def begins(person: Participant) -> None:
    """Set study day 1, ten days before it."""
    with clock.as_of(BEGAN):
        begin_study(person, start=DAY_1, by=cast.BY)
    person.refresh_from_db()
    settle()


def occasion(person: Participant, identifier: str) -> Occasion:
    """A person's occasion."""
    rows = Occasion.objects.select_related("participant__site", "participant__version")
    return rows.get(participant=person, identifier=identifier)


def answers(person: Participant, identifier: str, form: dict[str, str] | None = None) -> None:
    """Let the person answer an occasion now."""
    found = occasion(person, identifier)
    questionnaire = asked(found)
    submit(
        found,
        client_id=uuid4(),
        form=form or filled(questionnaire),
        by=Actor.participant(person),
    )


def response(person: Participant, identifier: str) -> Response:
    """Some answer of an occasion: the first of it."""
    return Response.objects.filter(participant=person, occasion__identifier=identifier).first()


def measures(person: Participant, name: str, value: float | None) -> Measurement:
    """Somebody measures something of a person at the baseline."""
    with recording("test.measured", by=cast.BY, participant=person) as record:
        return record.add(
            Measurement(
                participant=person,
                occasion=occasion(person, "baseline"),
                name=name,
                value=value,
                respondent="physician",
                measured_at=record.at,
                entered_at=record.at,
            )
        )


def tells(person: Participant) -> AdverseEvent:
    """Let the person report an adverse event."""
    form = filled(event_questions(person))
    report_event(person, client_id=uuid4(), form=form, by=Actor.participant(person))
    return AdverseEvent.objects.get(participant=person)


def address(name: str, person: Participant | UUID | None = None, *more: object) -> str:
    """The address of a page."""
    code = person.code if isinstance(person, Participant) else person
    return reverse(f"staff:{name}", args=[*([code] if code else []), *more])


def text_of(answer: object) -> str:
    """What a page says; it must have been shown, or have refused."""
    assert answer.status_code in (200, 422), answer.status_code
    return answer.content.decode()


def words_of(page: str) -> list[str]:
    """The words that one reads on a page: no tags, and none of the letters drawn by lot in them."""
    return re.findall(r"\w+", re.sub(r"<[^>]+>", " ", page))


def refused(answer: object, words: str) -> None:
    """The page came back with its form, and these words."""
    assert answer.status_code == 422
    assert words in answer.content.decode()


def went_on(answer: object, to: str | None = None) -> None:
    """The service ran, and another page follows."""
    assert answer.status_code == 302, answer.content.decode()
    assert to is None or answer.headers["Location"] == to


def events(person: Participant) -> list[str]:
    """The events in the trail about a person, in order."""
    rows = AuditEntry.objects.filter(participant=person.code).order_by("number")
    return list(rows.values_list("event", flat=True))
