"""What is attacked: everybody, their browsers, every page's address, and what must not change."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache

import cast
import servers
import team
import test_who_may_see_what as table
from django.apps import apps
from django.db import connections
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from limen.conduct.core import clock
from limen.conduct.core.logs import WithoutPersonalData
from limen.conduct.core.models import Participant
from limen.conduct.core.services.invite import invite
from limen.conduct.core.services.keep_contact import keep_contact
from limen.conduct.core.trail import head

EVENING = team.EVENING
NAME, MAIL = "Annabel Lisette Ozola", "annabel.ozola@example.org"
#: Pages of staff that are there for everybody.
DOORS = ("staff:sign_in", "staff:second_factor", "staff:set_up_factor", "staff:sign_out")
#: Not of the record: counters of guesses, sessions, and what Django brings.
_APART = {"core.FailedAttempts", "sessions.Session"}


@dataclass
class Siege:
    """The study's people and their browsers; `code` is an invitation that nobody has spent."""

    people: cast.Cast
    anna: Participant
    boris: Participant
    code: str
    arguments: dict[str, list[object]]
    browsers: dict[str, Client] = field(default_factory=dict)

    def address(self, page: str) -> str:
        """Return a page's address; wherever somebody is in it, it is Anna."""
        return reverse(page, args=self.arguments.get(page, []))

    def addresses(self) -> Iterator[tuple[str, str]]:
        """Yield every page of the server with its address."""
        for page in table.pages():
            yield page, self.address(page)


def raise_walls() -> Siege:
    """Let something of everything happen in the study at hand, and return who lives in it."""
    people = cast.people()
    anna, boris = (
        table._consented(invite(site, by=cast.BY).participant)
        for site in (people.here, people.elsewhere)
    )
    keep_contact(anna, "name", NAME, by=cast.BY)
    keep_contact(anna, "email", MAIL, by=cast.BY)
    team.begins(boris)
    table.happens(people, anna)
    arguments = table._arguments(anna)
    code = invite(people.here, by=cast.BY).code
    arguments["participant:invitation"] = [code]
    siege = Siege(people=people, anna=anna, boris=boris, code=code, arguments=arguments)
    members = {name: getattr(people, name) for name in ("carla", "dario", "ines", "mei")}
    members["adam"] = team.adam()
    siege.browsers = {
        "nobody": Client(),
        "anna": cast.device_of(anna),
        "boris": cast.device_of(boris),
        **{name: team.browser_of(member) for name, member in members.items()},
    }
    return siege


def as_it_was(siege: Siege) -> Siege:
    """Return the siege for a fresh copy of its database: nothing that a test did is in it."""
    browsers = {}
    for who, browser in siege.browsers.items():
        browsers[who] = Client(raise_request_exception=False)
        browsers[who].cookies.load(browser.cookies.output(header="", sep=";"))
    fresh = {who: Participant.objects.get(pk=getattr(siege, who).pk) for who in ("anna", "boris")}
    return replace(siege, browsers=browsers, arguments=dict(siege.arguments), **fresh)


@contextmanager
def on_sqlite() -> Iterator[Siege]:
    """The siege in a copy of its database, for the duration of the block."""
    siege = _sqlite()
    with servers.sqlite_copy(_FILE), clock.as_of(EVENING):
        yield as_it_was(siege)


@contextmanager
def on_postgresql() -> Iterator[Siege]:
    """The same on PostgreSQL."""
    siege = _postgresql()
    with servers.postgresql_copy(_DATABASE), clock.as_of(EVENING):
        yield as_it_was(siege)


_FILE = servers.READY.folder / "siege.sqlite3"
_DATABASE = "limen_siege"


@cache
def _sqlite() -> Siege:
    with servers.sqlite(servers.DEMONSTRATION), clock.as_of(EVENING):
        siege = raise_walls()
        with connections["default"].cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copyfile(connections["default"].settings_dict["NAME"], _FILE)
    return siege


@cache
def _postgresql() -> Siege:
    template = servers.postgresql_template(servers.DEMONSTRATION)
    with servers.kept_postgresql(_DATABASE, template), clock.as_of(EVENING):
        return raise_walls()


def contents() -> dict[str, int]:
    """Return how many rows each table of the record has."""
    models: list[type[Model]] = list(apps.get_models())
    return {
        model._meta.label: model._default_manager.count()
        for model in models
        if model._meta.label not in _APART
    }


@contextmanager
def nothing_is_written() -> Iterator[None]:
    """Compare the rows and the end of the trail before the block and after it."""
    before, end = contents(), head()
    yield
    assert contents() == before
    assert head() == end


class Listener(logging.Handler):
    """Keeps every line as the deployment's own log would write it."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.addFilter(WithoutPersonalData())
        self.setFormatter(logging.Formatter("%(levelname)s %(name)s %(message)s"))
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a line."""
        self.lines.append(self.format(record))


@contextmanager
def listening() -> Iterator[list[str]]:
    """Return what the server writes to its log during the block."""
    listener, root = Listener(), logging.getLogger()
    root.addHandler(listener)
    try:
        yield listener.lines
    finally:
        root.removeHandler(listener)
