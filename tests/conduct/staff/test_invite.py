"""Inviting somebody, and inviting again: the code is shown once."""

from __future__ import annotations

import re

import pytest
import team
from django.test import Client

from limen.conduct.core.codes import code_hash
from limen.conduct.core.models import Invitation, Participant

INVITE = "/staff/invite/"


def form(client: Client, **more: str) -> dict[str, str]:
    page = client.get(INVITE).content.decode()
    once = re.search(r'name="once" value="([^"]+)"', page)[1]
    return {"site": "riga", "language": "en", "zone": "", "once": once} | more


def code_in(page: str) -> str:
    return re.search(r'<p class="code">([0-9A-Z-]+)</p>', page)[1]


def test_it_works(people, carla):
    page = team.text_of(carla.post(INVITE, form(carla)))
    code = code_in(page)
    row = Invitation.objects.get(code_hash=code_hash(code))
    assert row.participant == Participant.objects.latest("pk")
    assert f"/i/{code}/" in page
    assert "<svg" in page
    assert "shown once" in page


def test_the_code_lets_somebody_in(people, carla):
    code = code_in(team.text_of(carla.post(INVITE, form(carla))))
    assert Client().get(f"/i/{code}/").status_code == 200


def test_the_same_form_sent_twice_invites_once(people, carla):
    sent = form(carla)
    carla.post(INVITE, sent)
    before = Participant.objects.count()
    team.went_on(carla.post(INVITE, sent))
    assert Participant.objects.count() == before


def test_the_code_stands_nowhere_afterwards(people, carla):
    code = code_in(team.text_of(carla.post(INVITE, form(carla))))
    person = Participant.objects.latest("pk")
    assert code not in team.text_of(carla.get(team.address("person", person)))
    assert code not in str(carla.session.items())


def test_who_has_no_telephone_and_who_lives_elsewhere(people, carla):
    carla.post(INVITE, form(carla, staff_enters="on", zone="Asia/Tokyo"))
    person = Participant.objects.latest("pk")
    assert (person.staff_enters, person.zone) == (True, "Asia/Tokyo")


def test_a_zone_that_is_none_is_refused(people, carla):
    before = Participant.objects.count()
    answer = carla.post(INVITE, form(carla, zone="Mars/Olympus"))
    team.refused(answer, "Mars/Olympus")
    assert Participant.objects.count() == before


def test_nobody_is_invited_to_another_site(people, carla):
    before = Participant.objects.count()
    assert carla.post(INVITE, form(carla, site="porto")).status_code == 404
    assert Participant.objects.count() == before


def test_a_lost_code_is_replaced(bea, carla):
    address = team.address("invite_again", bea)
    once = re.search(r'name="once" value="([^"]+)"', team.text_of(carla.get(address)))[1]
    page = team.text_of(carla.post(address, {"once": once}))
    assert Invitation.objects.get(code_hash=code_hash(code_in(page))).participant == bea
    assert Invitation.objects.filter(participant=bea, revoked_at=None).count() == 1


def test_the_page_of_a_new_code_loaded_again_makes_no_other(bea, carla):
    address = team.address("invite_again", bea)
    once = re.search(r'name="once" value="([^"]+)"', team.text_of(carla.get(address)))[1]
    carla.post(address, {"once": once})
    team.went_on(carla.post(address, {"once": once}), address)
    assert Invitation.objects.filter(participant=bea).count() == 2


@pytest.mark.parametrize("once", ["", "x" * 4000])
def test_a_form_of_somebody_else_s_making_does_no_harm(people, carla, once):
    answer = carla.post(INVITE, form(carla) | {"once": once})
    assert answer.status_code in (200, 302)
