"""Leaving the study."""

from __future__ import annotations

import pytest
from cast import Cast
from django.test import Client

from limen.conduct.core.models import Participant
from limen.conduct.core.services.keep_contact import keep_contact
from limen.errors import ErasedError


def test_it_works(cast: Cast, phone: Client) -> None:
    page = phone.get("/me/withdraw/").content.decode()
    assert "Nothing further is collected" in page  # the protocol's own words
    response = phone.post("/me/withdraw/", {"data_use": "keep", "sure": "on"})
    assert response.url == "/withdrawn/"
    cast.anna.refresh_from_db()
    assert cast.anna.status == Participant.Status.WITHDRAWN
    assert cast.anna.participation_events.get().data_use == "keep"

    # Every page of hers now says so, and her data stay within reach
    assert phone.get("/me/").url == "/withdrawn/"
    assert "You have left the study" in phone.get("/withdrawn/").content.decode()
    assert phone.get("/me/data/").status_code == 200


def test_no_reason_is_asked_for(phone: Client) -> None:
    page = phone.get("/me/withdraw/").content.decode()
    assert 'name="reason"' not in page
    assert "checked" not in page


def test_it_takes_a_choice_and_a_tick(cast: Cast, phone: Client) -> None:
    for form in ({}, {"sure": "on"}, {"data_use": "keep"}, {"data_use": "sell", "sure": "on"}):
        assert phone.post("/me/withdraw/", form).status_code == 400
    cast.anna.refresh_from_db()
    assert cast.anna.status == Participant.Status.ENROLLED


def test_texts_are_erased_if_the_person_wishes(cast: Cast, phone: Client) -> None:
    from limen.conduct.core.encryption import encrypt

    keep_contact(cast.anna, "telephone", "+371 20 000 001", by=cast.by)
    phone.post("/me/withdraw/", {"data_use": "erase", "sure": "on"})
    with pytest.raises(ErasedError):
        encrypt(cast.anna, "anything", purpose="contact:telephone")
    assert "are erased" in phone.get("/withdrawn/").content.decode()


def test_who_is_still_there_is_not_told_otherwise(phone: Client) -> None:
    assert phone.get("/withdrawn/").url == "/today/"
