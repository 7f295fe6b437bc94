"""People at every stage of the study at once: so every page can be looked at in one evening.

It is half past six in the evening of Anna's first dosing day. The afternoon's form is late, the
diary is open, and Gina, two days behind her, has the baseline to answer.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID, uuid4

import agreement
from cast import BY, Cast, agreed, people
from day import START, riga

from limen.conduct.core import clock
from limen.conduct.core.actor import Actor
from limen.conduct.core.answering.services import report_event
from limen.conduct.core.answering.services.adverse_events import event_questions
from limen.conduct.core.messages import ask_confirmation
from limen.conduct.core.messages.links import Use, address_token
from limen.conduct.core.models import ContactDetail, Participant, Response
from limen.conduct.core.occasions.services import begin_study, settle, withdraw
from limen.conduct.core.services.invite import invite

EVENING = riga(5, 18, 30)
BEFORE = riga(1, 12)
SEVERE = {"event.severity": "3", "event.began": "2026-03-05T09:00", "event.over": "0"}


@dataclass
class Crowd:
    """Everybody. Make them inside `clock.as_of(EVENING)`, in a study."""

    team: Cast = field(default_factory=people)

    def new(self) -> Participant:
        """Somebody who has just been invited."""
        return invite(self.team.here, by=BY).participant

    def begun(self, start: date) -> Participant:
        """Somebody whose study day 1 is `start`."""
        with clock.as_of(BEFORE):
            found = agreed(self.new())
            begin_study(found, start=start, by=BY)
        settle()
        found.refresh_from_db()
        return found

    @cached_property
    def bea(self) -> Participant:
        """Has come in, and has the information before her."""
        return self.new()

    @cached_property
    def cleo(self) -> Participant:
        """Has read everything."""
        found = self.new()
        agreement.reads(found)
        return found

    @cached_property
    def dora(self) -> Participant:
        """Has passed the check, and has not signed."""
        found = self.new()
        agreement.reads(found)
        agreement.passes(found)
        return found

    @cached_property
    def ella(self) -> Participant:
        """Has signed; the questions about her come next."""
        found = self.new()
        agreement.agrees(found)
        return found

    @cached_property
    def anna(self) -> Participant:
        """Has a dosing day, and a severe headache."""
        return self.begun(START)

    @cached_property
    def gina(self) -> Participant:
        """Has the baseline open."""
        return self.begun(date(2026, 3, 7))

    @cached_property
    def fay(self) -> Participant:
        """Has left."""
        found = agreed(self.new())
        withdraw(found, data_use="keep", by=Actor.participant(found))
        found.refresh_from_db()
        return found

    @cached_property
    def code(self) -> str:
        """An invitation that nobody used."""
        return invite(self.team.here, by=BY).code

    @cached_property
    def headache(self) -> UUID:
        """The id of what Anna sent."""
        form = {one.key: _some(one) for one in event_questions(self.anna).questions}
        client_id, by = uuid4(), Actor.participant(self.anna)
        report_event(self.anna, client_id=client_id, form={**form, **SEVERE}, by=by)
        return client_id

    @cached_property
    def token(self) -> str:
        """The token in an e-mail to Anna."""
        ask_confirmation(self.anna, "anna@example.org", by=Actor.participant(self.anna))
        return address_token(Use.CONFIRM, ContactDetail.objects.get(participant=self.anna))

    @cached_property
    def answer(self) -> Response:
        """An answer of Anna's, to be corrected."""
        from day import filled, occasion_of

        from limen.conduct.core.answering.services import submit

        diary = occasion_of(self.anna, "diary.1")
        by = Actor.participant(self.anna)
        submit(diary, client_id=uuid4(), form=filled(diary), by=by)
        return Response.objects.get(occasion=diary, item="mood")


def _some(question: Any) -> str:
    if question.labels:
        return str(question.labels[0].value)
    return "A very bad headache" if question.kind == "text" else ""
