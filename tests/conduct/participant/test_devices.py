"""Devices that are known."""

from __future__ import annotations

from cast import Cast, device_of
from django.test import Client

from limen.conduct.core.entering import devices_of


def test_this_one_can_be_signed_out(cast: Cast, phone: Client) -> None:
    (device,) = devices_of(cast.anna)
    response = phone.post("/me/devices/", {"device": device.pk})
    assert response.url == "/"
    assert phone.cookies["limen_device"].value == ""
    assert response.headers["Clear-Site-Data"] == '"storage"'  # an unsent draft in this tab
    assert devices_of(cast.anna) == []


def test_a_token_that_was_revoked_lets_nobody_in(cast: Cast, phone: Client) -> None:
    token = phone.cookies["limen_device"].value
    phone.post("/me/devices/", {"device": devices_of(cast.anna)[0].pk})
    phone.cookies["limen_device"] = token  # kept by whoever has the device
    assert phone.get("/me/").url.startswith("/?next=")


def test_all_others_can_be_signed_out_at_once(cast: Cast, phone: Client) -> None:
    lost = [device_of(cast.anna), device_of(cast.anna)]
    phone.post("/me/devices/", {"others": "1"})
    assert phone.get("/me/").status_code == 200
    assert all(one.get("/me/").status_code == 302 for one in lost)


def test_nobody_signs_out_somebody_else_s(cast: Cast, phone: Client) -> None:
    device_of(cast.boris)
    (his,) = devices_of(cast.boris)
    assert phone.post("/me/devices/", {"device": his.pk}).status_code == 404
    assert devices_of(cast.boris) == [his]
