"""What every table of an export reads from: one state of the record, and who is in the study."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import override

from limen.conduct.core import clock
from limen.conduct.core.models import (
    Consent,
    FreeText,
    Participant,
    ParticipationEvent,
    ProtocolVersion,
    Study,
)
from limen.conduct.core.occasions import Verdict
from limen.conduct.core.services.free_text import SEALED, read_reason, read_sealed, read_text
from limen.conduct.core.services.terms import read_term
from limen.conduct.core.trail import Head, head
from limen.errors import ErasedError
from limen.protocol import Protocol

SNAPSHOT = "snapshot"  # the database alias that sees one state from its first to its last query
CHUNK = 2000  # rows at a time: memory does not grow with the answers
ASIDE = Verdict.SET_ASIDE.value
IN_STUDY = (
    Participant.Status.ENROLLED,
    Participant.Status.COMPLETED,
    Participant.Status.DISCONTINUED,
    Participant.Status.LOST,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Person:
    """What tables need to know of somebody: the pseudonym, and what study days follow from."""

    number: str
    zone: ZoneInfo
    started_on: date | None

    def local_date(self, moment: datetime) -> date:
        """Return the date of a moment on the person's calendar."""
        return moment.astimezone(self.zone).date()

    def study_day(self, moment: datetime) -> int | None:
        """Return the study day of a moment; None if day 1 was never set."""
        if self.started_on is None:
            return None
        return (self.local_date(moment) - self.started_on).days + 1


@dataclass(frozen=True, kw_only=True)
class Setting:
    """One state of the record. `left_out` counts what no table holds, by why and table."""

    study: Study
    head: Head
    now: datetime
    people: Mapping[int, Person]
    with_texts: bool = False
    left_out: Counter[tuple[str, str]] = field(default_factory=Counter)

    @property
    def protocol(self) -> Protocol:
        """The version in force: the dataset is one of its."""
        return self.study.protocol

    @cached_property
    def versions(self) -> Mapping[int, Protocol]:
        """Every version of the protocol, by the key of its row."""
        return {row.pk: row.protocol for row in ProtocolVersion.objects.using(SNAPSHOT)}

    def words(self, text: int | None, table: str) -> str:
        """Return a text by its key; empty if it is not asked for, was erased, or is none."""
        if text is None:
            return ""
        if not self.with_texts:
            self.left_out["text withheld", table] += 1
            return ""
        row = FreeText.objects.using(SNAPSHOT).select_related("participant").get(pk=text)
        try:
            return read_text(row)
        except ErasedError:
            self.left_out["text erased", table] += 1
            return ""

    def reason(self, whose: int, stored: str, table: str) -> str:
        """Return why a version was made; empty if staff's words were erased."""
        if not stored.startswith(SEALED):
            return stored
        words = read_reason(self._participant(whose), stored, erased="")
        if not words:
            self.left_out["text erased", table] += 1
        return words

    def term(self, whose: int, stored: str) -> str:
        """Return the term of an adverse event; "(erased)" if it was."""
        if not stored.startswith(SEALED):
            return stored
        with override(None):  # a dataset's words follow nobody's language
            return read_term(self._participant(whose), stored)

    def sealed(self, whose: int, stored: str, *, purpose: str) -> str:
        """Return what staff typed into an encrypted column; "(erased)" if it was erased."""
        if not stored.startswith(SEALED):
            return stored
        with override(None):
            return read_sealed(self._participant(whose), stored, purpose=purpose)

    def noted(self, text: int | None, table: str) -> str:
        """Return what staff wrote of what happened; empty if it was erased.

        Like their reasons, it is exported also without texts: the forms ask for no names.
        """
        if text is None:
            return ""
        row = FreeText.objects.using(SNAPSHOT).select_related("participant").get(pk=text)
        try:
            return read_text(row)
        except ErasedError:
            self.left_out["text erased", table] += 1
            return ""

    @staticmethod
    def _participant(key: int) -> Participant:
        return Participant.objects.using(SNAPSHOT).get(pk=key)


@contextmanager
def snapshot(*, with_texts: bool = False) -> Iterator[Setting]:
    """Hold one state of the record for the duration of the block. Nobody waits for it.

    After the database lock, time stands still at the lock: what an export says no longer changes.
    """
    with transaction.atomic(using=SNAPSHOT):
        study = Study.objects.using(SNAPSHOT).select_related("version").get()
        now = clock.now()
        yield Setting(
            study=study,
            head=head(SNAPSHOT),
            now=min(now, study.locked_at) if study.locked_at else now,
            people=dict(_people()),
            with_texts=with_texts,
        )


def consented() -> QuerySet[Participant]:
    """Return everybody who has ever consented, in the order in which they were invited."""
    given = Consent.objects.filter(participant=OuterRef("pk"))
    return Participant.objects.using(SNAPSHOT).filter(Exists(given)).order_by("pk")


def in_study() -> QuerySet[Participant]:
    """Return the participants of the dataset: who consented, and was enrolled or has begun.

    Somebody found not eligible is a candidate on the screening log, and no participant.
    """
    begun = ~Q(started_on=None) | ~Q(enrolled_on=None) | Q(status__in=IN_STUDY)
    return consented().filter(begun).exclude(status=Participant.Status.INELIGIBLE)


def _people() -> Iterator[tuple[int, Person]]:
    rows = in_study().values_list("pk", "number", "zone", "started_on")
    for key, number, zone, started_on in rows.iterator(chunk_size=CHUNK):
        yield key, Person(number=number, zone=ZoneInfo(zone), started_on=started_on)


def stops() -> tuple[str, ...]:
    """Return the kinds of events after which nobody takes another dose."""
    kind = ParticipationEvent.Kind
    return (kind.DISCONTINUED, kind.WITHDREW, kind.LOST)
