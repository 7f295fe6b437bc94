"""Who may rate, and that of two at once one is stored; on both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import cast
import interview
import pytest
import team
from django.db import connections

from limen.conduct.core import clock
from limen.conduct.core.forms import form_due
from limen.conduct.core.models import AuditEntry, Deviation, Measurement, StaffMember
from limen.conduct.core.ratings import given_in, rating_for
from limen.conduct.core.ratings.services import correct_rating, doubt_blind, rate
from limen.conduct.core.safety.roster import on_duty
from limen.conduct.core.safety.services import put_on_duty
from limen.conduct.core.services.add_staff import add_staff
from limen.conduct.core.trail.chain import lock
from limen.errors import ConductError

SAID = {"measurement.distress_seen": "3"}


def _rate(rating, member, value: str = "3"):
    said = {"measurement.distress_seen": value}
    return rate(rating, client_id=uuid4(), form=said, answered_at=None, member=member)


@pytest.mark.parametrize("who", ["carla", "ines", "mei"])
def test_other_roles_do_not_rate(anna, people, who):
    rating = form_due(team.occasion(anna, "week.1"), "rating")
    member = getattr(people, who)
    with pytest.raises(ConductError, match="does not rate this"):
        _rate(rating, member)
    with pytest.raises(ConductError, match="does not rate this"):
        doubt_blind(rating, how="effects", member=member)
    assert not Measurement.objects.exists()


MEANWHILE = {
    "rate": lambda rating, rita: _rate(rating, rita),
    "correct": lambda rating, rita: correct_rating(
        rating, given_in(rating)[0], value="4", declined=False, reason="x", member=rita
    ),
    "doubt": lambda rating, rita: doubt_blind(rating, how="effects", member=rita),
}


@pytest.mark.parametrize("what", MEANWHILE)
def test_a_rater_whose_role_ended_meanwhile_writes_nothing(anna, rita, monkeypatch, what):
    rating = rating_for(rita, anna.code, "week.1", "rating")
    if what == "correct":
        _rate(rating, rita)
        rating = rating_for(rita, anna.code, "week.1", "rating")

    def locked_after_the_end():
        lock()
        rita.memberships.filter(ended_at=None).update(ended_at=clock.now())

    monkeypatch.setattr("limen.conduct.core.trail.record.lock", locked_after_the_end)
    before = AuditEntry.objects.count()
    with pytest.raises(ConductError):
        MEANWHILE[what](rating, rita)
    assert AuditEntry.objects.count() == before


def test_a_rater_fills_in_no_form_of_others(anna, rita):
    vital_signs = form_due(team.occasion(anna, "baseline"), "vital_signs")
    with pytest.raises(ConductError, match="does not rate this"):
        _rate(vital_signs, rita)


def test_a_rater_corrects_nobody_elses_rating(anna, people, rita):
    _rate(rating_for(rita, anna.code, "week.1", "rating"), rita)
    other = _rolf(people)
    rating = form_due(team.occasion(anna, "week.1"), "rating")
    (given,) = given_in(rating)
    with pytest.raises(ConductError, match="Somebody else has rated this"):
        correct_rating(rating, given, value="4", declined=False, reason="x", member=other)


def test_of_two_raters_at_once_one_is_stored(on_each):
    anna = on_each.anna
    team.begins(anna)
    both = [team.rita(), _rolf(on_each)]
    ratings = [rating_for(one, anna.code, "week.1", "rating") for one in both]

    def rates(place: int) -> bool:
        try:
            with clock.as_of(interview.SUNDAY):
                _rate(ratings[place], both[place], str(3 + place))
        except ConductError:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(2) as pool:
        stored = list(pool.map(rates, range(2)))
    assert sorted(stored) == [False, True]
    winner = stored.index(True)
    assert Measurement.objects.get(participant=anna).value == 3.0 + winner
    assert interview.stored(anna).performed_by == both[winner]


def test_a_doubt_said_twice_at_once_is_one_deviation(on_each):
    anna, rita = on_each.anna, team.rita()
    team.begins(anna)
    rating = rating_for(rita, anna.code, "week.1", "rating")

    def doubts(_n: int) -> None:
        try:
            with clock.as_of(interview.SUNDAY):
                doubt_blind(rating, how="team", member=rita)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(doubts, range(2)))
    assert Deviation.objects.filter(participant=anna).count() == 1


def test_a_rater_is_never_on_call(anna, people, rita):
    begins = interview.SUNDAY + timedelta(hours=1)
    around = {"starts_at": begins, "ends_at": begins + timedelta(hours=8), "by": cast.BY}
    with pytest.raises(ConductError, match="neither investigator nor coordinator"):
        put_on_duty(rita, site=people.here, role="physician_on_call", **around)
    assert on_duty(people.here, ["physician_on_call"], begins) == []


def _rolf(people) -> StaffMember:
    return add_staff(
        "rolf",
        full_name="Rolf R.",
        password=cast.PASSWORD,
        roles={people.here.identifier: ["rater"]},
        by=cast.BY,
    )
