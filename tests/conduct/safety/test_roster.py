"""Who is on call: gaps, who counts, and who does not."""

from __future__ import annotations

from datetime import datetime, timedelta

import night
import pytest
import team
from hypothesis import given
from hypothesis import strategies as st

from limen.conduct.core import checks, clock
from limen.conduct.core.models import Duty, OutboxMessage, Study
from limen.conduct.core.safety import gaps, on_duty, somebody_watches
from limen.conduct.core.safety.services import end_duty
from limen.conduct.core.trail import recording
from limen.conduct.staff.posted import moment
from limen.errors import ConductError

HOUR = timedelta(hours=1)
ENDS = team.EVENING + 48 * HOUR


def duty(starts: int, ends: int) -> Duty:
    """A duty of some hours, which is kept nowhere."""
    return Duty(starts_at=team.EVENING + starts * HOUR, ends_at=team.EVENING + ends * HOUR)


def hours(found) -> list[tuple[int, int]]:
    """Gaps in hours from the evening on."""
    return [((g.starts - team.EVENING) // HOUR, (g.ends - team.EVENING) // HOUR) for g in found]


@pytest.mark.parametrize(
    ("planned", "missing"),
    [
        ([], [(0, 48)]),
        ([(0, 48)], []),
        ([(-5, 60)], []),
        ([(0, 10), (10, 48)], []),
        ([(0, 10), (12, 48)], [(10, 12)]),
        ([(2, 10), (5, 8)], [(0, 2), (10, 48)]),
        ([(50, 60)], [(0, 48)]),
    ],
)
def test_gaps(planned, missing):
    found = gaps([duty(*one) for one in planned], team.EVENING, ENDS)
    assert hours(found) == missing


@given(
    st.lists(
        st.tuples(st.integers(-10, 60), st.integers(1, 20)).map(lambda p: (p[0], p[0] + p[1])),
        max_size=6,
    )
)
def test_every_hour_is_watched_or_in_a_gap_and_never_both(planned):
    missing = hours(gaps([duty(*one) for one in planned], team.EVENING, ENDS))
    for hour in range(48):
        watched = any(starts <= hour < ends for starts, ends in planned)
        assert watched != any(starts <= hour < ends for starts, ends in missing)


def there(people, at: datetime = team.EVENING) -> list[str]:
    """Who is on call for the physician's role at a moment."""
    found = on_duty(people.here, [night.PHYSICIAN], at)
    return [one.member.name for one in found]


def test_only_the_present_counts(people):
    night.on_call(people.ines, people.here, starts=team.EVENING + HOUR, lasts=HOUR)
    assert there(people) == []
    assert there(people, team.EVENING + HOUR) == ["ines"]
    assert there(people, team.EVENING + 2 * HOUR) == []
    assert on_duty(people.elsewhere, [night.PHYSICIAN], team.EVENING + HOUR) == []


def test_who_left_is_not_on_call(people):
    night.on_call(people.ines, people.here)
    assert there(people) == ["ines"]
    with recording("test.left", by=people.by) as record:
        membership = people.ines.memberships.get()
        membership.ended_at = record.at
        record.change(membership, "ended_at")
    assert there(people) == []


def test_a_duty_ends_at_once_and_only_once(people):
    found = night.on_call(people.ines, people.here)
    with clock.as_of(team.EVENING + HOUR):
        end_duty(found, by=people.by)
        end_duty(found, by=people.by)
    assert there(people, team.EVENING + 2 * HOUR) == []
    found.refresh_from_db()
    assert found.ended_at == team.EVENING + HOUR


def test_somebody_watches_only_if_every_rule_has_somebody(people, anna):
    protocol = anna.version.protocol
    night.on_call(people.petra, people.here, night.PRINCIPAL)
    assert not somebody_watches(people.here, protocol, team.EVENING)
    night.on_call(people.ines, people.here)
    assert somebody_watches(people.here, protocol, team.EVENING)


@pytest.mark.parametrize("lasts", [-HOUR, timedelta(days=32)])
def test_no_duty_of_an_impossible_length(people, lasts):
    with pytest.raises(ConductError, match="Nobody was put on call"):
        night.on_call(people.ines, people.here, lasts=lasts)


def test_a_roster_is_not_filled_in_afterwards(people):
    with pytest.raises(ConductError, match="began in the past"):
        night.on_call(people.ines, people.here, starts=team.EVENING - timedelta(minutes=16))
    night.on_call(people.ines, people.here, starts=team.EVENING - timedelta(minutes=15))
    assert there(people) == ["ines"]


def test_a_monitor_is_never_on_call(people):
    with pytest.raises(ConductError, match="Nobody was put on call"):
        night.on_call(people.mei, people.here)


def test_check_names_the_sites_where_nobody_is_on_call(people):
    assert list(checks.of_watch()) == []  # a demonstration calls nobody
    with recording("test.real", by=people.by) as record:
        study = Study.objects.get()
        study.demonstration = False
        record.change(study, "demonstration")
    night.on_call(people.ines, people.here)
    found = [problem.message for problem in checks.of_watch()]
    assert found == [f"Nobody is on call at {people.elsewhere}: Study physician on call."]


def test_of_two_duties_the_one_with_a_pager_counts(people, anna):
    night.on_call(people.ines, people.here)
    night.on_call(people.ines, people.here, night.PRINCIPAL, starts=team.EVENING + HOUR)
    night.tells(anna)
    night.works(6, 11)
    channels = OutboxMessage.objects.filter(member=people.ines, purpose="safety_call")
    assert sorted(channels.values_list("channel", flat=True)) == ["email", "pager"]


@pytest.mark.parametrize(
    ("written", "zone"),
    [("9999-12-31T23:59", "America/New_York"), ("0001-01-01T00:00", "Asia/Tokyo"), ("soon", "UTC")],
)
def test_a_day_that_is_none_is_refused(written, zone):
    with pytest.raises(ConductError, match="A date and a time are missing"):
        moment(written, zone)
