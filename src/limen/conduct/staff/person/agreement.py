"""A person's consents, signatures below them, and attempts at the comprehension check."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from limen.conduct.core.models import (
    ComprehensionAnswer,
    Consent,
    CounterSignature,
    Participant,
)


@dataclass(frozen=True)
class Given:
    """A consent and what was signed below it."""

    consent: Consent
    signatures: tuple[CounterSignature, ...]


@dataclass(frozen=True)
class Attempt:
    """An attempt at the check: which questions were answered wrongly."""

    number: int
    at: datetime
    wrong: tuple[str, ...]


def consents_of(person: Participant) -> list[Given]:
    """Return the consents of a person, the latest first."""
    rows = Consent.objects.filter(participant=person).select_related("version").order_by("-pk")
    rows = rows.prefetch_related("counter_signatures__member")
    return [Given(row, tuple(row.counter_signatures.all())) for row in rows]


def attempts_of(person: Participant) -> list[Attempt]:
    """Return the attempts at the check of the version in force for them, in order."""
    rows = ComprehensionAnswer.objects.filter(participant=person)
    latest = rows.order_by("-pk").values_list("version", flat=True).first()
    rows = rows.filter(version=latest).order_by("attempt", "pk")
    found = []
    for number, some in groupby(rows, key=lambda row: row.attempt):
        answers = list(some)
        wrong = tuple(row.question for row in answers if not row.correct)
        found.append(Attempt(number, answers[-1].answered_at, wrong))
    return found
