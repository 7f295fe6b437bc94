"""Coming in and coming back: codes and phrases are spent once, and hold on both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections

from limen.conduct.core import access, clock
from limen.conduct.core.entering import (
    calendar_token,
    come_back,
    come_in,
    devices_of,
    make_phrase,
    revoke_device,
    revoke_others,
)
from limen.conduct.core.models import AuditEntry, DeviceToken, Invitation, RecoveryPhrase, Site
from limen.conduct.core.services.invite import VALID_FOR, invite, invite_again
from limen.conduct.core.trail import verify
from limen.errors import ConductError, ThrottledError


def attempt(code: str, number: int) -> str | None:
    """Send a code as one of several devices; return the token of who came in."""
    try:
        return come_in(code, attempt=f"page {number}").token
    except ConductError:
        return None
    finally:
        connections.close_all()


def test_an_invitation_lets_one_device_in(on_each_database, by):
    invited = invite(Site.objects.first(), by=by)
    came_in = come_in(invited.code, title="telephone")
    assert came_in.participant == invited.participant
    assert access.participant_of_device(came_in.token) == invited.participant
    assert len(came_in.phrase.split()) == 8

    # Neither secret is in the database, nor in the trail
    stored = [*DeviceToken.objects.values_list(), *RecoveryPhrase.objects.values_list()]
    kept = str(stored) + str(list(AuditEntry.objects.values_list("payload", flat=True)))
    assert came_in.token not in kept
    assert came_in.phrase.split()[0] not in kept.split()
    assert RecoveryPhrase.objects.get().phrase_hash.startswith("argon2")
    assert verify().faults == ()


def test_of_many_at_once_one_comes_in(on_each_database, by):
    code = invite(Site.objects.first(), by=by).code
    with ThreadPoolExecutor(4) as pool:
        tokens = list(pool.map(lambda number: attempt(code, number), range(4)))
    assert sum(token is not None for token in tokens) == 1
    assert DeviceToken.objects.count() == 1
    assert RecoveryPhrase.objects.filter(ended_at=None).count() == 1
    assert verify().faults == ()


def test_the_same_page_sent_twice_at_once_is_one_device(on_each_database, by):
    code = invite(Site.objects.first(), by=by).code
    with ThreadPoolExecutor(2) as pool:
        tokens = list(pool.map(lambda _: attempt(code, 1), range(2)))
    assert tokens[0] == tokens[1] is not None
    assert DeviceToken.objects.count() == 1
    assert RecoveryPhrase.objects.filter(ended_at=None).count() == 1


def test_the_same_page_is_let_in_again_for_half_an_hour_only(study, by):
    invited = invite(Site.objects.first(), by=by)
    first = come_in(invited.code, attempt="a page")
    again = come_in(invited.code, attempt="a page")
    assert again.token == first.token
    assert again.phrase != first.phrase
    with pytest.raises(ConductError):
        come_back(first.phrase)  # the phrase that nobody saw has ended
    with clock.as_of(clock.now() + timedelta(minutes=31)), pytest.raises(ConductError):
        come_in(invited.code, attempt="a page")


def test_a_page_does_not_bring_back_a_device_that_was_revoked(study, by):
    invited = invite(Site.objects.first(), by=by)
    came_in = come_in(invited.code, attempt="a page")
    revoke_device(devices_of(came_in.participant)[0], by=by)
    with pytest.raises(ConductError):
        come_in(invited.code, attempt="a page")


@pytest.mark.parametrize("what", ["unknown", "used", "over", "taken back"])
def test_whatever_lets_nobody_in_says_the_same(study, by, what):
    invited = invite(Site.objects.first(), by=by)
    code, moment = invited.code, clock.now()
    if what == "unknown":
        code = "0000-0000-0000-0000"
    elif what == "used":
        come_in(code)
    elif what == "over":
        moment += VALID_FOR + timedelta(seconds=1)
    else:
        invite_again(invited.participant, by=by)
    before = DeviceToken.objects.count()
    with clock.as_of(moment), pytest.raises(ConductError) as error:
        come_in(code)
    assert str(error.value) == ("This does not let anybody in: mistyped, used already, or too old.")
    assert DeviceToken.objects.count() == before


def test_a_phrase_lets_back_in_once_and_is_followed_by_another(on_each_database, by):
    came_in = come_in(invite(Site.objects.first(), by=by).code)
    back = come_back(f" {came_in.phrase.upper()} ")
    assert back.participant == came_in.participant
    assert back.others == 1
    with pytest.raises(ConductError):
        come_back(came_in.phrase)
    assert come_back(back.phrase).others == 2
    assert verify().faults == ()


def test_four_letters_of_each_word_are_enough(study, anna, by):
    phrase = make_phrase(anna, by=by)
    short = ", ".join(f"{n}. {word[:4]}" for n, word in enumerate(phrase.split(), 1))
    assert come_back(short).participant == anna


def test_a_new_phrase_ends_the_one_before(study, anna, by):
    old = make_phrase(anna, by=by)
    new = make_phrase(anna, by=by)
    with pytest.raises(ConductError):
        come_back(old)
    assert come_back(new).participant == anna


def test_who_lost_everything_comes_in_with_a_new_code(study, by):
    lost = come_in(invite(Site.objects.first(), by=by).code)
    code = invite_again(lost.participant, by=by)
    back = come_in(code, forget_other_devices=True)
    assert back.participant == lost.participant
    assert back.others == 0
    assert access.participant_of_device(lost.token) is None
    assert access.participant_of_device(back.token) == lost.participant
    with pytest.raises(ConductError):
        come_back(lost.phrase)  # whoever found the paper stays outside


def test_guessing_is_slowed_down(study):
    refused = [refusal(f"ABCD-{number:04d}-0000-0000") for number in range(12)]
    assert refused[0] is ConductError
    assert refused[-1] is ThrottledError


def refusal(code: str) -> type[Exception]:
    """Return how a code is refused."""
    with pytest.raises(ConductError) as error:
        come_in(code)
    return error.type


def test_all_devices_but_one_can_be_forgotten(study, anna, by):
    kept = come_back(make_phrase(anna, by=by))
    come_back(kept.phrase)
    assert revoke_others(anna, kept.token, by=by) == 1
    assert revoke_others(anna, kept.token, by=by) == 0
    assert access.participant_of_device(kept.token) == anna


def test_revoking_twice_writes_once(study, anna, by):
    come_back(make_phrase(anna, by=by))
    (device,) = devices_of(anna)
    for _ in range(2):
        revoke_device(device, by=by)
    assert AuditEntry.objects.filter(event="device.revoked").count() == 1


def test_a_calendar_s_token_is_no_device_s(study, anna, by):
    token = calendar_token(anna, by=by)
    assert access.participant_of_device(token) is None
    assert access.participant_of_device(token, purpose="calendar") == anna
    assert devices_of(anna) == []
    calendar_token(anna, by=by)
    assert access.participant_of_device(token, purpose="calendar") is None


def test_an_invitation_that_was_refused_inside_stays_unspent(study, by):
    invited = invite(Site.objects.first(), by=by)
    with clock.as_of(clock.now() + VALID_FOR + timedelta(days=1)), pytest.raises(ConductError):
        come_in(invited.code)
    assert Invitation.objects.get().used_at is None
