"""The calendar feed, read back by another program."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
from people import BY, FIRST, MADE, OPENS, at, begun

from limen.conduct.core import clock
from limen.conduct.core.messages import feed, tick
from limen.conduct.core.models import Occasion, Participant
from limen.conduct.core.occasions import Submit
from limen.conduct.core.occasions.services import change_zone, judge, pause, resume, withdraw
from limen.conduct.core.trail import recording


def events(one: Participant, moment, *, alarms: bool = False):
    with clock.as_of(moment):
        content = feed(Participant.objects.get(pk=one.pk), alarms=alarms)
    calendar = icalendar.Calendar.from_ical(content)
    assert not calendar.errors
    return {str(event["UID"]): event for event in calendar.walk("VEVENT")}


def occasion(one: Participant, name: str) -> Occasion:
    return one.occasions.get(identifier=name)


def span(event):
    return event.decoded("DTSTART"), event.decoded("DTEND")


def test_every_window_to_come_is_there_with_its_moments():
    one = begun()
    found = events(one, MADE)
    wanted = sorted(
        (row.opens_at, row.closes_at)
        for row in one.occasions.filter(respondent="participant", grace_ends_at__gte=MADE)
    )
    assert sorted(span(event) for event in found.values()) == wanted
    assert all(event.decoded("DTSTART").utcoffset() == timedelta(0) for event in found.values())


def test_it_is_right_on_both_sides_of_a_change_of_the_clocks():
    one = begun()
    starts = {str(event.decoded("DTSTART")) for event in events(one, MADE).values()}
    assert "2026-03-28 17:00:00+00:00" in starts  # 18:00 in winter
    assert "2026-03-29 16:00:00+00:00" in starts  # 18:00 in summer
    text = _text(one, MADE)
    assert "TZID" not in text
    assert "DTSTART:20260329T160000Z" in text


# clocks change within these people's first month: by an hour or half of one, either way
ZONES = ["America/New_York", "Europe/Dublin", "Pacific/Auckland", "Australia/Lord_Howe",
         "Africa/Casablanca", "Asia/Gaza", "America/Santiago", "Asia/Kathmandu"]  # fmt: skip


@pytest.mark.parametrize("zone", ZONES)
def test_it_shows_the_planned_time_on_every_wall(zone):
    """Second route: the moments of the feed, read on a clock on that wall."""
    one = begun(zone=zone)
    starts = {event.decoded("DTSTART") for event in events(one, MADE).values()}
    shown = {start.astimezone(ZoneInfo(zone)).replace(tzinfo=None) for start in starts}
    rows = one.occasions.filter(respondent="participant", zone=zone, grace_ends_at__gte=MADE)
    planned = {row.opens_local for row in rows}
    assert len(planned) > 30
    assert planned <= shown


def _text(one: Participant, moment, *, alarms: bool = False) -> str:
    with clock.as_of(moment):
        return feed(Participant.objects.get(pk=one.pk), alarms=alarms).decode()


def test_a_move_keeps_uids_and_raises_sequences(by):
    one = begun()
    before = events(one, OPENS)
    with clock.as_of(OPENS):
        change_zone(one, zone="America/New_York", by=BY)
    after = events(one, OPENS)
    assert set(after) == set(before)
    moved = [uid for uid in after if span(after[uid]) != span(before[uid])]
    assert moved
    for uid in moved:
        assert after[uid]["SEQUENCE"] > before[uid]["SEQUENCE"]
    rows = {row.opens_at for row in one.occasions.filter(respondent="participant")}
    assert {span(event)[0] for event in after.values()} <= rows


def test_the_same_state_gives_the_same_bytes():
    one = begun()
    assert _text(one, MADE) == _text(one, MADE + timedelta(minutes=1))


def test_what_is_done_says_so_and_what_is_long_over_goes(post):
    one = begun()
    tick(OPENS)
    row = occasion(one, "diary.1")
    with clock.as_of(FIRST), recording("test.submitted", by=BY, participant=one) as record:
        judge(record, record.fresh(row), Submit())
    done = [event for event in events(one, FIRST).values() if event["SUMMARY"] == "Done"]
    assert [span(event)[0] for event in done] == [row.opens_at]
    assert not any(span(e)[0] == row.opens_at for e in events(one, at("2026-04-10T12:00")).values())


def test_a_pause_empties_it_and_coming_back_fills_it():
    one = begun()
    before = set(events(one, MADE))
    with clock.as_of(MADE):
        pause(one, by=BY)
    assert len(events(one, MADE)) < len(before)
    with clock.as_of(MADE + timedelta(hours=1)):
        resume(one, by=BY)
    assert set(events(one, MADE + timedelta(hours=1))) == before


def test_after_a_withdrawal_it_is_empty():
    one = begun()
    with clock.as_of(OPENS):
        withdraw(one, by=BY)
    assert events(one, OPENS) == {}


@pytest.mark.parametrize("word", ["diary", "dose", "dosing", "visit", "study", "microdos", "riga"])
def test_its_words_are_neutral(word):
    text = _text(begun(), MADE, alarms=True).casefold().replace("http://testserver/today/", "")
    assert word not in text


def test_it_reminds_only_for_who_wants_that():
    one = begun()
    assert "VALARM" not in _text(one, MADE)
    row = occasion(one, "diary.1")
    (event,) = [e for e in events(one, MADE, alarms=True).values() if span(e)[0] == row.opens_at]
    assert [alarm.decoded("TRIGGER") for alarm in event.walk("VALARM")] == [
        timedelta(hours=2),
        timedelta(hours=4),
    ]


def test_it_holds_nothing_of_anybody_else():
    one, other = begun(), begun()
    assert not set(events(one, MADE)) & set(events(other, MADE))
