"""Studies to be monitored: two weeks that were lived, and one of many people."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "crowd"))
sys.path.insert(0, str(Path(__file__).parents[1] / "staff" / "team"))
sys.path.insert(0, str(Path(__file__).parents[1] / "export" / "record"))
sys.path.insert(0, str(Path(__file__).parents[1] / "dispatch" / "pharmacy"))
import many
import pytest
import servers
from django.db import connection

from limen.conduct.core import clock
from limen.conduct.core.deployment import Deployment
from limen.conduct.core.models import Site, StaffMember
from limen.conduct.core.monitoring.scope import Scope, scope_of

PEOPLE, OCCASIONS = 24, 14


@cache
def _template(name: str) -> Path:
    """The database of a study that was lived, made once per process."""
    from lived_through import live

    with servers.sqlite(servers.DEMONSTRATION):
        live() if name == "lived" else many.many(PEOPLE, OCCASIONS)
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        file = servers.READY.folder / f"monitored-{name}.sqlite3"
        shutil.copyfile(connection.settings_dict["NAME"], file)
    return file


@contextmanager
def _copied(name: str) -> Iterator[None]:
    file = servers.READY.folder / f"monitored-{name}-copy.sqlite3"
    shutil.copyfile(_template(name), file)
    with servers.using(servers._on_sqlite(file)):
        yield
    for path in file.parent.glob(f"{file.name}*"):
        path.unlink()


@pytest.fixture
def lived(deployment: Deployment) -> Iterator[None]:
    """The demonstration after two weeks, at the end of them."""
    from lived_through import END

    with _copied("lived"), clock.as_of(END):
        yield


@pytest.fixture
def crowd(deployment: Deployment) -> Iterator[None]:
    """Many people, when all of them have everything behind them."""
    with _copied("crowd"), clock.as_of(many.NOW):
        yield


@pytest.fixture
def whole(request: pytest.FixtureRequest) -> Scope:
    """The whole study; ask for `lived` or `crowd` before it."""
    return scope_of(Site.objects.all())


@pytest.fixture
def max_(request: pytest.FixtureRequest) -> StaffMember:
    """Monitors every site; ask for a study before him."""
    return many.works_at("max", "monitor", *Site.objects.all())
