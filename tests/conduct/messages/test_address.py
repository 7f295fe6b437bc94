"""An address for reminders: asked for, confirmed by a tap, bound, throttled, taken back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from people import BY, FIRST, OPENS, begun

from limen.conduct.core import clock
from limen.conduct.core.messages import (
    Confirmed,
    address,
    ask_confirmation,
    confirm_email,
    tick,
    turn_off,
    turn_off_by_link,
)
from limen.conduct.core.messages.links import VALID_FOR, Use, address_token, read_token
from limen.conduct.core.models import AuditEntry, ContactDetail, OutboxMessage
from limen.conduct.core.services.erase import erase
from limen.conduct.core.trail import verify
from limen.errors import ConductError, ErasedError, ThrottledError

HOUR = timedelta(hours=1)


def link_in(message) -> str:
    """The token of the first link in an e-mail."""
    words = message.get_payload(decode=True).decode().split()
    (link, *_) = [word for word in words if word.startswith("http://testserver/e/")]
    return link.removeprefix("http://testserver/e/").rstrip("/")


def test_an_address_is_confirmed_by_the_link_that_was_sent_to_it(on_each_database, post):
    one = begun(wants=False)
    with clock.as_of(OPENS):
        ask_confirmation(one, " anna@example.org ", by=BY)
        assert address(one).confirmed == Confirmed.ASKED
    tick(OPENS)
    (sent,) = post.taken
    assert sent["To"] == "anna@example.org"
    with clock.as_of(OPENS + HOUR):
        token = link_in(sent)
        assert confirm_email(token)
        assert confirm_email(token)
        assert address(one).confirmed == Confirmed.YES
    assert AuditEntry.objects.filter(event="email.confirmed").count() == 1
    assert verify().faults == ()


def test_it_is_encrypted_and_in_no_entry(post):
    one = begun(wants=False)
    ask_confirmation(one, "anna@example.org", by=BY)
    assert b"anna" not in bytes(ContactDetail.objects.get(participant=one).ciphertext)
    assert not AuditEntry.objects.filter(payload__contains="example.org").exists()


def test_another_address_ends_the_links_to_the_one_before(post):
    one = begun(wants=False)
    with clock.as_of(OPENS):
        ask_confirmation(one, "anna@example.org", by=BY)
    tick(OPENS)
    old = link_in(post.taken[0])
    with clock.as_of(OPENS):
        ask_confirmation(one, "else@example.org", by=BY)
        assert not confirm_email(old)
        assert address(one).confirmed == Confirmed.ASKED


def test_asking_again_for_the_same_address_keeps_earlier_links_good(post):
    one = begun(wants=False)
    with clock.as_of(OPENS):
        ask_confirmation(one, "anna@example.org", by=BY)
    tick(OPENS)
    with clock.as_of(OPENS + HOUR):
        ask_confirmation(one, "anna@example.org", by=BY)
    tick(OPENS + HOUR)
    assert len(post.taken) == 2
    with clock.as_of(OPENS + HOUR):
        assert confirm_email(link_in(post.taken[0]))


def test_a_link_is_over_after_its_time_or_when_forged(post):
    one = begun()
    contact = ContactDetail.objects.get(participant=one)
    with clock.as_of(OPENS):
        token = address_token(Use.CONFIRM, contact)
    with clock.as_of(OPENS + VALID_FOR[Use.CONFIRM] + timedelta(seconds=1)):
        assert not confirm_email(token)
    with clock.as_of(OPENS):
        assert not confirm_email(token[:-1] + ("a" if token[-1] != "a" else "b"))
        assert not confirm_email("")
        assert not confirm_email("x" * 5000)
        assert not turn_off_by_link(token)  # a link does what it is for, and nothing else
        assert read_token(token) is not None


def test_turning_reminders_off_forgets_the_address(post):
    one = begun()
    with clock.as_of(OPENS):
        token = address_token(Use.OFF, ContactDetail.objects.get(participant=one))
        assert turn_off_by_link(token)
        assert not turn_off_by_link(token)
        turn_off(one, by=BY)
    assert bytes(ContactDetail.objects.get(participant=one).ciphertext) == b""
    assert address(one).confirmed == Confirmed.NONE
    assert AuditEntry.objects.filter(event="email.turned_off").count() == 1


def test_a_mailbox_cannot_be_filled_from_here(post):
    anna, sent, waits = begun(wants=False), 0, []
    moment = OPENS
    for _ in range(96):  # every quarter of an hour, for a day
        with clock.as_of(moment):
            try:
                ask_confirmation(anna, "victim@example.org", by=BY)
                sent += 1
            except ThrottledError as error:
                waits.append(error.wait_seconds)
        moment += timedelta(minutes=15)
    assert sent == 6
    assert min(waits) > 0


def test_several_people_together_cannot_fill_one_mailbox_either(post):
    sent = 0
    people = [begun(wants=False) for _ in range(4)]
    for one in people * 3:
        with clock.as_of(OPENS):
            try:
                ask_confirmation(one, "Victim@example.org", by=BY)
                sent += 1
            except ThrottledError:
                pass
    assert sent <= 6


@pytest.mark.parametrize(
    "email",
    ["", "anna", "anna@", "a@b", "a b@example.org", "a@example.org\nBcc: b@example.org",
     "x" * 250 + "@example.org", "a@example.org, b@example.org", "<a@example.org>"],
)  # fmt: skip
def test_what_is_no_address_is_refused_and_nothing_is_kept(post, email):
    one = begun(wants=False)
    with pytest.raises(ConductError, match="e-mail address"):
        ask_confirmation(one, email, by=BY)
    assert not ContactDetail.objects.exists()
    assert not OutboxMessage.objects.exists()


def test_who_was_erased_leaves_no_address_again(post):
    one = begun()
    with clock.as_of(OPENS):
        token = address_token(Use.CONFIRM, ContactDetail.objects.get(participant=one))
        erase(one, by=BY)
        with pytest.raises(ErasedError):
            ask_confirmation(one, "anna@example.org", by=BY)
        assert not confirm_email(token)
        assert address(one).confirmed == Confirmed.NONE


def test_an_address_that_was_not_confirmed_gets_nothing_but_the_question(post):
    one = begun(wants=False)
    with clock.as_of(OPENS):
        ask_confirmation(one, "anna@example.org", by=BY)
    tick(OPENS)
    tick(FIRST)
    assert len(post.taken) == 1
    assert post.taken[0]["List-Unsubscribe"] is None
