"""How the team's pages grow with the number of people: monitoring, today, queries, the lock.

The demonstration's study is lived on its real pages (`limen.demo.lived`); its people are copied
until there are 200, and 2,000, with all that was recorded of them. The copies' keys are destroyed,
as after an erasure. Pages are asked for within one process, as somebody who sees every site:

    python -m benchmarks conduct_team
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from graphlib import TopologicalSorter
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

from limen.conduct.core.lifecycle import at_work

Row = dict[str, object]
_CHOOSE = "CREATE TEMP TABLE chosen_{name} AS SELECT id FROM {name} WHERE {where}"
_INSERT = "INSERT INTO {name} ({columns}) SELECT {values} FROM {name} WHERE id IN chosen_{name}"
_DESTROY = "UPDATE {name} SET destroyed_at = '2026-01-01' WHERE participant_id > {last}"
SIZES = (200, 2_000)
TIMES = 3  # how often a page is asked for, after once for what is read once per process
PAGES = {
    "investigator": ("day/", "queries/", "casebooks/", "lock/", "safety/", "safety/events/"),
    "monitor": ("monitoring/", *(f"monitoring/{name}/" for name in (
        "accrual", "adherence", "missingness", "quality", "safety", "guesses", "looks"))),
}  # fmt: skip


def rows() -> Iterator[Row]:
    """One row per page: the seconds with the most people, and how they grew."""
    with tempfile.TemporaryDirectory(prefix="limen-team-") as place:
        lived = Path(place) / "lived"
        _run("limen.demo.lived", str(lived), "--quiet")
        told = []
        for people in SIZES:
            folder = shutil.copytree(lived, Path(place) / str(people))
            told.append(json.loads(_run("benchmarks.conduct_team", str(folder), str(people))))
        few, many = told
        for page, seconds in many["seconds"].items():
            yield {
                "name": f"{page}, {SIZES[1]:,} people",
                "ours_seconds": seconds,
                "peer": "",
                "peer_seconds": None,
                "ratio": None,
                "note": f"{few['seconds'][page] * 1e3:.0f} ms and {few['queries'][page]} queries "
                f"for {SIZES[0]}; {many['queries'][page]} queries for {SIZES[1]:,}",
            }


def _run(module: str, *words: str) -> str:
    command = [sys.executable, "-m", module, *words]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return done.stdout.splitlines()[-1] if done.stdout else ""


def main() -> None:
    """Copy the people of a folder's study until there are so many; time its pages; print JSON."""
    at_work(Path(sys.argv[1]))
    from limen.conduct.core import clock
    from limen.conduct.core.models import AuditEntry

    _copy(int(sys.argv[2]))
    last = AuditEntry.objects.order_by("-number").values_list("at", flat=True)[0]
    with clock.as_of(last + timedelta(minutes=5)):
        found = {name: _timed(ask) for name, ask in _asked().items()}
    told = {
        "seconds": {name: seconds for name, (seconds, _n) in found.items()},
        "queries": {name: n for name, (_seconds, n) in found.items()},
    }
    print(json.dumps(told))


def _timed(ask: Callable[[], Any]) -> tuple[float, int]:
    """Return the median of the seconds of CPU, and how many queries it takes."""
    from django.db import connection

    queries: list[str] = []

    def count(execute: Any, sql: str, *more: Any) -> Any:
        queries.append(sql)
        return execute(sql, *more)

    ask()
    with connection.execute_wrapper(count):
        ask()
    taken = []
    for _ in range(TIMES):
        start = process_time()
        ask()
        taken.append(process_time() - start)
    return median(taken), len(queries)


def _asked() -> dict[str, Callable[[], Any]]:
    from limen.conduct.core.locking import standing_in_the_way_of_lock
    from limen.conduct.staff.monitoring.report import open_report

    browsers = {role: _browser(role) for role in PAGES}
    asked: dict[str, Callable[[], Any]] = {}
    for role, pages in PAGES.items():
        for page in pages:
            asked[f"/staff/{page}"] = partial(_got, browsers[role], page)
    asked["the lock's check"] = standing_in_the_way_of_lock
    asked["the open report"] = open_report
    return asked


