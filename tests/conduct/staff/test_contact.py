"""Contact details: kept encrypted, read by a click that is written down."""

from __future__ import annotations

import cast
import pytest
import team

from limen.conduct.core.models import ContactDetail
from limen.conduct.core.services.erase import erase
from limen.conduct.core.services.keep_contact import keep_contact, read_contact

NUMBER = "+371 2000 0000"


def address(person) -> str:
    return team.address("contact", person)


def test_it_works(anna, carla):
    keep = {"do": "keep", "kind": "telephone", "text": NUMBER}
    team.went_on(carla.post(address(anna), keep), address(anna))
    assert NUMBER not in team.text_of(carla.get(address(anna)))
    assert NUMBER in team.text_of(carla.post(address(anna), {"do": "read"}))
    assert team.events(anna)[-1] == "contact.read"


def test_to_look_at_the_page_is_not_to_read(anna, carla):
    keep_contact(anna, "telephone", NUMBER, by=cast.BY)
    before = team.events(anna)
    carla.get(address(anna) + "?do=read")
    assert team.events(anna) == before


def test_an_empty_field_takes_it_back(anna, carla):
    keep_contact(anna, "telephone", NUMBER, by=cast.BY)
    carla.post(address(anna), {"do": "keep", "kind": "telephone", "text": ""})
    assert read_contact(anna, "telephone") is None


@pytest.mark.parametrize(("kind", "text"), [("pet", "Rex"), ("name", "x" * 501)])
def test_what_does_not_fit_is_refused(anna, carla, kind, text):
    answer = carla.post(address(anna), {"do": "keep", "kind": kind, "text": text})
    team.refused(answer, "Choose what it is")
    assert not ContactDetail.objects.exists()


def test_after_erasure_there_is_nothing_and_nothing_can_be_kept(anna, carla):
    keep_contact(anna, "telephone", NUMBER, by=cast.BY)
    erase(anna, by=cast.BY)
    assert "None are kept." in team.text_of(carla.get(address(anna)))
    answer = carla.post(address(anna), {"do": "keep", "kind": "name", "text": "Anna"})
    team.refused(answer, "were erased")
