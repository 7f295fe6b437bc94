"""The doors: who may read whom, who may write, and that strangers learn nothing."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from limen.conduct.core import access, clock
from limen.conduct.core.codes import new_token, token_hash
from limen.conduct.core.models import DeviceToken, Membership, Site
from limen.conduct.core.services.add_staff import add_staff
from limen.conduct.core.services.invite import invite
from limen.conduct.core.trail import recording
from limen.errors import ConductError

READ, WRITE, ASK, DECIDE = (
    access.participant_for_reading,
    access.participant_for_writing,
    access.participant_for_asking,
    access.participant_for_deciding,
)
OPEN, FORBIDDEN, UNKNOWN = "open", PermissionDenied, Http404

#  role at anna's site   reading  writing    asking  deciding
MAY = {
    "investigator": (OPEN, OPEN, OPEN, OPEN),
    "coordinator": (OPEN, OPEN, OPEN, FORBIDDEN),
    "monitor": (OPEN, FORBIDDEN, OPEN, FORBIDDEN),
    "administrator": (UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN),
    "rater": (UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN),
}


def hired(by, role: str, site: str = "site_1"):
    return add_staff(
        f"{role}-{site[-1]}",
        full_name="Somebody",
        password="harbour lantern oak",
        roles={site: [role]},
        by=by,
    )


def test_every_role_is_in_the_table():
    assert set(MAY) == set(Membership.Role.values)


@pytest.mark.parametrize("role", MAY)
def test_the_table_is_true(study, anna, by, role):
    member = hired(by, role)
    for door, expected in zip((READ, WRITE, ASK, DECIDE), MAY[role], strict=True):
        if expected is OPEN:
            assert door(member, anna.code) == anna
        else:
            with pytest.raises(expected):
                door(member, anna.code)


@pytest.mark.parametrize("role", MAY)
def test_only_raters_rate_and_only_at_their_site(study, anna, by, role):
    member, elsewhere = hired(by, role), hired(by, role, site="site_2")
    for one in (member, elsewhere):
        if one is member and role == "rater":
            assert access.participant_for_rating(one, anna.code) == anna
            assert list(access.participants_for_rating(one)) == [anna]
            assert access.is_only_rater(one)
        else:
            with pytest.raises(Http404):
                access.participant_for_rating(one, anna.code)
            assert not access.participants_for_rating(one).exists()
    assert access.is_only_rater(elsewhere) == (role == "rater")


@pytest.mark.parametrize("other", [one for one in MAY if one != "rater"])
def test_a_rater_holds_no_other_role_at_a_site(study, by, other):
    def hire(name: str, roles: dict[str, list[str]]):
        password = "harbour lantern oak"
        return add_staff(name, full_name="Rita R.", password=password, roles=roles, by=by)

    with pytest.raises(ConductError, match="no other role at that site"):
        hire("rita", {"site_1": ["rater", other]})
    member = hire("rita", {"site_1": ["rater"], "site_2": [other]})
    assert not access.is_only_rater(member)
    assert not access.participants_for_reading(member).filter(site__identifier="site_1").exists()


@pytest.mark.parametrize("door", [READ, WRITE, DECIDE])
def test_another_site_and_another_code_look_the_same(study, anna, by, door):
    stranger = hired(by, "investigator", site="site_2")
    for code in (anna.code, uuid.uuid4()):
        with pytest.raises(Http404):
            door(stranger, code)
    assert not access.participants_for_reading(stranger).exists()


def test_who_has_left_may_do_nothing(study, anna, by):
    member = hired(by, "coordinator")
    with recording("membership.ended", by=by) as record:
        membership = member.memberships.get()
        membership.ended_at = record.at
        record.change(membership, "ended_at")
    with pytest.raises(Http404):
        READ(member, anna.code)


def test_who_is_not_active_may_do_nothing(study, anna, by):
    member = hired(by, "coordinator")
    with recording("staff.left", by=by) as record:
        member.is_active = False
        record.change(member, "is_active")
    with pytest.raises(Http404):
        READ(member, anna.code)


def test_a_list_holds_the_people_of_ones_own_sites(study, anna, by):
    boris = invite(Site.objects.get(identifier="site_2"), by=by).participant
    assert list(access.participants_for_reading(hired(by, "monitor"))) == [anna]
    assert list(access.participants_for_reading(hired(by, "monitor", "site_2"))) == [boris]


def test_a_device_lets_in_until_it_is_revoked_or_over(study, anna, by):
    token = new_token()
    with recording("device.added", by=by, participant=anna) as record:
        device = record.add(
            DeviceToken(
                participant=anna,
                token_hash=token_hash(token),
                made_at=record.at,
                expires_at=record.at + timedelta(days=1),
            )
        )
    assert access.participant_of_device(token) == anna
    assert access.participant_of_device(token, purpose="calendar") is None
    assert access.participant_of_device(new_token()) is None
    with clock.as_of(device.expires_at):
        assert access.participant_of_device(token) is None
    with recording("device.revoked", by=by, participant=anna) as record:
        device.revoked_at = record.at
        record.change(device, "revoked_at")
    assert access.participant_of_device(token) is None
