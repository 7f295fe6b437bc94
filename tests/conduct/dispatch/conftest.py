"""A study with a loaded supply, and somebody who is ready to be randomised."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import cast
import pytest
import servers

sys.path.insert(0, str(Path(__file__).parent / "pharmacy"))
sys.path.insert(0, str(Path(__file__).parents[1] / "staff" / "team"))
sys.path.insert(0, str(Path(__file__).parents[1] / "ratings" / "interview"))
import pharmacy

from limen.conduct.core.models import Kit, Participant, StaffMember, Supply


@pytest.fixture(autouse=True)
def no_key_left() -> Iterator[None]:
    """The release key of one test is not the next one's."""
    yield
    servers.READY.keys.release_file.unlink(missing_ok=True)


@pytest.fixture
def supply(request: pytest.FixtureRequest) -> Supply:
    """The demonstration's supply, loaded; ask for `demonstration_on_each_database` for both."""
    both = "demonstration_on_each_database"
    request.getfixturevalue(both if both in request.fixturenames else "demonstration_study")
    return pharmacy.loaded(pharmacy.sealed())


@pytest.fixture
def people(supply) -> cast.Cast:
    """The cast."""
    return cast.people()


@pytest.fixture
def ines(people) -> StaffMember:
    """Investigates at anna's site."""
    return people.ines


@pytest.fixture
def anna(people, ines) -> Participant:
    """Takes part at the first site, and is ready to be randomised."""
    return pharmacy.newcomer(people.here, ines)


@pytest.fixture
def kit(anna) -> Kit:
    """The kit that anna has at home."""
    return pharmacy.given(anna)
