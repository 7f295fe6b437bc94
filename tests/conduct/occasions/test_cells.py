"""Every cell of window × zone change × clock change × late × pause, each by a property.

What must come out is worked out here a second time: moments by looking at a clock on the wall,
verdicts from the words of the design note.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from cells import CELLS, HOUR, LATE, Cell
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from life import Life
from wall_clock import window_moments

from limen.conduct.core.occasions import (
    ChangeZone,
    Clock,
    Event,
    Pause,
    Resume,
    Start,
    State,
    Submit,
    Verdict,
)

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Plot:
    """What happens, in minutes: from opening at home, or in shares of the time until the end."""

    day: int
    moves_at: int
    begins_at: int
    takes: int
    has_begun: bool
    looks: tuple[int, ...]
    resumes_at: float


PLOTS = st.builds(
    Plot,
    day=st.integers(0, 1000),
    moves_at=st.integers(-30 * 60, 10 * 60),
    begins_at=st.integers(-60, 34 * 60),
    takes=st.one_of(st.integers(0, 10 * 60), st.integers(0, 40 * 24 * 60)),
    has_begun=st.booleans(),
    looks=st.lists(st.integers(-40 * 60, 40 * 60), max_size=4).map(tuple),
    resumes_at=st.floats(0, 1),
)


def moments(cell: Cell, day: datetime, moves_at: datetime) -> tuple[datetime, datetime]:
    """When the window opens and closes, by the wall: at home, or where the person moved to."""
    home, away = (window_moments(zone, *cell.walls(day)) for zone in cell.zones)
    return home if home[0] <= moves_at or away[0] <= moves_at else away


def expected(cell: Cell, times: tuple[datetime, datetime], began: datetime | None, sent: datetime):
    """The verdict, in the words of the design note."""
    opens, closes = times
    end = closes + timedelta(hours=LATE[cell.late])
    if cell.pause == "over it":
        return Verdict.SET_ASIDE
    if sent < opens:
        return Verdict.TOO_EARLY
    if sent <= closes or (sent <= end and cell.late == "accept"):
        return Verdict.IN_TIME
    if sent <= end or (began is not None and opens <= began <= end):
        return Verdict.LATE
    return Verdict.SET_ASIDE


@pytest.mark.parametrize("cell", CELLS, ids=str)
@settings(
    max_examples=4,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(plot=PLOTS)
def test_a_cell(cell: Cell, plot: Plot) -> None:
    days = cell.days()
    day = days[plot.day % len(days)]
    occasion, away = cell.occasion(day), cell.zones[1]
    home_opens = occasion.window.opens
    moves_at = home_opens + plot.moves_at * MINUTE
    times = opens, closes = moments(cell, day, moves_at)
    end = closes + timedelta(hours=LATE[cell.late])

    events: list[tuple[datetime, Event]] = [(moves_at, ChangeZone(away))]
    began = opens + plot.begins_at * MINUTE
    resumed = opens
    if cell.pause != "none":
        paused = min(home_opens, occasion.window.remade(away).opens) - HOUR
        resumed = paused + plot.resumes_at * (end - paused)
        if cell.pause == "over it":
            resumed = end + HOUR
        else:
            began = max(began, resumed)
        events += [
            (paused, Pause()),
            (resumed, Resume(away if moves_at <= resumed else cell.zones[0])),
        ]
    sent = began + plot.takes * MINUTE
    events += [(opens + look * MINUTE, Clock()) for look in plot.looks]
    life = Life(occasion).lived(one for one in events if one[0] <= began)
    if plot.has_begun:
        life.happens(Start(), began)
    life.lived(one for one in events if began < one[0] <= sent)
    verdict = life.happens(Submit(), sent).verdict
    life.lived(one for one in events if one[0] > sent)
    final = life.ends(max(sent, end) + 60 * 24 * HOUR)

    assert (final.window.opens, final.window.closes) == times
    assert verdict == expected(cell, times, began if plot.has_begun else None, sent)
    seen = [at for at, _ in events] + [sent] + [began] * plot.has_begun
    attended = any(max(opens, resumed) <= at <= end for at in seen)
    assert len(life.openings) == (1 if attended and cell.pause != "over it" else 0)
    if verdict in (Verdict.IN_TIME, Verdict.LATE):
        assert final.state == State.SUBMITTED
        assert (final.submitted_at, final.late) == (sent, verdict == Verdict.LATE)
    elif cell.pause == "over it":
        assert (final.state, final.reason) == (State.CANCELLED, "paused")
    else:
        assert final.state in (State.MISSED, State.EXPIRED)
        assert (final.state == State.EXPIRED) == (final.started_at is not None)


def test_the_cells_are_all_of_them() -> None:
    assert len(CELLS) == len(set(CELLS)) == 4 * 5 * 3 * 3 * 3
    assert all(len(cell.days()) >= 3 for cell in CELLS)
