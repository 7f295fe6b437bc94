"""The link of an invitation."""

from __future__ import annotations

from cast import Cast
from django.test import Client

from limen.conduct.core.models import Invitation
from limen.conduct.core.services.invite import invite


def test_only_the_button_spends_it(cast: Cast, stranger: Client) -> None:
    url = f"/i/{invite(cast.here, by=cast.by).code}/"
    for _ in range(3):
        assert stranger.get(url).status_code == 200
        assert stranger.head(url).status_code == 200
    assert Invitation.objects.get().used_at is None

    response = stranger.post(url)
    assert response.url.startswith("/phrase/?")
    assert Invitation.objects.get().used_at is not None


def test_it_looks_the_same_for_a_code_that_never_was(cast: Cast, stranger: Client) -> None:
    there, never = invite(cast.here, by=cast.by).code, "0000-0000-0000-0000"
    pages = [stranger.get(f"/i/{code}/") for code in (there, never)]
    texts = [page.content.decode().split("<form")[0] for page in pages]
    assert texts[0] == texts[1]


def test_it_works_once(cast: Cast, stranger: Client) -> None:
    url = f"/i/{invite(cast.here, by=cast.by).code}/"
    stranger.post(url)
    response = Client().post(url)
    assert response.status_code == 400
    assert "limen_device" not in response.cookies


def test_it_warns_on_a_device_that_is_in_use(cast: Cast, phone: Client) -> None:
    code = invite(cast.here, by=cast.by).code
    assert "in use for the study already" in phone.get(f"/i/{code}/").content.decode()
