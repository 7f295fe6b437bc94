"""The rules one by one, on an evening in Berlin."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

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
    Verdict,
    Withdraw,
    decide,
)
from limen.errors import LimenError
from limen.protocol.document.measurement import Window

BERLIN = "Europe/Berlin"


def at(text: str) -> datetime:
    """A moment of 12 May 2026 in UTC (Berlin shows two hours more), or of the day given."""
    day = "" if "T" in text else "2026-05-12T"
    return datetime.fromisoformat(day + text).replace(tzinfo=UTC)


def evening(late: str = "flag", *, grace_hours: float = 4.0, follows: str = "participant"):
    """An occasion from 18:00 to 23:00 in Berlin, 16:00 to 21:00 UTC; grace until 01:00."""
    window = Window(opens_time="18:00", closes_time="23:00", grace_hours=grace_hours, late=late)
    made = assessment_window(window, date(2026, 5, 12), BERLIN)
    return Occasion(id="evening.3", window=made, follows=follows)


def after(occasion: Occasion, *events):
    """The occasion after events, each `(event, moment)`."""
    for event, moment in events:
        occasion = decide(occasion, event, at(moment)).occasion
    return occasion


def verdict(occasion: Occasion, moment: str, **submit: datetime) -> Verdict | None:
    return decide(occasion, Submit(**submit), at(moment)).verdict


@pytest.mark.parametrize(
    ("moment", "state"),
    [
        ("15:59:59", State.PLANNED),
        ("16:00", State.OPEN),
        ("21:00:01", State.OPEN),
        ("2026-05-13T01:00", State.OPEN),
        ("2026-05-13T01:00:01", State.MISSED),
    ],
)
def test_the_clock_opens_and_closes(moment: str, state: State) -> None:
    assert after(evening(), (Clock(), moment)).state == state


def test_with_late_refused_the_end_is_the_closing_whatever_the_grace() -> None:
    assert after(evening("refuse"), (Clock(), "21:00")).state == State.OPEN
    assert after(evening("refuse"), (Clock(), "21:00:01")).state == State.MISSED


def test_missed_says_whether_anybody_looked_while_it_was_open() -> None:
    unseen = after(evening(), (Clock(), "2026-05-14T09:00"))
    assert (unseen.state, unseen.reason) == (State.MISSED, Reason.NEVER_OPEN)
    seen = after(evening(), (Clock(), "17:00"), (Clock(), "2026-05-14T09:00"))
    assert (seen.state, seen.reason) == (State.MISSED, Reason.NONE)


def test_starting_and_sending_in_time() -> None:
    started = after(evening(), (Start(), "16:30"))
    assert (started.state, started.started_at) == (State.STARTED, at("16:30"))
    again = decide(started, Start(), at("16:40"))
    assert (again.occasion, again.verdict) == (started, Verdict.STARTED)
    sent = after(started, (Submit(), "21:00"))
    assert (sent.state, sent.submitted_at, sent.late) == (State.SUBMITTED, at("21:00"), False)


@pytest.mark.parametrize("late", ["refuse", "flag", "accept"])
@pytest.mark.parametrize("moment", ["21:00:01", "2026-05-13T01:00:01", "2026-06-30T12:00"])
def test_a_page_opened_in_time_and_sent_after_closing_is_never_lost(late: str, moment: str) -> None:
    decision = decide(after(evening(late), (Start(), "20:59")), Submit(), at(moment))
    kept = decision.occasion
    in_time = late == "accept" and moment == "21:00:01"
    assert decision.verdict == (Verdict.IN_TIME if in_time else Verdict.LATE)
    assert (kept.state, kept.late, kept.submitted_at) == (State.SUBMITTED, not in_time, at(moment))


def test_the_mark_in_the_page_counts_where_nobody_wrote_down_the_start() -> None:
    missed = after(evening("refuse"), (Clock(), "17:00"), (Clock(), "22:00"))
    assert missed.state == State.MISSED
    assert verdict(missed, "22:00", page_made_at=at("20:59")) == Verdict.LATE
    assert verdict(missed, "22:00", page_made_at=at("21:01")) == Verdict.SET_ASIDE
    assert verdict(missed, "22:00", page_made_at=at("15:59")) == Verdict.SET_ASIDE
    assert verdict(missed, "22:00") == Verdict.SET_ASIDE
    future = verdict(evening(grace_hours=4), "15:00", page_made_at=at("16:30"))
    assert future == Verdict.TOO_EARLY


def test_a_part_begins_the_occasion_and_the_last_part_ends_it() -> None:
    part = decide(evening(), Submit(final=False), at("16:30"))
    assert part.verdict == Verdict.IN_TIME
    assert (part.occasion.state, part.occasion.started_at) == (State.STARTED, at("16:30"))
    second = decide(part.occasion, Submit(final=False), at("22:00"))
    assert (second.occasion, second.verdict) == (part.occasion, Verdict.LATE)
    whole = decide(second.occasion, Submit(), at("2026-05-13T03:00"))
    assert (whole.occasion.state, whole.verdict) == (State.SUBMITTED, Verdict.LATE)


def test_a_part_of_a_page_opened_in_time_makes_missed_expired() -> None:
    missed = after(evening("refuse"), (Clock(), "22:00"))
    part = decide(missed, Submit(page_made_at=at("20:59"), final=False), at("22:00"))
    assert part.verdict == Verdict.LATE
    assert (part.occasion.state, part.occasion.started_at) == (State.EXPIRED, at("20:59"))
    assert after(part.occasion, (Submit(), "23:00")).state == State.SUBMITTED
    assert decide(missed, Submit(final=False), at("22:00")).occasion == missed


def test_what_is_set_aside_leaves_the_occasion_as_it_was() -> None:
    missed = after(evening("refuse"), (Clock(), "22:00"))
    decision = decide(missed, Submit(), at("22:30"))
    assert decision.occasion == missed
    assert decision.verdict is not None
    assert decision.verdict.kept
    assert not decision.verdict.counts


def test_a_second_sending_is_kept_and_changes_nothing() -> None:
    sent = after(evening(), (Submit(), "17:00"))
    for moment in ("17:01", "22:00", "2026-07-01T12:00"):
        decision = decide(sent, Submit(), at(moment))
        assert (decision.occasion, decision.verdict) == (sent, Verdict.AGAIN)


def test_nothing_begins_before_or_after() -> None:
    assert decide(evening(), Start(), at("15:59")).verdict == Verdict.TOO_EARLY
    assert decide(evening("refuse"), Start(), at("21:01")).verdict == Verdict.CLOSED
    assert decide(evening("flag"), Start(), at("21:01")).verdict == Verdict.STARTED
    assert verdict(evening(), "15:59") == Verdict.TOO_EARLY


def test_staff_vouch_for_the_moment_of_an_answer_on_paper() -> None:
    missed = after(evening("refuse"), (Clock(), "2026-05-20T08:00"))
    decision = decide(missed, Submit(answered_at=at("20:00")), at("2026-05-20T08:00"))
    assert decision.verdict == Verdict.IN_TIME
    assert decision.occasion.submitted_at == at("2026-05-20T08:00")
    assert verdict(missed, "2026-05-20T08:00", answered_at=at("21:30")) == Verdict.SET_ASIDE
    assert verdict(missed, "2026-05-20T08:00", answered_at=at("12:00")) == Verdict.SET_ASIDE
    with pytest.raises(LimenError, match="future"):
        decide(missed, Submit(answered_at=at("2026-05-21T08:00")), at("2026-05-20T08:00"))


@pytest.mark.parametrize("late", ["refuse", "flag", "accept"])
@pytest.mark.parametrize(
    ("examined_at", "wanted"),
    [
        ("12:00", Verdict.LATE),  # before the window opened; entered since
        ("16:00", Verdict.IN_TIME),
        ("21:00", Verdict.IN_TIME),
        ("2026-05-19T08:00", Verdict.LATE),
    ],
)
def test_what_staff_examined_counts_whenever_it_was(late, examined_at, wanted) -> None:
    missed = after(evening(late), (Clock(), "2026-05-20T08:00"))
    sent = Submit(answered_at=at(examined_at), examined=True)
    decision = decide(missed, sent, at("2026-05-20T08:00"))
    assert decision.verdict == wanted
    assert decision.occasion.state == State.SUBMITTED
    assert decision.occasion.late == (wanted == Verdict.LATE)


def test_what_staff_examined_is_not_taken_before_the_occasion_opens() -> None:
    sent = Submit(answered_at=at("15:30"), examined=True)
    assert decide(evening(), sent, at("15:59")).verdict == Verdict.TOO_EARLY
    part = Submit(answered_at=at("2026-05-13T08:00"), examined=True, final=False)
    decision = decide(evening("refuse"), part, at("2026-05-14T08:00"))
    assert (decision.verdict, decision.occasion.state) == (Verdict.LATE, State.EXPIRED)


def test_a_pause_cancels_what_has_not_opened_and_leaves_the_rest() -> None:
    paused = after(evening(), (Pause(), "15:00"))
    assert (paused.state, paused.reason) == (State.CANCELLED, Reason.PAUSED)
    assert after(evening(), (Pause(), "16:00")).state == State.OPEN
    assert after(evening(), (Start(), "16:10"), (Pause(), "16:20")).state == State.STARTED
    assert after(evening(), (Pause(until=at("16:00")), "15:00")).state == State.PLANNED
    assert after(evening(), (Pause(until=at("16:01")), "15:00")).state == State.CANCELLED


def test_of_two_pauses_the_later_one_holds_whole() -> None:
    long, short = Pause(until=at("16:01")), Pause(until=at("16:00"))
    for first in (Pause(), long):
        again = after(evening(), (first, "12:00"), (short, "13:00"))
        assert (again.state, again.reason) == (State.PLANNED, Reason.NONE)
    assert after(evening(), (short, "12:00"), (long, "13:00")).state == State.CANCELLED
    assert after(evening(), (long, "12:00"), (short, "16:00")).state == State.CANCELLED
    ours = after(evening(), (Cancel(), "12:00"), (short, "13:00"))
    assert (ours.state, ours.reason) == (State.CANCELLED, Reason.BY_STAFF)


def test_who_comes_back_in_time_is_asked_and_otherwise_not() -> None:
    paused = after(evening(), (Pause(), "09:00"))
    assert after(paused, (Resume(BERLIN), "10:00")) == evening()
    assert after(paused, (Resume(BERLIN), "20:00")).state == State.OPEN
    gone = after(paused, (Resume(BERLIN), "2026-05-13T01:00:01"))
    assert gone == paused
    assert decide(gone, Start(), at("2026-05-13T01:00:01")).verdict == Verdict.CLOSED


def test_who_pauses_and_travels_comes_back_to_the_new_zone() -> None:
    paused = after(evening(), (Pause(), "2026-05-10T09:00"))
    there = after(paused, (Resume("America/New_York"), "2026-05-12T09:00"))
    assert there.window.opens == at("22:00")
    assert there.state == State.PLANNED


def test_after_withdrawal_nothing_is_stored() -> None:
    for before in ((), ((Start(), "16:30"),), ((Pause(), "09:00"),)):
        gone = after(evening(), *before, (Withdraw(), "17:00"))
        assert (gone.state, gone.reason) == (State.CANCELLED, Reason.WITHDRAWN)
        assert verdict(gone, "17:01", page_made_at=at("16:30")) == Verdict.WITHDRAWN
        assert not Verdict.WITHDRAWN.kept
        assert after(gone, (Resume(BERLIN), "17:02")) == gone


def test_withdrawal_leaves_what_was_sent_missed_or_expired() -> None:
    for happened in (((Submit(), "16:30"),), ((Start(), "16:30"), (Clock(), "2026-05-14T09:00"))):
        before = after(evening(), *happened)
        assert after(before, (Withdraw(), "2026-05-14T10:00")) == before


def test_what_staff_cancelled_keeps_answers_that_were_under_way() -> None:
    cancelled = after(evening(), (Start(), "16:30"), (Cancel(), "16:40"))
    assert (cancelled.state, cancelled.reason) == (State.CANCELLED, Reason.BY_STAFF)
    assert verdict(cancelled, "16:41") == Verdict.SET_ASIDE


def test_only_what_has_not_opened_moves_to_another_zone() -> None:
    moved = after(evening(), (ChangeZone("America/New_York"), "15:59"))
    assert (moved.window.opens, moved.window.zone) == (at("22:00"), "America/New_York")
    assert moved.window.opens_local == evening().window.opens_local
    for event in (Clock(), Start(), Submit()):
        there = after(evening(), (event, "16:00"))
        assert after(there, (ChangeZone("America/New_York"), "16:00")) == there
    site = evening(follows="site")
    assert after(site, (ChangeZone("America/New_York"), "09:00")) == site


def test_what_would_be_over_at_once_stays_where_it_was() -> None:
    tokyo = after(evening(), (ChangeZone("Asia/Tokyo"), "09:00"))  # 18:00 in Tokyo is now
    assert tokyo == evening()
    earlier = after(evening(), (ChangeZone("Asia/Tokyo"), "08:59"))
    assert earlier.window.opens == at("09:00")


def test_an_occasion_is_never_changed_in_place() -> None:
    one = evening()
    decide(one, Submit(), at("17:00"))
    assert one == evening()
    assert replace(one, state=State.OPEN) != one
