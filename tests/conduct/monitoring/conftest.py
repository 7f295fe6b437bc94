"""Studies to be monitored: two weeks that were lived, and one of many people."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "crowd"))
sys.path.insert(0, str(Path(__file__).parents[1] / "staff" / "team"))
sys.path.insert(0, str(Path(__file__).parents[1] / "export" / "record"))
sys.path.insert(0, str(Path(__file__).parents[1] / "dispatch" / "pharmacy"))
import many
import pytest
from kept_studies import Kept

from limen.conduct.core import clock
from limen.conduct.core.deployment import Deployment
from limen.conduct.core.models import Site, StaffMember
from limen.conduct.core.monitoring.scope import Scope, scope_of

PEOPLE, OCCASIONS = 24, 14


def _live() -> None:
    from lived_through import live

    live()


LIVED = Kept("monitored", _live)
CROWD = Kept("crowd", partial(many.many, PEOPLE, OCCASIONS))


@pytest.fixture
def lived(deployment: Deployment) -> Iterator[None]:
    """The demonstration after two weeks, at the end of them."""
    from lived_through import END

    with LIVED.on_sqlite(), clock.as_of(END):
        yield


@pytest.fixture
def crowd(deployment: Deployment) -> Iterator[None]:
    """Many people, when all of them have everything behind them."""
    with CROWD.on_sqlite(), clock.as_of(many.NOW):
        yield


@pytest.fixture
def whole(request: pytest.FixtureRequest) -> Scope:
    """The whole study; ask for `lived` or `crowd` before it."""
    return scope_of(Site.objects.all())


@pytest.fixture
def max_(request: pytest.FixtureRequest) -> StaffMember:
    """Monitors every site; ask for a study before him."""
    return many.works_at("max", "monitor", *Site.objects.all())
