"""Lines are signed by an investigator, have versions, and their gaps are warnings only."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import cast
import pytest
import team
from django.db import connections

from limen.conduct.core import clock
from limen.conduct.core.delegation import log_of, sign_delegation, titles_of, undelegated
from limen.conduct.core.delegation.tasks import tasks_of
from limen.conduct.core.models import AuditEntry, Delegation
from limen.conduct.core.services.add_staff import add_staff
from limen.conduct.core.trail import verify
from limen.errors import ConductError

TODAY = date(2026, 3, 3)


def signs(people, to, *tasks, starts_on=TODAY, **more):
    return sign_delegation(
        people.here, to=to, tasks=tasks, starts_on=starts_on, signed_by=people.ines, **more
    )


def gaps(people):
    return [(one.kind, one.member.name) for one in undelegated(people.here, clock.now())]


def test_a_line_has_versions_and_the_latest_counts(on_each):
    first = signs(on_each, on_each.carla, "visit_forms", "consent_talk", function="Study nurse")
    assert tasks_of(first) == ("consent_talk", "visit_forms")  # in the order of the list
    assert [str(one) for one in titles_of(first)][1] == "Fills in forms of visits"
    second = signs(on_each, on_each.carla, "visit_forms", replaces=first, ends_on=TODAY)
    other = signs(on_each, "  Pia   Pharmacist ", "kits")
    assert [(row.line, row.version) for row in (first, second, other)] == [(1, 1), (1, 2), (2, 1)]
    assert (other.member, other.person) == (None, "Pia Pharmacist")
    one, two = log_of(on_each.here)
    assert (one.current, one.earlier) == (second, (first,))
    assert one.in_force(TODAY)
    assert not one.in_force(date(2026, 3, 4))
    assert two.in_force(date(2030, 1, 1))
    entry = AuditEntry.objects.filter(event="delegation.signed").last()
    assert entry.by == "staff:ines"
    assert "qualified and trained" in entry.payload
    assert verify().faults == ()
    with pytest.raises(TypeError, match="never changed"):
        first.save()


def test_only_an_investigator_of_the_site_signs(people):
    for member in (people.carla, people.mei, people.dario, team.adam()):
        with pytest.raises(ConductError, match="not signed"):
            sign_delegation(
                people.here, to=people.carla, tasks=["kits"], starts_on=TODAY, signed_by=member
            )
    assert not Delegation.objects.exists()


@pytest.mark.parametrize(
    ("to", "tasks", "more", "said"),
    [
        ("", ["kits"], {}, "Give a name"),
        ("Pia", [], {}, "No task is delegated"),
        ("Pia", ["magic"], {}, "Unknown: magic"),
        ("Pia", ["kits"], {"ends_on": date(2026, 3, 2)}, "It ends before it begins"),
    ],
)
def test_what_makes_no_sense_is_refused(people, to, tasks, more, said):
    with pytest.raises(ConductError) as refusal:
        signs(people, to, *tasks, **more)
    assert said in str(refusal.value)


def test_of_two_who_change_a_line_at_once_one_has_it(on_each):
    first = signs(on_each, on_each.carla, "kits")

    def changes(_number):
        try:
            with clock.as_of(team.EVENING):
                return signs(on_each, on_each.carla, "payments", replaces=first).version
        except ConductError:
            return None
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(changes, range(4)))
    assert sorted(found, key=str) == [2, None, None, None]
    assert verify().faults == ()


def test_a_role_without_a_delegation_is_a_warning_and_no_lock(people):
    people.carla, people.mei, people.petra  # noqa: B018 - they work there
    assert gaps(people) == [("undelegated", "carla"), ("undelegated", "petra")]
    line = signs(people, people.carla, "visit_forms")
    assert gaps(people) == [("undelegated", "petra")]  # ines signs the log
    signs(people, people.carla, "visit_forms", replaces=line, starts_on=date(2026, 2, 1),
          ends_on=date(2026, 3, 2))  # fmt: skip
    assert ("undelegated", "carla") in gaps(people)
    browser = team.browser_of(people.carla)
    said = browser.get(team.address("delegation")).content.decode()
    assert "Nothing is delegated to Carla C." in said
    assert "Nobody is locked out by them" in said
    assert browser.get(team.address("home")).status_code == 200


def test_who_left_and_is_in_the_log_is_named(people):
    gone = add_staff("gus", full_name="Gus G.", password=cast.PASSWORD,
                     roles={people.here.identifier: ["coordinator"]}, by=cast.BY)  # fmt: skip
    signs(people, gone, "kits")
    assert gaps(people) == []
    gone.memberships.update(ended_at=clock.now())
    assert gaps(people) == [("left", "gus")]


FORM = {"task": ["kits", "payments"], "starts_on": "2026-03-03", "password": cast.PASSWORD}


def test_an_investigator_signs_and_changes_a_line_on_the_page(people):
    people.carla  # noqa: B018
    browser, address = team.browser_of(people.ines), team.address("delegation")
    assert "Nothing was delegated yet" in browser.get(address).content.decode()
    answer = browser.post(address, FORM | {"member": "carla", "function": "Study nurse"})
    assert answer.status_code == 302
    said = browser.get(address + "?line=1").content.decode()
    assert "Line 1, Carla C.: a new version" in said
    assert 'value="kits" checked' in said
    changed = FORM | {"line": "1.1", "task": ["kits"], "ends_on": "2026-03-31"}
    assert browser.post(address, changed).status_code == 302
    assert Delegation.objects.get(version=2).member == people.carla
    late = browser.post(address, changed)
    assert late.status_code == 422
    assert "Somebody has changed this line meanwhile" in late.content.decode()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"password": "no"}, "not your password"),
        ({"starts_on": "soon"}, "Give a date"),
        ({"task": []}, "No task is delegated"),
        ({"member": "", "person": ""}, "Give a name"),
    ],
)
def test_what_is_refused_is_said(people, change, said):
    people.carla  # noqa: B018
    browser = team.browser_of(people.ines)
    answer = browser.post(team.address("delegation"), FORM | {"member": "carla"} | change)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Delegation.objects.exists()


def test_the_other_site_reads_nothing_of_it(people):
    signs(people, "Pia Pharmacist", "kits")
    other = team.browser_of(people.dario)
    assert "Pia" not in team.words_of(team.text_of(other.get(team.address("delegation"))))
    assert other.get(team.address("delegation") + "?site=riga").status_code == 404
