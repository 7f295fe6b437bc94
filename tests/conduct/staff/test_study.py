"""The page of the study, the amendments, the list of staff."""

from __future__ import annotations

import pytest
import team

from limen.conduct.core.models import ProtocolVersion, Study


@pytest.fixture
def adam(people):
    """A browser in which the administrator of anna's site is signed in."""
    return team.browser_of(team.adam())


def amended(old: str, new: str) -> str:
    text = Study.objects.get().version.text
    assert old in text
    return text.replace(old, new)


def test_it_works(people, mei):
    page = team.text_of(mei.get("/staff/study/"))
    assert "What would keep a real study closed" in page
    assert "demonstration: no real people" in page


def test_a_change_is_shown_with_what_it_means_for_consent(anna, adam):
    text = amended('version: "1.0"\nstatus', 'version: "1.1"\nstatus')
    text = text.replace("planned: 24", "planned: 30")
    page = team.text_of(adam.post("/staff/amendments/", {"text": text}))
    assert "From 1.0 to 1.1" in page
    assert "population.planned" in page
    assert "Nobody needs to consent again." in page
    assert "It could not be applied" not in page


def test_nothing_is_applied(anna, adam):
    adam.post(
        "/staff/amendments/", {"text": amended('version: "1.0"\nstatus', 'version: "2"\nstatus')}
    )
    assert ProtocolVersion.objects.count() == 1


@pytest.mark.parametrize("text", ["", "not: a protocol", "[", "limen: 1\nid: x" + "y" * 100_000])
def test_what_is_no_protocol_is_refused(adam, text):
    assert adam.post("/staff/amendments/", {"text": text}).status_code == 422


def test_staff_of_the_site_are_listed_to_its_administrator(people, adam):
    people.carla, people.dario  # noqa: B018 - they are hired
    page = team.text_of(adam.get("/staff/members/"))
    assert "Carla C." in page
    assert "Dario D." not in page
