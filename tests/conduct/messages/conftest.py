"""A mail server, and settings that send everything to it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent / "post"))

import servers
from django.test import override_settings
from sink import Sink, listening

assert servers.READY  # Django is set up


@pytest.fixture(autouse=True)
def a_study(request: pytest.FixtureRequest) -> None:
    """A study on SQLite, unless the test asks for each database."""
    if "on_each_database" not in request.fixturenames:
        request.getfixturevalue("study")


@pytest.fixture
def post() -> Iterator[Sink]:
    """A mail server, and settings that send everything to it."""
    with (
        listening() as sink,
        override_settings(
            EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
            EMAIL_HOST="127.0.0.1",
            EMAIL_PORT=sink.port,
            EMAIL_USE_TLS=False,
            EMAIL_USE_SSL=False,
            EMAIL_TIMEOUT=5,
            DEFAULT_FROM_EMAIL="The study <study@example.org>",
        ),
    ):
        yield sink
