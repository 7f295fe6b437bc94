"""Staff change somebody's time zone and language, as that person can."""

from __future__ import annotations

import pytest
import team

from limen.conduct.core.models import AuditEntry, Participant, ZoneChange


def of(person) -> Participant:
    return Participant.objects.get(pk=person.pk)


def test_it_works(anna, carla):
    before = team.occasion(anna, "diary.3")
    assert 'value="Europe/Riga"' in team.text_of(carla.get(team.address("place", anna)))
    form = {"zone": "Asia/Tokyo", "language": anna.language}
    team.went_on(carla.post(team.address("place", anna), form), team.address("person", anna))
    assert of(anna).zone == "Asia/Tokyo"
    after = team.occasion(anna, "diary.3")
    assert after.opens_local == before.opens_local
    assert after.opens_at < before.opens_at
    assert ZoneChange.objects.get().old_zone == "Europe/Riga"
    assert AuditEntry.objects.latest("number").by == "staff:carla"


def test_the_same_again_leaves_no_entry(anna, carla):
    entries = AuditEntry.objects.count()
    form = {"zone": anna.zone, "language": anna.language}
    team.went_on(carla.post(team.address("place", anna), form))
    assert AuditEntry.objects.count() == entries


@pytest.mark.parametrize(
    "wrong", [{"zone": "Europe/Atlantis"}, {"zone": ""}, {"language": "xx"}, {"language": ""}]
)
def test_a_place_or_language_that_is_none_is_refused(anna, carla, wrong):
    form = {"zone": "Asia/Tokyo", "language": anna.language} | wrong
    assert carla.post(team.address("place", anna), form).status_code == 422
    assert (of(anna).zone, of(anna).language) == (anna.zone, anna.language)


def test_a_monitor_changes_nothing(anna, mei):
    form = {"zone": "Asia/Tokyo", "language": anna.language}
    assert mei.post(team.address("place", anna), form).status_code == 403
    assert of(anna).zone == anna.zone
