"""Roles begin and end, and people leave: which go together, who is told no, what is recorded."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import cast
import entrance
import pytest
import team
from django.db import connections

from limen.conduct.core import clock
from limen.conduct.core.models import AuditEntry, Duty, Membership, OpeningGrant, StaffMember
from limen.conduct.core.services.add_staff import add_staff
from limen.conduct.core.signing.factor import factor_of
from limen.conduct.core.staffing import Administrator, add_role, end_role, leave
from limen.conduct.core.trail import recording, verify
from limen.errors import ConductError


def latest() -> tuple[str, str, dict[str, str]]:
    """The latest entry: event, who, notes."""
    entry = AuditEntry.objects.latest("number")
    return entry.event, entry.by, json.loads(entry.payload)["notes"]


def role_of(member: StaffMember) -> Membership:
    return Membership.objects.get(member=member, ended_at=None)


def test_a_role_begins_and_ends_with_who_what_and_why(on_each, by):
    carla, here = on_each.carla, on_each.here
    added = add_role(carla, site="riga", role="monitor", reason="stands_in", by=by)
    notes = {"name": "carla", "site": "riga", "role": "monitor", "reason": "stands_in"}
    assert latest() == ("staff.role_added", str(by), notes)
    assert carla.has_role(here, "monitor")
    end_role(added, reason="task_ended", by=by)
    assert latest() == ("staff.role_ended", str(by), notes | {"reason": "task_ended"})
    assert not carla.has_role(here, "monitor")
    assert carla.has_role(here, "coordinator")
    with pytest.raises(ConductError, match="ended already"):
        end_role(added, reason="task_ended", by=by)
    add_role(carla, site="riga", role="monitor", reason="stands_in", by=by)  # and again
    assert verify().faults == ()


@pytest.mark.parametrize(
    ("site", "role", "reason", "words"),
    [
        ("oslo", "monitor", "joins", "no site 'oslo'"),
        ("riga", "owner", "joins", "no role 'owner'"),
        ("riga", "unblinded", "joins", "no role 'unblinded'"),
        ("riga", "coordinator", "joins", "already"),
        ("riga", "rater", "joins", "A rater at riga is blind"),
        ("riga", "monitor", "", "No reason was given"),
        ("riga", "monitor", "because", "no reason of the list"),
    ],
)
def test_what_is_no_role_there_is_refused(people, by, site, role, reason, words):
    before = AuditEntry.objects.count() if people.carla else 0
    with pytest.raises(ConductError, match=words):
        add_role(people.carla, site=site, role=role, reason=reason, by=by)
    assert AuditEntry.objects.count() == before
    assert Membership.objects.filter(member=people.carla).count() == 1


def test_a_rater_holds_no_other_role_at_the_site_and_may_elsewhere(people, by):
    def hired(name: str, roles: dict[str, list[str]]) -> StaffMember:
        return add_staff(name, full_name=name, password=cast.PASSWORD, roles=roles, by=by)

    with pytest.raises(ConductError, match="A rater at riga is blind"):
        hired("rolf", {"riga": ["rater", "coordinator"]})
    rolf = hired("rolf", {"riga": ["rater"]})
    with pytest.raises(ConductError, match="A rater at riga is blind"):
        add_role(rolf, site="riga", role="monitor", reason="joins", by=by)
    add_role(rolf, site="porto", role="monitor", reason="joins", by=by)


def test_who_read_of_people_at_a_site_never_becomes_blind_there(people, by):
    mei = people.mei
    end_role(role_of(mei), reason="task_ended", by=by)
    with pytest.raises(ConductError, match="was monitor at riga, and has seen"):
        add_role(mei, site="riga", role="rater", reason="stands_in", by=by)
    add_role(mei, site="porto", role="rater", reason="stands_in", by=by)
    add_role(mei, site="riga", role="monitor", reason="stands_in", by=by)


def test_sessions_see_a_change_at_once(people, by):
    mei = people.mei
    browser = team.browser_of(mei)
    assert browser.get("/staff/invite/").status_code == 403
    added = add_role(mei, site="riga", role="coordinator", reason="stands_in", by=by)
    assert browser.get("/staff/invite/").status_code == 200
    end_role(added, reason="task_ended", by=by)
    assert browser.get("/staff/invite/").status_code == 403
    end_role(role_of(mei), reason="leaves", by=by)
    assert browser.get("/staff/").status_code == 403


def test_the_last_administrator_of_a_site_stays(on_each, by):
    adam = team.adam()
    for tries in (lambda: end_role(role_of(adam), reason="leaves", by=by),
                  lambda: leave(adam, by=by)):  # fmt: skip
        with pytest.raises(ConductError, match="only administrator at riga"):
            tries()
    add_role(on_each.ines, site="riga", role="administrator", reason="other_task", by=by)
    leave(adam, by=by)
    theirs = Membership.objects.get(member=on_each.ines, role="administrator")
    with pytest.raises(ConductError, match="only administrator at riga"):
        end_role(theirs, reason="task_ended", by=by)


def test_two_administrators_who_end_each_other_at_once_leave_one(on_each, by):
    adam = team.adam()
    ines = on_each.ines
    add_role(ines, site="riga", role="administrator", reason="other_task", by=by)

    def ends(pair: tuple[StaffMember, StaffMember]) -> bool:
        try:
            with clock.as_of(team.EVENING):
                role = Membership.objects.get(member=pair[1], role="administrator")
                Administrator(pair[0]).end_role(role, reason="suspicion")
            return True
        except ConductError:
            return False
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(ends, [(adam, ines), (ines, adam)]))
    assert sum(done) == 1
    assert Membership.objects.filter(role="administrator", ended_at=None).count() == 1


def test_who_leaves_leaves_nothing_by_which_to_come_in(on_each, by):
    ines, site = on_each.ines, on_each.here
    entrance.set_up(ines)
    ines.refresh_from_db()
    browser = team.browser_of(ines)
    with recording("test.granted", by=by) as record:
        record.add(
            OpeningGrant(member=ines, role="physician_on_call", key_name="clara", since=record.at)
        )
        record.add(
            Duty(
                member=ines,
                site=site,
                role="physician_on_call",
                starts_at=record.at,
                ends_at=record.at + timedelta(days=1),
            )
        )
    leave(ines, by=by)
    assert latest() == ("staff.left", str(by), {"name": "ines", "reason": "leaves"})
    assert browser.get("/staff/").status_code == 302
    for rows in (Membership, OpeningGrant, Duty):
        assert not rows.objects.filter(member=ines, ended_at=None).exists()
    assert factor_of(ines) is None
    assert "wrong" in entrance.gives_password(browser, "ines").content.decode()
    with pytest.raises(ConductError, match="left already"):
        leave(ines, by=by)
    with pytest.raises(ConductError, match="does not work here any more"):
        add_role(ines, site="riga", role="monitor", reason="joins", by=by)
    assert verify().faults == ()
