"""Reminders from their planning to their evidence, with a real mail server."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import OperationalError
from django.test import override_settings
from people import BY, CLOSES, FIRST, OPENS, SECOND, at, begun
from promises import ANSWERS

from limen.conduct.core import clock
from limen.conduct.core.messages import (
    ask_confirmation,
    claim,
    confirm_email,
    messages_to_look_at,
    plan_reminders,
    tick,
    turn_off,
)
from limen.conduct.core.messages.links import Use, address_token
from limen.conduct.core.models import AuditEntry, MessageEvent, OutboxMessage, Participant, Study
from limen.conduct.core.occasions import Submit
from limen.conduct.core.occasions.services import judge, pause, resume, start_occasion, withdraw
from limen.conduct.core.services.erase import erase
from limen.conduct.core.trail import recording, verify

MINUTE = timedelta(minutes=1)


def reminders(one: Participant) -> list[OutboxMessage]:
    found = OutboxMessage.objects.filter(participant=one, purpose="reminder")
    return list(found.order_by("due_at", "id"))


def states(one: Participant) -> list[str]:
    return [message.state for message in reminders(one)]


def evidence(message: OutboxMessage) -> list[str]:
    return list(message.events.order_by("id").values_list("kind", flat=True))


def answer(one: Participant, moment) -> None:
    occasion = one.occasions.get(identifier="diary.1")
    with clock.as_of(moment), recording("test.submitted", by=BY, participant=one) as record:
        judge(record, record.fresh(occasion), Submit(), opened=plan_reminders)


def test_a_reminder_goes_out_once_with_all_of_its_evidence(on_each_database, post):
    anna = begun()
    assert tick(OPENS).settled.opened == 1
    assert states(anna) == ["waiting", "waiting"]
    assert tick(FIRST).sent.sent == 1
    assert tick(FIRST).idle
    assert states(anna) == ["sent", "waiting"]
    answer(anna, FIRST + 5 * MINUTE)
    assert states(anna) == ["sent", "cancelled"]
    assert tick(FIRST + 6 * MINUTE).answered == 1
    assert tick(SECOND).idle
    assert len(post.taken) == 1
    assert evidence(reminders(anna)[0]) == ["intended", "sent", "accepted", "answered"]
    assert verify().faults == ()


def test_what_nobody_answers_is_reminded_of_as_often_as_planned(post):
    anna = begun()
    for moment in (OPENS, FIRST, SECOND, CLOSES, CLOSES + timedelta(hours=8)):
        tick(moment)
    assert states(anna)[:2] == ["sent", "sent"]
    assert len(set(post.ids)) == 2


def test_reminders_fall_where_the_shared_calendar_puts_them(post):
    from limen import calendar

    anna = begun()
    for day in (23, 24, 28, 29, 30):  # the clocks go forward on the 29th
        tick(at(f"2026-03-{day}T08:00"))
        tick(at(f"2026-03-{day}T17:01"))
    mine = calendar.of(
        anna.version.protocol,
        start=anna.started_on,
        zone=anna.zone,
        site_zone=anna.site.zone or None,
    )
    windows = {one.id: one.window for one in mine.occasions}
    planned = {}
    for message in reminders(anna):
        found = (message.due_at, message.channel)
        planned.setdefault(message.occasion.identifier, []).append(found)
    assert {"diary.1", "diary.7", "diary.8"} <= set(planned)
    for identifier, found in planned.items():
        assert found == [(r.at, r.by) for r in windows[identifier].reminders], identifier


def test_two_that_are_due_at_once_become_one(post):
    anna = begun()
    tick(SECOND + MINUTE)  # no worker ran since the occasion opened
    assert sorted(states(anna)) == ["expired", "sent"]
    assert evidence(reminders(anna)[0]) == ["intended", "superseded"]
    assert len(post.taken) == 1


def test_a_reminder_too_late_is_not_sent_and_says_so(post):
    anna = begun()
    tick(OPENS)
    tick(CLOSES + MINUTE)
    assert set(states(anna)) == {"expired"}
    shown = messages_to_look_at(Participant.objects.all())
    assert {message.participant for message in shown} == {anna}
    assert post.taken == []


def test_who_left_no_address_is_recorded_as_unreachable(on_each_database, post):
    boris = begun(wants=False)
    tick(OPENS)
    tick(FIRST)
    first = reminders(boris)[0]
    assert first.state == "failed"
    event = first.events.get(kind="unreachable")
    assert event.detail == "no e-mail address"
    assert not messages_to_look_at(Participant.objects.all()).exists()  # it is no fault


def test_who_confirms_an_address_while_an_occasion_is_open_gets_the_rest(post):
    boris = begun(wants=False)
    tick(FIRST)
    with clock.as_of(FIRST + MINUTE):
        ask_confirmation(boris, "boris@example.org", by=BY)
        tick(FIRST + MINUTE)
        contact = boris.contacts.get(kind="email")
        assert confirm_email(address_token(Use.CONFIRM, contact))
    tick(SECOND)
    assert states(boris) == ["failed", "sent"]
    assert len(post.taken) == 2  # the confirmation, and one reminder


def test_who_takes_the_address_back_gets_none(post):
    anna = begun()
    tick(OPENS)
    with clock.as_of(OPENS + MINUTE):
        turn_off(anna, by=BY)
    tick(FIRST)
    assert states(anna)[0] == "failed"
    assert post.taken == []


def test_a_pause_is_not_disturbed_and_what_is_due_after_it_comes(post):
    anna = begun()
    tick(OPENS)
    with clock.as_of(OPENS + MINUTE):
        pause(anna, by=BY)
    tick(FIRST)
    with clock.as_of(FIRST + MINUTE):
        resume(anna, by=BY, opened=plan_reminders)
    tick(SECOND)
    assert states(anna) == ["cancelled", "sent"]
    assert len(post.taken) == 1


def test_who_pauses_until_an_hour_is_asked_and_reminded_after_it(post):
    anna = begun()
    with clock.as_of(OPENS - 10 * MINUTE):
        pause(anna, by=BY, until=FIRST - MINUTE)
    tick(OPENS)
    assert states(anna) == []
    assert tick(FIRST).resumed == 1
    assert states(anna) == ["sent", "waiting"]


def test_a_withdrawal_ends_all(post):
    anna = begun()
    tick(OPENS)
    with clock.as_of(OPENS + MINUTE):
        withdraw(anna, by=BY)
    tick(FIRST)
    assert set(states(anna)) == {"cancelled"}
    assert post.taken == []


def test_nobody_writes_to_who_was_erased(post):
    anna = begun()
    tick(OPENS)
    with clock.as_of(OPENS + MINUTE):
        erase(anna, by=BY)
    tick(FIRST)
    assert set(states(anna)) == {"cancelled"}
    assert post.taken == []


def test_who_has_begun_since_it_was_due_is_not_reminded_of_beginning(post):
    anna = begun()
    tick(OPENS)
    with clock.as_of(FIRST):
        start_occasion(anna.occasions.get(identifier="diary.1"), by=BY, opened=plan_reminders)
    tick(FIRST + MINUTE)
    assert states(anna) == ["cancelled", "waiting"]
    tick(SECOND)  # and never came to the end
    assert states(anna) == ["cancelled", "sent"]


def test_nothing_moves_after_the_database_lock(post):
    anna = begun()
    tick(OPENS)
    Study.objects.update(locked_at=OPENS)
    assert tick(FIRST).idle
    assert set(states(anna)) == {"waiting"}


@pytest.mark.parametrize(
    ("step", "reply", "state"),
    [(*answer, state) for state, answers in ANSWERS.values() for answer in answers],
)
def test_what_a_mail_server_says_decides(post, step, reply, state):
    anna = begun()
    tick(OPENS)
    post.replies[step] = reply
    tick(FIRST)
    first = OutboxMessage.objects.get(idempotency_key=f"reminder:{anna.pk}:diary.1:push:1")
    assert (first.state, first.attempts) == (state, 1)
    post.replies.clear()
    tick(FIRST + MINUTE)
    first.refresh_from_db()
    assert first.state == ("sent" if state == "waiting" else state)
    assert len(post.ids) == len(set(post.ids)) == (state != "failed")
    assert "example.org" not in " ".join(MessageEvent.objects.values_list("detail", flat=True))


def test_a_server_that_is_away_is_asked_again_until_the_window_ends(post):
    anna = begun()
    tick(OPENS)
    with override_settings(EMAIL_PORT=1):
        moment, waits = FIRST, []
        while (first := reminders(anna)[0]).state == "waiting" or first.due_at < moment:
            before = moment
            tick(moment)
            first = OutboxMessage.objects.get(pk=first.pk)
            if first.state != "waiting" or first.due_at >= SECOND:
                break
            moment = first.due_at
            waits.append(moment - before)
    assert waits[:4] == [timedelta(seconds=s) for s in (30, 60, 120, 240)]
    assert max(waits) <= timedelta(minutes=30)
    assert post.taken == []


def test_one_bad_message_stops_no_other(post, monkeypatch):
    from limen.conduct.core.messages import send

    anna, boris = begun(), begun()
    tick(OPENS)
    real = send.email_of

    def breaks(message):
        if message.participant_id == anna.pk:
            raise RuntimeError("anna@example.org cannot be written to")
        return real(message)

    monkeypatch.setattr(send, "email_of", breaks)
    tick(FIRST)
    assert (states(anna)[0], states(boris)[0]) == ("waiting", "sent")


def test_a_database_that_is_away_for_a_moment_leaves_nothing_uncertain(
    on_each_database, post, monkeypatch
):
    anna = begun()
    tick(OPENS)
    real, failures = claim.sent, iter([True, True, False])

    def sometimes(*words, **named):
        if next(failures):
            raise OperationalError("the connection was lost")
        real(*words, **named)

    monkeypatch.setattr(claim, "sent", sometimes)
    assert tick(FIRST).sent.sent == 1
    assert states(anna)[0] == "sent"


def test_one_broken_part_stops_no_other(post, monkeypatch):
    from limen.conduct.core.messages import worker as module

    anna = begun()
    tick(OPENS)
    monkeypatch.setattr(module, "settle", lambda **_: 1 / 0)
    done = tick(FIRST)
    assert (done.faults, done.sent.sent) == (1, 1)
    assert states(anna)[0] == "sent"


def test_an_uncertain_one_is_shown_to_staff_and_not_to_other_sites(post):
    anna = begun()
    tick(OPENS)
    post.replies["end"] = b"hang up"
    tick(FIRST)
    shown = messages_to_look_at(Participant.objects.all())
    assert [message.participant for message in shown] == [anna]
    assert not messages_to_look_at(Participant.objects.none()).exists()
    last = MessageEvent.objects.filter(kind="uncertain").get()
    assert last.detail == "broke off in the message: SMTPServerDisconnected"


def test_no_address_reaches_the_trail_the_queue_or_a_log(post, caplog):
    anna = begun()
    email = f"somebody-{anna.pk}@example.org"
    tick(OPENS)
    post.replies["rcpt"] = b"451 " + email.encode()
    tick(FIRST)
    post.replies = {"end": b"554 " + email.encode()}
    tick(FIRST + MINUTE)
    assert post.taken[0]["To"] == email
    for texts in (
        AuditEntry.objects.values_list("payload", flat=True),
        MessageEvent.objects.values_list("detail", flat=True),
        OutboxMessage.objects.values_list("idempotency_key", flat=True),
        [record.getMessage() for record in caplog.records],
    ):
        assert email not in " ".join(texts)


def test_without_a_mail_server_it_says_so(post):
    anna = begun()
    tick(OPENS)
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend"):
        tick(FIRST)
    assert reminders(anna)[0].events.last().detail == "no mail server is set"
