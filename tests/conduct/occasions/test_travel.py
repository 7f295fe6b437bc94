"""People who travel in the middle of a study, east and west and across the date line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from life import Life
from wall_clock import ZONES, window_moments

from limen.calendar.window import assessment_window
from limen.conduct.core.occasions import (
    ChangeZone,
    Clock,
    Event,
    Occasion,
    Pause,
    Resume,
    Start,
    State,
    Submit,
    Verdict,
)
from limen.protocol.document.measurement import Window

EVENING = Window(opens_time="18:00", closes_time="23:00", grace_hours=4, late="flag")
DAYS = 21
HOUR = timedelta(hours=1)
FAR = ["Pacific/Kiritimati", "Pacific/Niue", "Pacific/Apia", "Pacific/Pago_Pago",
       "Pacific/Auckland", "America/Los_Angeles", "Europe/Berlin", "Asia/Kolkata"]  # fmt: skip


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def study(zone: str, first: date, window: Window = EVENING) -> list[Life]:
    """Three weeks of evenings, made ahead at home."""
    days = [first + timedelta(days=n) for n in range(DAYS)]
    made = [assessment_window(window, day, zone) for day in days]
    return [Life(Occasion(id=f"day.{n}", window=one)) for n, one in enumerate(made, start=1)]


@dataclass(frozen=True)
class Diarist:
    """Somebody who answers every evening as soon as it opens, as the server's clock ticks."""

    lives: list[Life]

    def lives_through(self, since: datetime, until: datetime, journey: dict[datetime, str]) -> None:
        """Let the clock run in steps of ten minutes."""
        moment = since
        while moment < until:
            for life in self.lives:
                if zone := journey.get(moment):
                    life.happens(ChangeZone(zone), moment)
                life.happens(Clock(), moment)
                if life.occasion.state == State.OPEN:
                    life.happens(Start(), moment)
                    life.happens(Submit(page_made_at=moment), moment + timedelta(minutes=2))
            moment += timedelta(minutes=10)


@pytest.mark.parametrize(
    ("lands", "opens"),
    [
        # Los Angeles to Auckland, landing on 6 March at 9:00. The evening of the 5th is over there:
        # it comes at home's hour, 15:00 in Auckland, three hours before the evening of the 6th.
        ("2026-03-05T20:00", ["2026-03-05T02:00", "2026-03-06T02:00", "2026-03-06T05:00"]),
        # Landing on 7 March at 1:00: the evening of the 6th comes at 15:00 of the 7th.
        ("2026-03-06T12:00", ["2026-03-06T02:00", "2026-03-07T02:00", "2026-03-07T05:00"]),
        # Landing on 6 March at 17:00: the evening of the 5th was sent at home, the next is near.
        ("2026-03-06T04:00", ["2026-03-06T02:00", "2026-03-06T05:00", "2026-03-07T05:00"]),
    ],
)
def test_flying_west_across_the_date_line_skips_no_evening(lands: str, opens: list[str]) -> None:
    lives = study("America/Los_Angeles", date(2026, 3, 4))
    journey = {at(lands): "Pacific/Auckland"}
    Diarist(lives).lives_through(at("2026-03-04T00:00"), at("2026-03-27T00:00"), journey)
    shown = [life.occasion.window.opens for life in lives]
    assert [moment for moment in shown if moment in map(at, opens)] == [at(text) for text in opens]
    assert_each_evening_once(lives)


def test_flying_east_across_the_date_line_repeats_no_evening() -> None:
    lives = study("Pacific/Auckland", date(2026, 3, 4))
    # 5 March was answered at 18:00 in Auckland; in Los Angeles 5 March begins three hours later.
    journey = {at("2026-03-05T08:00"): "America/Los_Angeles"}
    Diarist(lives).lives_through(at("2026-03-03T00:00"), at("2026-03-27T00:00"), journey)
    assert [life.occasion.window.opens for life in lives[:3]] == [
        at("2026-03-04T05:00"),
        at("2026-03-05T05:00"),
        at("2026-03-07T02:00"),
    ]
    assert_each_evening_once(lives)


