"""The participants' pages: the cast, Anna's browser, and one of somebody who is nobody yet."""

from __future__ import annotations

import pytest
from cast import Cast, device_of, people
from django.test import Client

from limen.conduct.core.models import Study


@pytest.fixture
def cast(demonstration_study: Study) -> Cast:
    """Everybody, in a fresh study."""
    return people()


@pytest.fixture
def phone(cast: Cast) -> Client:
    """Anna's browser; she has agreed to everything."""
    return device_of(cast.anna)


@pytest.fixture
def stranger(cast: Cast) -> Client:
    """A browser that nobody knows."""
    return Client()
