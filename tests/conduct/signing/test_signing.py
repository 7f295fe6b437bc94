"""Signing in and signing: who is let in, what is counted, what the trail says."""

from __future__ import annotations

import cast
import entrance
import pytest

from limen.conduct.core import signing
from limen.conduct.core.models import AuditEntry, ContactDetail
from limen.conduct.core.services.erase import erase
from limen.conduct.core.services.keep_contact import keep_contact
from limen.conduct.core.trail import recording
from limen.errors import ConductError, ThrottledError


@pytest.fixture
def carla(on_each_database, by):
    return cast.people(by).carla


def test_who_signs_in_leaves_an_entry(carla):
    entrance.set_up(carla)
    assert signing.recognise("carla", cast.PASSWORD) == carla
    assert AuditEntry.objects.latest("number").event == "staff.factor_set"
    signing.sign_in(carla, code=entrance.code_of(carla))
    assert AuditEntry.objects.latest("number").event == "staff.signed_in"
    signing.note_sign_out(carla)
    assert AuditEntry.objects.latest("number").event == "staff.signed_out"


@pytest.mark.parametrize(("name", "password"), [("carla", "wrong"), ("nobody", cast.PASSWORD)])
def test_a_wrong_password_and_an_unknown_name_are_the_same(carla, name, password):
    assert signing.recognise(name, password) is None


def test_who_has_left_is_not_let_in(carla, by):
    with recording("staff.left", by=by) as record:
        carla.is_active = False
        record.change(carla, "is_active")
    assert signing.recognise("carla", cast.PASSWORD) is None


def test_too_many_failures_make_everybody_of_that_name_wait(carla):
    for _attempt in range(6):
        signing.recognise("carla", "wrong")
    with pytest.raises(ThrottledError):
        signing.recognise("carla", cast.PASSWORD)


def test_a_signature_needs_the_password_of_who_is_signed_in(carla):
    signing.confirm(carla, cast.PASSWORD)
    with pytest.raises(ConductError, match="nothing was signed"):
        signing.confirm(carla, "wrong")


def test_guessing_at_a_signature_is_slowed_too(carla):
    for _attempt in range(6):
        with pytest.raises(ConductError):
            signing.confirm(carla, "wrong")
    with pytest.raises(ThrottledError):
        signing.confirm(carla, cast.PASSWORD)


def test_reading_contact_details_leaves_an_entry_that_names_kinds_only(carla, by):
    anna = cast.people(by).anna
    keep_contact(anna, ContactDetail.Kind.TELEPHONE, "+371 2000 0000", by=by)
    assert signing.read_contacts(anna, by=by) == {"telephone": "+371 2000 0000"}
    entry = AuditEntry.objects.latest("number")
    assert (entry.event, entry.participant) == ("contact.read", anna.code)
    assert '"kinds":["telephone"]' in entry.payload
    assert "+371" not in entry.payload
    assert "2000 0000" not in entry.payload


def test_what_was_erased_cannot_be_read(carla, by):
    anna = cast.people(by).anna
    keep_contact(anna, ContactDetail.Kind.TELEPHONE, "+371 2000 0000", by=by)
    erase(anna, by=by)
    assert signing.read_contacts(anna, by=by) == {}