def test_there_and_back_within_a_day() -> None:
    lives = study("Pacific/Kiritimati", date(2026, 3, 4))
    journey = {
        at("2026-03-07T00:00"): "Pacific/Niue",
        at("2026-03-07T09:00"): "Pacific/Kiritimati",
        at("2026-03-08T02:00"): "Pacific/Niue",
        at("2026-03-12T23:50"): "Pacific/Kiritimati",
    }
    Diarist(lives).lives_through(at("2026-03-03T00:00"), at("2026-03-27T00:00"), journey)
    assert_each_evening_once(lives)


def test_a_day_that_never_was_has_its_evening_all_the_same() -> None:
    """Samoa went from 29 to 31 December 2011: the evening of the 30th is that of the jump."""
    lives = study("Pacific/Apia", date(2011, 12, 28))
    Diarist(lives).lives_through(at("2011-12-27T00:00"), at("2012-01-20T00:00"), {})
    opens = [life.occasion.window.opens for life in lives[:4]]
    assert opens == [
        at("2011-12-29T04:00"),
        at("2011-12-30T04:00"),
        at("2011-12-30T10:00"),
        at("2011-12-31T04:00"),
    ]
    assert_each_evening_once(lives)


def assert_each_evening_once(lives: list[Life]) -> None:
    for life in lives:
        assert life.states == [State.OPEN, State.STARTED, State.SUBMITTED], life.occasion
        assert len(life.openings) == 1
        assert life.verdicts == [Verdict.STARTED, Verdict.IN_TIME]
        assert life.occasion.window.closes - life.occasion.window.opens == 5 * HOUR


@st.composite
def itineraries(draw: st.DrawFn) -> list[tuple[datetime, Event]]:
    """Flights, pauses and returns at any moment of the three weeks, zones from all over."""
    zones = st.one_of(st.sampled_from(FAR), st.sampled_from(ZONES))
    moments = st.integers(-24 * 60, (DAYS + 1) * 24 * 60)
    start, zone, paused = at("2026-03-20T00:00"), "Europe/Berlin", False
    events: list[tuple[datetime, Event]] = []
    for minutes in sorted(draw(st.lists(moments, max_size=7, unique=True))):
        moment = start + timedelta(minutes=minutes)
        what = draw(st.sampled_from(["fly", "fly", "pause", "resume"]))
        if what == "fly":
            zone = draw(zones)
            events.append((moment, ChangeZone(zone)))
        elif what == "pause":
            paused = True
            events.append((moment, Pause()))
        elif paused:
            events.append((moment, Resume(zone)))
    return events


@settings(max_examples=60, derandomize=True, deadline=None, database=None)
@given(events=itineraries(), seed=st.integers(0, 23))
def test_every_occasion_happens_once_wherever_people_go(
    events: list[tuple[datetime, Event]], seed: int
) -> None:
    lives = study("Europe/Berlin", date(2026, 3, 20))
    ticks = [(at("2026-03-18T00:00") + n * HOUR, Clock()) for n in range((DAYS + 4) * 24)]
    timeline = sorted([*events, *ticks], key=lambda one: one[0])
    for n, life in enumerate(lives):
        home = life.occasion.window
        for moment, event in timeline:
            life.happens(event, moment)
            if (n + seed) % 3 == 0 and life.occasion.state == State.OPEN:
                life.happens(Submit(), moment)
        final, window = life.occasion, life.occasion.window
        # Exactly one end, and at most one opening: one unless it was paused over.
        assert final.state in (State.SUBMITTED, State.MISSED, State.CANCELLED)
        assert len(life.openings) == (0 if final.state == State.CANCELLED else 1)
        # The same wall times as ever, in some zone; its moments are what a wall there shows.
        assert (window.opens_local, window.closes_local) == (home.opens_local, home.closes_local)
        assert (window.opens, window.closes) == window_moments(
            window.zone, window.opens_local, window.closes_local
        )
        assert abs(window.closes - window.opens - 5 * HOUR) <= HOUR
        # It opened when its window did, no later than the next look, and never was moved since.
        late = timedelta(0) if not life.openings else life.openings[0] - window.opens
        assert timedelta(0) <= late
        assert late <= HOUR or any(isinstance(event, Resume) for _, event in events)
