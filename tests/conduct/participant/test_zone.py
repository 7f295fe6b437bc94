"""The time zone."""

from __future__ import annotations

from datetime import date

from cast import BY, Cast
from django.test import Client

from limen.conduct.core.models import ZoneChange
from limen.conduct.core.occasions.services import begin_study


def test_it_shows_first_and_changes_then(cast: Cast, phone: Client) -> None:
    begin_study(cast.anna, start=date(2040, 1, 10), by=BY)
    page = phone.get("/me/zone/?zone=Asia/Tokyo").content.decode()
    assert "Change to Tokyo (Asia)?" in page
    assert "18:00" in page
    assert not ZoneChange.objects.exists()

    response = phone.post("/me/zone/", {"zone": "Asia/Tokyo"})
    assert response.url == "/me/"
    cast.anna.refresh_from_db()
    assert cast.anna.zone == "Asia/Tokyo"
    assert cast.anna.occasions.first().zone == "Asia/Tokyo"


def test_a_zone_that_is_none_changes_nothing(cast: Cast, phone: Client) -> None:
    for zone in ("Mars/Olympus", "../../etc/passwd", "Etc/GMT+3", "<script>"):
        response = phone.post("/me/zone/", {"zone": zone})
        assert response.status_code == 400
        assert "<script>" not in response.content.decode()
    assert not ZoneChange.objects.exists()


def test_every_region_is_there(phone: Client) -> None:
    page = phone.get("/me/zone/").content.decode()
    for zone in ("Africa/Nairobi", "America/Argentina/Buenos_Aires", "Asia/Kathmandu", "UTC"):
        assert f'value="{zone}"' in page


def test_nobody_comes_here_without_a_device(stranger: Client) -> None:
    assert stranger.post("/me/zone/", {"zone": "Asia/Tokyo"}).url == "/"
