"""The machine as a whole: every state × event × moment keeps to the steps, and may be repeated."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest

from limen.calendar.window import assessment_window
from limen.conduct.core.occasions import (
    Cancel,
    ChangeZone,
    Clock,
    Occasion,
    Pause,
    Reason,
    Resume,
    Start,
    State,
    Submit,
    Withdraw,
    decide,
)
from limen.conduct.core.occasions.state import STEPS
from limen.dataset.tables import TABLES
from limen.protocol.document.measurement import Window

WINDOW = assessment_window(
    Window(opens_time="18:00", closes_time="23:00", grace_hours=4, late="flag"),
    date(2026, 5, 12),
    "Europe/Berlin",
)
EVENTS = [
    Clock(),
    Start(),
    Submit(),
    Submit(page_made_at=WINDOW.opens),
    Submit(answered_at=WINDOW.opens),
    Submit(final=False),
    Submit(page_made_at=WINDOW.closes, final=False),
    ChangeZone("Pacific/Kiritimati"),
    ChangeZone("Pacific/Niue"),
    Pause(),
    Resume("Asia/Tokyo"),
    Withdraw(),
    Cancel(),
]
MOMENTS = [
    WINDOW.opens - timedelta(hours=40),
    WINDOW.opens - timedelta(seconds=1),
    WINDOW.opens,
    WINDOW.closes,
    WINDOW.closes + timedelta(seconds=1),
    WINDOW.ends,
    WINDOW.ends + timedelta(seconds=1),
    WINDOW.ends + timedelta(days=30),
]


def everything() -> list[Occasion]:
    """An occasion in every state, for every reason that a state can have."""
    plain = Occasion(id="evening.3", window=WINDOW)
    begun = WINDOW.opens + timedelta(minutes=1)
    found = [replace(plain, state=state) for state in (State.PLANNED, State.OPEN, State.MISSED)]
    found.append(replace(plain, state=State.MISSED, reason=Reason.NEVER_OPEN))
    found += [replace(plain, state=s, started_at=begun) for s in (State.STARTED, State.EXPIRED)]
    found.append(replace(plain, state=State.SUBMITTED, submitted_at=begun, late=False))
    reasons = (Reason.PAUSED, Reason.WITHDRAWN, Reason.BY_STAFF, Reason.BEFORE_START)
    found += [replace(plain, state=State.CANCELLED, reason=reason) for reason in reasons]
    return found


CASES = [
    (occasion, event, moment)
    for occasion, event, moment in product(everything(), EVENTS, MOMENTS)
    if getattr(event, "answered_at", None) is None or event.answered_at <= moment
]


def test_there_are_cases_for_every_state() -> None:
    assert {occasion.state for occasion, _, _ in CASES} == set(State)
    assert len(CASES) > 800


@pytest.mark.parametrize("event", EVENTS, ids=str)
def test_every_change_is_a_step(event) -> None:
    for occasion, _, moment in (case for case in CASES if case[1] == event):
        settled = decide(occasion, Clock(), moment).occasion
        after = decide(occasion, event, moment).occasion
        assert settled.state in STEPS[occasion.state] | {occasion.state}
        if isinstance(event, Resume) and settled.is_paused:
            assert after.state in (State.CANCELLED, State.PLANNED, State.OPEN)
        else:
            assert after.state in STEPS[settled.state] | {settled.state}


def test_a_decision_may_be_repeated() -> None:
    for occasion, event, moment in CASES:
        once = decide(occasion, event, moment).occasion
        assert decide(once, event, moment).occasion == once


def test_a_look_at_the_clock_before_changes_nothing_of_what_follows() -> None:
    for occasion, event, moment in CASES:
        looked = decide(occasion, Clock(), moment).occasion
        assert decide(looked, event, moment) == decide(occasion, event, moment)


def test_the_past_is_never_recomputed() -> None:
    happened = (State.OPEN, State.STARTED, State.SUBMITTED, State.EXPIRED, State.MISSED)
    for occasion, event, moment in CASES:
        settled = decide(occasion, Clock(), moment).occasion
        if settled.state in happened or settled.window.opens <= moment:
            assert decide(occasion, event, moment).occasion.window == occasion.window


def test_what_was_sent_stays_sent() -> None:
    for occasion, event, moment in CASES:
        if occasion.state == State.SUBMITTED:
            assert decide(occasion, event, moment).occasion == occasion


def test_nothing_opens_twice() -> None:
    before = {state for state in State if State.OPEN in STEPS[state]}
    assert before == {State.PLANNED}
    assert {state for state in State if State.PLANNED in STEPS[state]} == {State.CANCELLED}
    for occasion, event, moment in CASES:
        after = decide(occasion, event, moment).occasion
        if occasion.state == State.CANCELLED and occasion.reason != Reason.PAUSED:
            assert after == occasion
        if after.is_paused:  # so what a pause gives back had never opened
            assert occasion.state == State.PLANNED or occasion.is_paused


def test_the_words_are_those_of_the_dataset() -> None:
    column = next(column for column in TABLES["occasions"].columns if column.name == "state")
    assert tuple(State) == column.choices


def test_moments_are_in_utc() -> None:
    assert all(moment.tzinfo == UTC for moment in MOMENTS if isinstance(moment, datetime))


def test_decisions_need_neither_a_database_nor_scipy() -> None:
    code = "import sys, limen.conduct.core.occasions; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "limen.conduct.core.occasions.decide" in run.stdout.split()
    assert not set(run.stdout.split()) & {"django", "scipy", "pandas"}
