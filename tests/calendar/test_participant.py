"""One participant: dates, windows, late answers, reminders, and a move to another zone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from limen import calendar
from limen.errors import LimenError, ProtocolError
from limen.protocol import Protocol

Study = Callable[..., Protocol]
Line = Callable[..., str]
START = date(2026, 3, 23)
EVENING = (
    'window: {opens_time: "18:00", closes_time: "23:00", grace_hours: 4, late: flag,'
    " reminders: [{after_hours: 2, by: push}, {after_hours: 4, by: email}]}"
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.fixture
def due(study: Study, occasion: Line) -> calendar.ParticipantCalendar:
    line = occasion("day", "kind: daily, last: 28", window=EVENING)
    return calendar.of(study(occasions=line), start=START, zone="Europe/Berlin")


def test_windows_follow_the_wall_clock_across_the_change(
    due: calendar.ParticipantCalendar,
) -> None:
    before, after = due.occasion("day.6"), due.occasion("day.7")  # 28 and 29 March
    assert (before.date, after.date) == (date(2026, 3, 28), date(2026, 3, 29))
    assert before.window.opens == at("2026-03-28T17:00")
    assert after.window.opens == at("2026-03-29T16:00")
    assert before.window.opens_local == datetime(2026, 3, 28, 18)
    assert due.study_day(date(2026, 3, 22)) == 0
    assert due.date_of(-13) == date(2026, 3, 9)


def test_doses_have_their_window(due: calendar.ParticipantCalendar) -> None:
    assert [dose.study_day for dose in due.doses] == list(range(1, 29, 3))
    third = due.doses[2]  # 29 March, in summer time
    assert (third.window.opens, third.window.closes) == (
        at("2026-03-29T06:00"),
        at("2026-03-29T09:00"),
    )


def test_the_late_rule(study: Study, occasion: Line) -> None:
    moments = [
        at(text)
        for text in ("2026-03-23T16:59", "2026-03-23T17:00", "2026-03-23T22:00",
                     "2026-03-23T22:01", "2026-03-24T02:00", "2026-03-24T02:01")
    ]  # fmt: skip
    found = {}
    for late in ("refuse", "flag", "accept"):
        grace = "" if late == "refuse" else "grace_hours: 4, "
        window = f'window: {{opens_time: "18:00", closes_time: "23:00", {grace}late: {late}}}'
        line = occasion("day", "kind: daily, last: 28", window=window)
        first = calendar.of(study(occasions=line), start=START, zone="Europe/Berlin").occasions[0]
        found[late] = [first.window.verdict(moment) for moment in moments]
    early = ["too_early", "in_time", "in_time"]
    assert found["refuse"] == [*early, "refused", "refused", "refused"]
    assert found["flag"] == [*early, "late", "late", "refused"]
    assert found["accept"] == [*early, "in_time", "in_time", "refused"]


def test_reminders_count_hours_from_the_opening(due: calendar.ParticipantCalendar) -> None:
    first = due.occasion("day.1").window
    assert [(reminder.at, reminder.by) for reminder in first.reminders] == [
        (at("2026-03-23T19:00"), "push"),
        (at("2026-03-23T21:00"), "email"),
    ]


def test_entries_of_a_day_share_its_window(study: Study) -> None:
    line = (
        "  - {id: day, kind: diary, phase: treatment, schedule: {kind: daily, last: 2},\n"
        '     measures: [vas], entries_per_day: 3, window: {opens_time: "08:00", '
        'closes_time: "20:00"}}'
    )
    due = calendar.of(study(occasions=line), start=START, zone="Europe/Berlin")
    hours = [
        (one.window.opens_local.hour, one.window.closes_local.hour) for one in due.occasions[:3]
    ]
    assert hours == [(8, 12), (12, 16), (16, 20)]


def test_who_moves_keeps_what_has_opened(due: calendar.ParticipantCalendar) -> None:
    there = due.moved("America/New_York", since=at("2026-03-25T12:00"))
    assert there.zone == "America/New_York"
    assert there.occasions[:2] == due.occasions[:2]  # 23 and 24 March
    assert there.occasions[2].window.opens == at("2026-03-25T22:00")
    assert there.occasions[2].window.opens_local == due.occasions[2].window.opens_local
    assert there.doses[0] == due.doses[0]
    assert there.doses[1].window.zone == "America/New_York"


def test_a_move_takes_reminders_and_grace_along(due: calendar.ParticipantCalendar) -> None:
    there = due.moved("America/New_York", since=at("2026-03-25T12:00"))
    third = there.occasions[2].window
    assert [(reminder.at, reminder.by) for reminder in third.reminders] == [
        (at("2026-03-26T00:00"), "push"),
        (at("2026-03-26T02:00"), "email"),
    ]
    assert third.grace_ends == at("2026-03-26T07:00")
    fresh = calendar.of(due.protocol, start=START, zone="America/New_York")
    assert there.occasions[2:] == fresh.occasions[2:]


def test_who_flies_west_across_the_date_line_loses_no_day(study: Study) -> None:
    home = calendar.of(study(), start=START, zone="America/Los_Angeles")
    lands = at("2026-03-26T12:00")  # in Auckland it is 1:00 of 27 March: the 26th is over there
    there = home.moved("Pacific/Auckland", since=lands)
    zones = [one.window.zone for one in there.occasions[2:6]]
    assert zones == ["America/Los_Angeles"] * 2 + ["Pacific/Auckland"] * 2
    assert all(new.window.opens > lands for new in there.occasions[3:])
    assert there.occasions[3].window == home.occasions[3].window


def test_a_window_in_the_sites_time_does_not_travel(study: Study, occasion: Line) -> None:
    line = occasion("day", "kind: daily, last: 28", window="window: {time_zone: site}")
    known = study(occasions=line, site=", time_zone: Europe/Zurich")
    due = calendar.of(known, start=START, zone="Europe/Berlin")
    there = due.moved("America/New_York", since=at("2026-03-25T12:00"))
    assert there.occasions == due.occasions
    assert not there.travels(there.occasions[0])
    assert {dose.window.zone for dose in there.doses[1:]} == {"America/New_York"}


def test_the_end_is_when_nobody_may_begin_any_more(study: Study, occasion: Line) -> None:
    for late, ends in (("refuse", "22:00"), ("flag", "23:30"), ("accept", "23:30")):
        grace = "" if late == "refuse" else "grace_hours: 1.5, "
        window = f'window: {{opens_time: "18:00", closes_time: "23:00", {grace}late: {late}}}'
        line = occasion("day", "kind: daily, last: 28", window=window)
        first = calendar.of(study(occasions=line), start=START, zone="Europe/Berlin").occasions[0]
        assert first.window.ends == at(f"2026-03-23T{ends}")


def test_a_site_keeps_its_own_time(study: Study, occasion: Line) -> None:
    line = occasion("day", "kind: daily, last: 2", window="window: {time_zone: site}")
    known = study(occasions=line, site=", time_zone: Europe/Zurich")
    due = calendar.of(known, start=START, zone="Asia/Tokyo")
    assert due.occasions[0].window.zone == "Europe/Zurich"
    unknown = study(occasions=line)
    with pytest.raises(ProtocolError, match="site_zone"):
        calendar.of(unknown, start=START, zone="Asia/Tokyo")
    given_zone = calendar.of(unknown, start=START, zone="Asia/Tokyo", site_zone="Europe/Zurich")
    assert given_zone.occasions[0].window.zone == "Europe/Zurich"


def test_an_arm_says_what_its_periods_hold(study: Study) -> None:
    crossed = study(periods="{count: 2, days: 10, washout_days: 8}")
    due = calendar.of(crossed, start=START, zone="UTC", arm="B")
    assert due.interventions == ("other", "placebo")
    assert calendar.of(study(), start=START, zone="UTC", arm="A").interventions == ("placebo",)
    assert calendar.of(crossed, start=START, zone="UTC").interventions == ()
    with pytest.raises(ProtocolError):
        calendar.of(crossed, start=START, zone="UTC", arm="C")


def test_what_does_not_exist_is_refused(due: calendar.ParticipantCalendar, study: Study) -> None:
    with pytest.raises(ProtocolError, match=r"day\.29"):
        due.occasion("day.29")
    with pytest.raises(LimenError, match="time zone"):
        calendar.of(study(), start=START, zone="Mars/Olympus")


ZONES = [
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kolkata",
    "America/St_Johns",
    "Africa/Casablanca",
    "Pacific/Chatham",
    "UTC",
]


@given(zone=st.sampled_from(ZONES), start=st.dates(date(2024, 1, 1), date(2027, 12, 31)))
def test_everywhere_and_always_the_days_come_in_order(study: Study, zone: str, start: date) -> None:
    due = calendar.of(study(), start=start, zone=zone)
    opens = [one.window.opens for one in due.occasions]
    assert opens == sorted(opens)
    assert all(one.window.opens < one.window.closes for one in due.occasions)
    gaps = {later - earlier for earlier, later in pairwise(opens)}
    assert all(abs(gap - timedelta(days=1)) <= timedelta(hours=1) for gap in gaps)
    assert [one.date for one in due.occasions] == [start + timedelta(days=n) for n in range(28)]
