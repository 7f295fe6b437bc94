"""Somebody whose study has begun, on each database or on SQLite."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
import forms_filled
import servers

from limen.conduct.core.actor import Actor
from limen.conduct.core.models import Participant, Site, Study
from limen.conduct.core.services.invite import invite


@pytest.fixture
def begun(demonstration_study: Study, anna: Participant, by: Actor) -> Participant:
    """Anna on SQLite, whose study day 1 is 23 March 2026."""
    return forms_filled.begun(anna, by)


@pytest.fixture
def begun_on_each(
    demonstration_on_each_database: Study, anna: Participant, by: Actor
) -> Participant:
    """The same on one database after the other."""
    return forms_filled.begun(anna, by)


@pytest.fixture
def everything(deployment: object, by: Actor) -> Iterator[Participant]:
    """Somebody whose `last_contact` asks with every instrument of Limen's own."""
    with servers.sqlite(forms_filled.EVERYTHING):
        yield forms_filled.begun(invite(Site.objects.first(), by=by).participant, by)


@pytest.fixture
def resilient(study: Study, anna: Participant, by: Actor) -> Participant:
    """Anna in the study of resilience: guesses between scales, measurements, raters."""
    return forms_filled.begun(anna, by)
