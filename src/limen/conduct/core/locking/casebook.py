"""Casebooks: all that was recorded of one participant, and who signed it as it is now."""

from __future__ import annotations

from functools import cache

from django.apps import apps
from django.db import models
from django.db.models import Max, QuerySet

from limen.conduct.core.models import CasebookSignature, Participant, Recorded

BESIDE = frozenset(
    {
        "CasebookSignature",  # the signature itself
        "ContactAttempt", "ContactDetail", "DeviceToken", "FreeText", "Invitation",
        "ParticipantKey", "RecoveryPhrase",  # how somebody is reached and comes in
        "KitMovement", "KitSet", "Payment",  # accounts of their own
        "Query", "VisitForm", "FormEvent",  # the work on data; the data are elsewhere
    }
)  # fmt: skip
"""Tables about people that are no part of a casebook. Whatever else is about somebody, is."""


@cache
def casebook_models() -> tuple[type[models.Model], ...]:
    """Return the tables that make up a casebook: rows about one participant that say something."""
    return tuple(
        model
        for model in apps.get_app_config("core").get_models()
        if issubclass(model, Recorded)
        and model.__name__ not in BESIDE
        and any(field.name == "participant" for field in model._meta.fields)
    )


def casebook_states(people: QuerySet[Participant]) -> dict[int, int]:
    """Return the number of the last entry that wrote in each casebook, by the person's key.

    Any change of any row moves it, because a row names the entry that accounts for it. Who is not
    in it has an empty casebook.
    """
    found: dict[int, int] = {}
    for model in casebook_models():
        rows = model._default_manager.filter(participant__in=people).order_by()
        for key, number in rows.values_list("participant").annotate(Max("audit_entry")):
            found[key] = max(number, found.get(key, 0))
    return found


def signed_casebooks(people: QuerySet[Participant]) -> dict[int, CasebookSignature]:
    """Return the signature below each casebook as it is now, by the person's key."""
    states = casebook_states(people)
    rows = CasebookSignature.objects.filter(participant__in=people).select_related("member")
    return {
        row.participant_id: row for row in rows if row.seen_number == states.get(row.participant_id)
    }
