"""What every test of the server may use: a fresh study, on SQLite or on each database.

`study` is a study on SQLite, opened as a demonstration, with nobody in it. `on_each_database` is
the same on SQLite and on PostgreSQL, one after the other. `demonstration_study` and
`demonstration_on_each_database` are such studies of `protocols/demonstration.yaml`, which can be
asked with the instruments that Limen brings. Ask for one of the four.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent / "servers"))
import servers

from limen.conduct.core.actor import Actor
from limen.conduct.core.deployment import Deployment
from limen.conduct.core.models import Participant, Site, StaffMember, Study

STUDIES = ("demonstration_on_each_database", "demonstration_study", "on_each_database", "study")


@pytest.fixture
def deployment() -> Deployment:
    """The folder that this process serves."""
    keys = servers.READY.keys
    keys.erased_file.write_text("")
    keys.note_swept(keys.unswept())
    if keys.sealed_since() != 1:
        keys.seal_since(1)
    return servers.READY


@pytest.fixture
def study(deployment: Deployment) -> Iterator[Study]:
    """A fresh study on SQLite."""
    with servers.sqlite():
        yield Study.objects.get()


@pytest.fixture
def demonstration_study(deployment: Deployment) -> Iterator[Study]:
    """A fresh study of the demonstration's protocol on SQLite; all of it can be asked."""
    with servers.sqlite(servers.DEMONSTRATION):
        yield Study.objects.get()


@pytest.fixture(params=["sqlite", "postgresql"])
def demonstration_on_each_database(
    request: pytest.FixtureRequest, deployment: Deployment
) -> Iterator[Study]:
    """The same on one database after the other."""
    with getattr(servers, request.param)(servers.DEMONSTRATION):
        yield Study.objects.get()


@pytest.fixture(params=["sqlite", "postgresql"])
def on_each_database(request: pytest.FixtureRequest, deployment: Deployment) -> Iterator[Study]:
    """A fresh study on one database after the other."""
    with getattr(servers, request.param)():
        yield Study.objects.get()


@pytest.fixture
def by() -> Actor:
    """Somebody who may do everything."""
    return Actor("system", "test")


def invited(by: Actor) -> Participant:
    """Somebody new at the first site."""
    from limen.conduct.core.services.invite import invite

    return invite(Site.objects.first(), by=by).participant


@pytest.fixture
def anna(request: pytest.FixtureRequest, by: Actor) -> Participant:
    """A participant at the first site; ask for a study too."""
    asked = [name for name in STUDIES if name in request.fixturenames]
    request.getfixturevalue(asked[0] if asked else "study")
    return invited(by)


@pytest.fixture
def carla(anna: Participant, by: Actor) -> StaffMember:
    """Coordinates anna's site."""
    from limen.conduct.core.services.add_staff import add_staff

    return add_staff(
        "carla",
        full_name="Carla C.",
        password="harbour lantern oak",
        roles={anna.site.identifier: ["coordinator"]},
        by=by,
    )


CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")

# Playwright keeps an event loop in the thread of the test, which Django would not work beside.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """The system's chromium, one for all tests of a process; skips by name where there is none."""
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=30_000)  # as long as Playwright waits for everything else
    if CHROMIUM is None:
        pytest.skip("There is no chromium on this machine.")
    with sync_playwright() as engine:
        opened = engine.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def server() -> Iterator[Any]:
    """A real server at the moment of the test; ask for the people of the study before it."""
    from listening import listening

    assert Study.objects.exists(), "Ask for a study before you ask for its server."
    with listening() as found:
        yield found


@pytest.fixture
def phone(browser: Any, server: Any) -> Iterator[Callable[..., Any]]:
    """Opens a telephone, 390 px wide, in which somebody is signed in.

    What its pages complain of fails the test. `options` are those of a Playwright context, such as
    `java_script_enabled` or `color_scheme`.
    """
    from phones import Phones

    opened = Phones(browser, server.address)
    yield opened.open
    opened.close()


@pytest.fixture
def tour(request: pytest.FixtureRequest, phone: Any, tmp_path: Path) -> Any:
    """Looks at pages, of which the test's room owes some."""
    from tours import Tour

    return Tour(request.path.parent.name, phone, tmp_path)
