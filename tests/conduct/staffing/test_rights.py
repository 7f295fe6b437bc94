"""What an administrator may is asked when it is done, not when the page was made."""

from __future__ import annotations

import json

import cast
import entrance
import pytest
import team

from limen.conduct.core import clock
from limen.conduct.core.models import AuditEntry, Membership, StaffMember
from limen.conduct.core.services.add_staff import add_staff
from limen.conduct.core.signing.factor import factor_of
from limen.conduct.core.staffing import Administrator, add_role, end_role
from limen.conduct.core.trail.chain import lock
from limen.errors import ConductError


def refused() -> list[str]:
    """What was tried and refused, in order."""
    rows = AuditEntry.objects.filter(event="staff.change_refused").order_by("number")
    return [json.loads(one.payload)["notes"]["what"] for one in rows]


@pytest.fixture
def adam(people) -> StaffMember:
    """Administers anna's site; ines does too, so that his role can be ended."""
    adam = team.adam()
    add_role(people.ines, site="riga", role="administrator", reason="other_task", by=cast.BY)
    return adam


def ends_meanwhile(adam: StaffMember, monkeypatch) -> None:
    """Let adam's role end while his next change waits for its turn to write."""

    def locked_after_the_end():
        lock()
        held = Membership.objects.filter(member=adam, role="administrator", ended_at=None)
        held.update(ended_at=clock.now())

    monkeypatch.setattr("limen.conduct.core.trail.record.lock", locked_after_the_end)


CHANGES = {
    "add role": lambda adam, carla: adam.add_role(
        carla, site="riga", role="monitor", reason="stands_in"
    ),
    "end role": lambda adam, carla: adam.end_role(
        Membership.objects.get(member=carla), reason="task_ended"
    ),
    "reset factor": lambda adam, carla: adam.reset_factor(carla, reason="lost_device"),
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_right_that_ended_meanwhile_does_not_count(people, adam, monkeypatch, what):
    carla = people.carla
    entrance.set_up(carla)
    ends_meanwhile(adam, monkeypatch)
    with pytest.raises(ConductError, match="administ"):
        CHANGES[what](Administrator(adam), carla)
    assert list(Membership.objects.filter(member=carla, ended_at=None).values_list("role")) == [
        ("coordinator",)
    ]
    assert factor_of(carla) is not None
    assert refused() == [what]


@pytest.mark.parametrize("what", CHANGES)
def test_who_has_left_meanwhile_changes_nothing(people, adam, what):
    """What the page holds of adam still says that he works here."""
    carla = people.carla
    entrance.set_up(carla)
    StaffMember.objects.filter(pk=adam.pk).update(is_active=False)
    with pytest.raises(ConductError):
        CHANGES[what](Administrator(adam), carla)
    assert factor_of(carla) is not None
    assert refused() == [what]


def hired(name: str, *sites: str) -> StaffMember:
    """Somebody with a second factor who monitors these sites."""
    roles = {site: ["monitor"] for site in sites}
    add_staff(name, full_name=name, password=cast.PASSWORD, roles=roles, by=cast.BY)
    member = StaffMember.objects.get(name=name)
    entrance.set_up(member)
    return member


def test_the_factor_of_who_works_at_another_site_too_is_not_reset_there(people, adam):
    """docs/run/security-and-privacy.md: an administrator of all of somebody's sites does it."""
    mira = hired("mira", "riga", "porto")
    with pytest.raises(ConductError, match="a site that you do not administer"):
        Administrator(adam).reset_factor(mira, reason="lost_device")
    assert factor_of(mira) is not None
    assert refused() == ["reset factor"]
    add_role(adam, site="porto", role="administrator", reason="stands_in", by=cast.BY)
    Administrator(adam).reset_factor(mira, reason="lost_device")
    assert factor_of(mira) is None


def test_who_worked_elsewhere_before_is_helped_by_the_site_of_now(people, adam):
    mira = hired("mira", "riga", "porto")
    end_role(mira.memberships.get(site__identifier="porto"), reason="task_ended", by=cast.BY)
    Administrator(adam).reset_factor(mira, reason="lost_device")
    assert factor_of(mira) is None


def test_who_works_nowhere_any_more_is_nobody_s_to_reset(people, adam):
    mira = hired("mira", "riga")
    end_role(mira.memberships.get(), reason="task_ended", by=cast.BY)
    with pytest.raises(ConductError):
        Administrator(adam).reset_factor(mira, reason="lost_device")
    assert factor_of(mira) is not None


def test_a_reset_without_a_reason_is_refused_and_recorded_like_a_change_of_roles(people, adam):
    entrance.set_up(people.carla)
    with pytest.raises(ConductError, match="No reason was given"):
        Administrator(adam).reset_factor(people.carla, reason="")
    assert factor_of(people.carla) is not None
    assert refused() == ["reset factor"]
