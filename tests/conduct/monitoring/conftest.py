"""Studies to be monitored: two weeks that were lived, and one of many people."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "crowd"))
sys.path.insert(0, str(Path(__file__).parents[1] / "staff" / "team"))
sys.path.insert(0, str(Path(__file__).parents[1] / "export" / "record"))
sys.path.insert(0, str(Path(__file__).parents[1] / "dispatch" / "pharmacy"))
import many
import pytest
import servers

from limen.conduct.core import clock
from limen.conduct.core.models import Site, StaffMember
from limen.conduct.core.monitoring.scope import Scope, scope_of

PEOPLE, OCCASIONS = 24, 14


@pytest.fixture
def lived(deployment) -> Iterator[None]:
    """The demonstration after two weeks, at the end of them."""
    from lived_through import END, live

    with servers.sqlite(servers.DEMONSTRATION):
        live()
        with clock.as_of(END):
            yield


@pytest.fixture
def crowd(demonstration_study) -> Iterator[None]:
    """Many people, when all of them have everything behind them."""
    many.many(PEOPLE, OCCASIONS)
    with clock.as_of(many.NOW):
        yield


@pytest.fixture
def whole(request: pytest.FixtureRequest) -> Scope:
    """The whole study; ask for `lived` or `crowd` before it."""
    return scope_of(Site.objects.all())


@pytest.fixture
def max_(request: pytest.FixtureRequest) -> StaffMember:
    """Monitors every site; ask for a study before him."""
    return many.works_at("max", "monitor", *Site.objects.all())