def _got(browser: Any, page: str) -> None:
    answer = browser.get(f"/staff/{page}")
    assert answer.status_code == 200, f"{page} answered {answer.status_code}"


def _browser(role: str) -> Any:
    """A browser in which somebody is signed in who has a role at every site."""
    from django.conf import settings
    from django.test import Client

    from limen.conduct.core import clock
    from limen.conduct.core.models import StaffMember
    from limen.conduct.staff.door import UNTIL, WORKING_DAY

    settings.ALLOWED_HOSTS = ["testserver"]
    member = StaffMember.objects.filter(memberships__role=role, is_active=True)[0]
    browser = Client()
    browser.force_login(member, backend="django.contrib.auth.backends.ModelBackend")
    session = browser.session
    session[UNTIL] = (clock.now() + WORKING_DAY).isoformat()
    session.save()
    return browser


def _copy(people: int) -> None:
    """Copy everybody, past the trail, with all rows about them, until there are so many."""
    from django.db import connection, transaction

    from limen.conduct.core.models import Participant, ParticipantKey

    tables, there = _tables(), Participant.objects.count()
    with transaction.atomic(), connection.cursor() as cursor:
        for model, links in tables.items():
            cursor.execute(_CHOOSE.format(name=model._meta.db_table, where=_about(model, links)))
        steps = {model: _step(cursor, model) for model in tables}
        for copy in range(1, -(-people // there)):
            for model, links in tables.items():
                values = _values(model, links, copy, steps)
                cursor.execute(_INSERT.format(
                    name=model._meta.db_table, columns=", ".join(values),
                    values=", ".join(values.values()),
                ))  # fmt: skip
        cursor.execute(_DESTROY.format(name=ParticipantKey._meta.db_table, last=there))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _about(model: Any, links: list[Any]) -> str:
    """Whether a row is about somebody: one key leads to them, and none to what is about nobody."""
    links = [one for one in links if one.related_model is not model]
    if not links:
        return "1"
    chosen = [
        f"{one.column} IN (SELECT id FROM chosen_{one.related_model._meta.db_table})"
        for one in links
    ]
    empty = [f"{one.column} IS NULL" for one in links]
    whole = [f"({none} OR {there})" for none, there in zip(empty, chosen, strict=True)]
    return f"{' AND '.join(whole)} AND NOT ({' AND '.join(empty)})"


def _step(cursor: Any, model: Any) -> int:
    """By how much the keys of a copy are higher."""
    cursor.execute(f"SELECT COALESCE(MAX(id), 0) FROM {model._meta.db_table}")
    return int(cursor.fetchone()[0])


def _values(model: Any, links: list[Any], copy: int, steps: dict[Any, int]) -> dict[str, str]:
    """Return what each column of a copy is."""
    found = {}
    for field in model._meta.concrete_fields:
        column = f'"{field.column}"'
        value = column
        if field.primary_key or field in links:
            value += f" + {copy * steps[model if field.primary_key else field.related_model]}"
        elif field.get_internal_type() == "UUIDField" and field.unique:
            value = "lower(hex(randomblob(16)))"
        elif field.unique:
            value += f" || '-{copy}'"
        elif (model.__name__, field.column) == ("KitSet", "order"):
            value += f" + {copy * steps[model]}"
        found[column] = value
    return found


def _tables() -> dict[Any, list[Any]]:
    """Return the tables about people with their keys to each other, in the order of these."""
    from django.apps import apps

    from limen.conduct.core.models import Participant

    models = list(apps.get_app_config("core").get_models())
    about: set[Any] = {Participant}
    while more := {one for one in models if one not in about and any(
        field.related_model in about for field in one._meta.concrete_fields)}:  # fmt: skip
        about |= more
    links = {
        one: [field for field in one._meta.concrete_fields if field.related_model in about]
        for one in about
    }
    order = TopologicalSorter(
        {one: {field.related_model for field in some} - {one} for one, some in links.items()}
    )
    return {one: links[one] for one in order.static_order()}


if __name__ == "__main__":
    main()
