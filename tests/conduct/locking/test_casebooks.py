"""Signatures below casebooks: of what was seen, and gone with the next change."""

from __future__ import annotations

import last_day
import pytest
from django.apps import apps
from last_day import BY

from limen.conduct.core.locking import (
    casebook_states,
    meaning_of_casebook,
    sign_casebook,
    signed_casebooks,
)
from limen.conduct.core.locking.casebook import BESIDE, casebook_models
from limen.conduct.core.models import AuditEntry, CasebookSignature, Participant, Recorded
from limen.conduct.core.services.keep_contact import keep_contact
from limen.conduct.core.trail import verify
from limen.errors import ConductError


def state(one: Participant) -> int:
    return casebook_states(Participant.objects.filter(pk=one.pk))[one.pk]


def signs(over, *, seen=None, member=None):
    seen = state(over.anna) if seen is None else seen
    return sign_casebook(
        over.anna, member=member or over.ines, seen=seen, meaning=meaning_of_casebook()
    )


def is_signed(one: Participant) -> bool:
    return one.pk in signed_casebooks(Participant.objects.all())


def test_a_signature_names_the_entry_that_was_seen(over_on_each_database):
    over = over_on_each_database
    signature = signs(over)
    entry = AuditEntry.objects.get(number=signature.seen_number)
    assert (entry.hash, entry.participant) == (signature.seen_hash, over.anna.code)
    assert is_signed(over.anna)
    assert not is_signed(over.people[1])
    assert verify().faults == ()


def test_any_change_undoes_it(over):
    signs(over)
    last_day.reports(over.people[1])
    assert is_signed(over.anna)
    last_day.reports(over.anna)
    assert not is_signed(over.anna)
    signs(over)
    assert is_signed(over.anna)
    assert CasebookSignature.objects.count() == 2


def test_what_is_no_part_of_a_casebook_does_not(over):
    signs(over)
    keep_contact(over.anna, "email", "anna@example.org", by=BY)
    assert is_signed(over.anna)


def test_a_state_that_changed_since_is_not_signed(over):
    seen = state(over.anna)
    last_day.reports(over.anna)
    with pytest.raises(ConductError, match="Something was written in it since"):
        signs(over, seen=seen)
    assert not CasebookSignature.objects.exists()


def test_what_is_not_complete_is_not_signed(over):
    last_day.reports(over.anna, serious=None)
    with pytest.raises(ConductError, match="Adverse events that are not judged"):
        signs(over)


def test_nobody_else_signs(over, monkeypatch):
    from limen.conduct.core.services.add_staff import add_staff

    mei = add_staff(
        "mei",
        full_name="Mei M.",
        password="harbour lantern oak",
        roles={"riga": ["monitor"], "porto": ["investigator"]},
        by=BY,
    )
    with pytest.raises(ConductError, match="mei is no investigator at riga"):
        signs(over, member=mei)


def test_signing_the_same_state_twice_writes_once(over):
    signs(over)
    assert signs(over) is None
    assert CasebookSignature.objects.count() == 1


def test_every_table_about_people_is_in_the_casebook_or_named_beside_it():
    about = {
        model.__name__
        for model in apps.get_app_config("core").get_models()
        if issubclass(model, Recorded) and any(f.name == "participant" for f in model._meta.fields)
    }
    inside = {model.__name__ for model in casebook_models()}
    assert inside | (BESIDE & about) == about
    assert {"Response", "Measurement", "AdverseEvent", "Medication", "Occasion"} <= inside
    assert BESIDE - about <= {"FormEvent"}
