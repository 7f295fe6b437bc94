"""What is due to whom: computed from occasions that are over, and from nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import QuerySet

from limen.conduct.core.models import Occasion, Participant, Payment, ProtocolVersion
from limen.protocol import Protocol, listed

_State = Occasion.State
OVER = (_State.SUBMITTED, _State.EXPIRED, _State.MISSED)  # what was over before it began: cancelled


@dataclass(frozen=True, kw_only=True)
class Due:
    """One payment for one occasion; `paid` is the record of it, None while it is owed."""

    participant: Participant
    occasion: Occasion
    payment: str  # an id of the protocol's `payments`
    title: str
    amount: Decimal
    currency: str
    since: datetime
    paid: Payment | None

    @property
    def key(self) -> str:
        """Its name in a form: occasion and payment."""
        return f"{self.occasion.identifier}:{self.payment}"


@dataclass(frozen=True, kw_only=True)
class Owed:
    """What somebody is still owed, by currency."""

    participant: Participant
    dues: tuple[Due, ...]

    @property
    def sums(self) -> dict[str, Decimal]:
        """Return how much, by currency."""
        return totals(self.dues)


def dues_of(participant: Participant) -> list[Due]:
    """Return what is or was due to somebody, in the order of their occasions."""
    people = Participant.objects.filter(pk=participant.pk)
    return _dues(people)


def owed_by_site(people: QuerySet[Participant]) -> list[Owed]:
    """Return whom of some people something is owed, ordered by site and number."""
    found: dict[Participant, list[Due]] = {}
    for due in _dues(people):
        if due.paid is None:
            found.setdefault(due.participant, []).append(due)
    ordered = sorted(found, key=lambda one: (one.site.identifier, one.number))
    return [Owed(participant=one, dues=tuple(found[one])) for one in ordered]


def totals(dues: Iterable[Due]) -> dict[str, Decimal]:
    """Return the sum of some dues, by currency."""
    sums: dict[str, Decimal] = {}
    for due in dues:
        sums[due.currency] = sums.get(due.currency, Decimal(0)) + due.amount
    return sums


def pays(protocol: Protocol) -> bool:
    """Whether a protocol pays people for anything."""
    return bool(listed(protocol.payments))


def _dues(people: QuerySet[Participant]) -> list[Due]:
    """Return the dues of some people, in three queries however many they are.

    What an occasion is worth says the version of the protocol under which it was made.
    """
    versions = {one.pk: one for one in ProtocolVersion.objects.all()}
    if not any(pays(one.protocol) for one in versions.values()):
        return []
    over = Occasion.objects.filter(participant__in=people, state__in=OVER)
    paid = _paid(people)
    return [
        Due(
            participant=occasion.participant,
            occasion=occasion,
            payment=one.id,
            title=str(one.title),
            amount=_money(one.amount),
            currency=str(one.currency),
            since=occasion.submitted_at or occasion.ended_at or occasion.closes_at,
            paid=paid.get((occasion.pk, one.id)),
        )
        for occasion in over.select_related("participant__site", "made_under")
        for one in listed(versions[occasion.made_under_id].protocol.payments)
        if {occasion.definition, occasion.identifier} & set(listed(one.occasions))
    ]


def _money(amount: object) -> Decimal:
    """Return an amount as the protocol says it, with two decimals at least."""
    exact = Decimal(str(amount))
    cents = exact.quantize(Decimal("0.01"))
    return cents if cents == exact else exact


def _paid(people: QuerySet[Participant]) -> dict[tuple[int, str], Payment]:
    """Return the payments that count, by occasion and name: the latest version, if it was paid."""
    rows = Payment.objects.filter(participant__in=people).select_related("member")
    latest = {(row.occasion_id, row.payment): row for row in rows.order_by("version")}
    return {key: row for key, row in latest.items() if row.paid}
