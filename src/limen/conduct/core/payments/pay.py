"""Somebody was paid; or it was noted by mistake."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from limen.conduct.core.actor import Actor
from limen.conduct.core.models import Membership, Participant, Payment, StaffMember
from limen.conduct.core.payments.due import Due, dues_of
from limen.conduct.core.services.free_text import NOT_KEPT, sealed
from limen.conduct.core.trail import recording
from limen.errors import ConductError, ErasedError, Problem

PAYERS = (Membership.Role.INVESTIGATOR, Membership.Role.COORDINATOR)
REFERENCE = "payment"  # bound into the ciphertext
LONGEST = 200


def pay(
    participant: Participant,
    keys: Iterable[str],
    *,
    paid_on: date,
    means: str,
    reference: str = "",
    member: StaffMember,
) -> list[Payment]:
    """Record that what is due under these keys (`Due.key`) was paid; return the records.

    The amounts are the protocol's. All are recorded, or none: `ConductError` for what is not due or
    was paid already (of two people who record at once, the second is refused), a day to come, or a
    member who neither investigates nor coordinates there. `reference` is encrypted.
    """
    wanted = list(dict.fromkeys(keys))
    with recording("payment.recorded", by=Actor.staff(member), participant=participant) as record:
        stored = record.fresh(participant)
        due = {one.key: one for one in dues_of(stored)}
        today = record.at.astimezone(ZoneInfo(stored.staff_zone)).date()
        problems = [
            *_of_member(member, stored),
            *_of_keys(wanted, due),
            *_of_entry(paid_on, today, means, reference),
        ]
        if problems:
            raise ConductError(_("No payment was recorded."), problems)
        words = _kept(stored, reference)
        record.note("payments", wanted)
        return record.add_all(
            Payment(
                participant=stored,
                occasion=due[key].occasion,
                payment=due[key].payment,
                version=_following(due[key].occasion.pk, due[key].payment),
                paid=True,
                amount=f"{due[key].amount:f}",
                currency=due[key].currency,
                paid_on=paid_on,
                means=means,
                reference=words,
                member=member,
                recorded_at=record.at,
            )
            for key in wanted
        )


def take_back(payment: Payment, *, member: StaffMember) -> Payment:
    """Record that a payment was noted by mistake: it is owed again. The first record stays.

    `ConductError` if it does not count any more, or for who may not record payments there.
    """
    participant = payment.participant
    with recording("payment.taken_back", by=Actor.staff(member), participant=participant) as record:
        following = _following(payment.occasion_id, payment.payment)
        problems = list(_of_member(member, participant))
        if not payment.paid or following != payment.version + 1:
            message = "Somebody has taken it back already."
            problems.append(Problem(message=message, path="payment"))
        if problems:
            raise ConductError(_("The payment was not taken back."), problems)
        record.note("payments", [f"{payment.occasion.identifier}:{payment.payment}"])
        return record.add(
            Payment(
                participant=participant,
                occasion=payment.occasion,
                payment=payment.payment,
                version=following,
                paid=False,
                amount=payment.amount,
                currency=payment.currency,
                member=member,
                recorded_at=record.at,
            )
        )


def _following(occasion: int, payment: str) -> int:
    return Payment.objects.filter(occasion=occasion, payment=payment).count() + 1


def _kept(participant: Participant, reference: str) -> str:
    """Return the reference as it is kept; of somebody who was erased, that it is not."""
    words = reference.strip()
    if not words:
        return ""
    try:
        return sealed(participant, words, purpose=REFERENCE)
    except ErasedError:
        return NOT_KEPT


def _of_member(member: StaffMember, participant: Participant) -> Iterator[Problem]:
    if not member.has_role(participant.site, *PAYERS):
        message = f"{member} is neither investigator nor coordinator at {participant.site}."
        yield Problem(message=message, path="member")


def _of_keys(wanted: list[str], due: dict[str, Due]) -> Iterator[Problem]:
    if not wanted:
        yield Problem(message=_("Choose what was paid."), path="payments")
    for key in wanted:
        found = due.get(key)
        if found is None:
            yield Problem(message=_("This is not due."), path=key)
        elif found.paid is not None:
            message = _("It was recorded already, by %(who)s.") % {"who": found.paid.member}
            yield Problem(message=message, path=key)


def _of_entry(paid_on: date, today: date, means: str, reference: str) -> Iterator[Problem]:
    if paid_on > today:
        yield Problem(message=_("This day is still to come."), path="paid_on")
    if means not in Payment.Means.values:
        yield Problem(message=_("Choose how it was paid."), path="means")
    if len(reference.strip()) > LONGEST:
        yield Problem(message=_("The reference is too long."), path="reference")
