"""What people are owed for their time, and what they were paid."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from limen.conduct.core import access
from limen.conduct.core.models import Participant, Payment, StaffMember
from limen.conduct.core.payments import Due, dues_of, owed_by_site, pay, take_back, totals
from limen.conduct.core.payments.pay import REFERENCE
from limen.conduct.core.services.free_text import read_sealed
from limen.conduct.staff.acting import act, page
from limen.conduct.staff.door import for_staff, signed_in
from limen.conduct.staff.posted import day, whole

TEMPLATE = "staff/payments/person.html"


@require_safe
@for_staff(*access.READERS)
def payments(request: HttpRequest) -> HttpResponse:
    """List whom something is owed, by site."""
    member = signed_in(request)
    people = access.participants_for_reading(member)
    owed = owed_by_site(people)
    sums = totals(due for one in owed for due in one.dues)
    return page(request, "staff/payments/list.html", {"owed": owed, "sums": sums})


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff()
def person_payments(request: HttpRequest, code: UUID) -> HttpResponse:
    """Show what somebody is owed and was paid; record a payment, or take one back."""
    member = signed_in(request)
    if request.method == "POST":
        person = access.participant_for_writing(member, code)
    else:
        person = access.participant_for_reading(member, code)
    dues = dues_of(person)
    owed = [one for one in dues if one.paid is None]
    context = {
        "person": person,
        "writes": member.has_role(person.site, *access.WRITERS),
        "owed": owed,
        "sums": totals(owed),
        "paid": [(one, _reference(one)) for one in dues if one.paid is not None],
        "means": Payment.Means.choices,
        "chosen": request.POST.getlist("due"),
    }
    if request.method != "POST":
        return page(request, TEMPLATE, context)
    return act(
        request,
        lambda: _do(request, person, member),
        template=TEMPLATE,
        context=context,
        said=_("It was written down."),
        to=reverse("staff:person_payments", args=[person.code]),
    )


def _do(request: HttpRequest, person: Participant, member: StaffMember) -> None:
    form = request.POST
    if form.get("do") == "take_back":
        rows = Payment.objects.filter(participant=person)
        found = rows.filter(pk=whole(form.get("payment", ""))).first()
        if found is None:
            raise PermissionDenied
        take_back(found, member=member)
        return
    pay(
        person,
        form.getlist("due"),
        paid_on=day(form.get("paid_on", "")),
        means=form.get("means", ""),
        reference=form.get("reference", ""),
        member=member,
    )


def _reference(due: Due) -> str:
    assert due.paid is not None
    return read_sealed(due.participant, due.paid.reference, purpose=REFERENCE)
