"""The members page: administrators change the roles and second factors of others."""

from __future__ import annotations

import cast
import entrance
import pytest
import team

from limen.conduct.core.models import AuditEntry, Membership
from limen.conduct.core.signing.factor import factor_of

MEMBERS = "/staff/members/"


@pytest.fixture
def adam(people):
    people.carla, people.mei, people.dario  # noqa: B018 - they are hired
    return team.browser_of(team.adam())


def form(**more: str) -> dict[str, str]:
    return {"reason": "other_task", "password": cast.PASSWORD} | more


def test_the_page_names_who_may_be_changed(adam):
    text = team.text_of(adam.get(MEMBERS))
    assert "carla" in text
    assert "dario" not in text  # of the other site
    assert "no second factor yet" in text
    assert "unblinded" not in text
    choices = text.partition('id="name"')[2].partition("</select>")[0]
    assert 'value="carla"' in choices
    assert 'value="adam"' not in choices


def test_a_role_is_given(adam, people):
    team.went_on(adam.post(MEMBERS, form(name="carla", site="riga", role="investigator")), MEMBERS)
    assert people.carla.has_role(people.here, "investigator")
    entry = AuditEntry.objects.latest("number")
    assert (entry.event, entry.by) == ("staff.role_added", "staff:adam")


def test_a_role_is_ended(adam, people):
    role = Membership.objects.get(member=people.carla)
    address = f"{MEMBERS}role/{role.pk}/end/"
    assert "no longer coordinator at" in team.text_of(adam.get(address))
    team.refused(adam.post(address, {"reason": "task_ended", "password": "wrong"}), "password")
    team.refused(adam.post(address, {"password": cast.PASSWORD}), "reason")
    team.went_on(adam.post(address, form(reason="task_ended")), MEMBERS)
    assert not people.carla.has_role(people.here)
    assert adam.get(address).status_code == 404


def test_a_second_factor_is_reset(adam, people):
    entrance.set_up(people.carla)
    address = f"{MEMBERS}carla/reset-factor/"
    assert "call them on a number you know" in team.text_of(adam.get(address))
    team.went_on(adam.post(address, form(reason="lost_device")), MEMBERS)
    assert factor_of(people.carla) is None
    entry = AuditEntry.objects.latest("number")
    assert (entry.event, entry.by) == ("staff.factor_reset", "staff:adam")


def test_a_rater_is_kept_apart_on_the_page_too(adam, people):
    answer = adam.post(MEMBERS, form(name="carla", site="riga", role="rater"))
    team.refused(answer, "A rater at riga is blind")
    assert AuditEntry.objects.latest("number").event == "staff.change_refused"
