"""How many diary entries a second the server takes, and how long its pages take to come.

The real server (gunicorn and the worker), by HTTP, on SQLite and on PostgreSQL, in a study of 5,000
people with 200,000 entries behind them. The client is a process of its own on the same machine and
takes its share of the cores:

    python -m benchmarks conduct_load
"""

from __future__ import annotations

import http.client
import json
import re
import urllib.parse
from collections.abc import Iterator, Sequence
from datetime import datetime
from time import perf_counter
from typing import Any

from validation.conduct.served import DATABASES, EVENING, Kept, Served, demonstration, kept
from validation.conduct.telephones import percentile

from benchmarks.conduct_study import PASSWORD

Row = dict[str, object]
PEOPLE, EVENINGS = 5_000, 40
RATES = (10, 25, 50, 75, 100, 125)  # entries a second, each rate for `SECONDS`
SECONDS = 10.0
SUSTAINED = 1.0  # seconds: the p95 up to which a rate counts as sustained
LOOKS = 300  # how often a page is asked for, each time by somebody else
WEB = {"sqlite": (), "postgresql": ("--workers=2",)}
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def rows(
    people: int = PEOPLE,
    rates: Sequence[int] = RATES,
    seconds: float = SECONDS,
    databases: Sequence[str] = DATABASES,
) -> Iterator[Row]:
    """One row per page, and per rate of entries, on each database."""
    for database in databases:
        with demonstration(database) as served:
            now = served.evening(*EVENING)
            _fill(served, people, now)
            served.set_clock(now)
            with kept(Kept(served, "web", WEB[database]), Kept(served, "worker")) as (web, _):
                yield from _pages(served)
                yield from _entries(served, web, rates, seconds)


def _fill(served: Served, people: int, now: datetime) -> None:
    order = {"people": people, "evenings": EVENINGS, "at": now.isoformat(), "seed": 1}
    told = served.apart("conduct_study", json.dumps(order), package="benchmarks")
    assert told["entries"] == people * EVENINGS


def _row(name: str, served: Served, seconds: Sequence[float], note: str) -> Row:
    p50, p95, p99 = (percentile(list(seconds), part) for part in (0.50, 0.95, 0.99))
    said = f"p50 {p50 * 1e3:.0f} ms, p95 {p95 * 1e3:.0f} ms, p99 {p99 * 1e3:.0f} ms"
    return {
        "name": f"{name}, {NAMES[served.database]}",
        "ours_seconds": p95,
        "peer": "",
        "peer_seconds": None,
        "ratio": None,
        "note": f"{said}; {note}" if note else said,
    }


def _pages(served: Served) -> Iterator[Row]:
    """Ask for pages one after the other, as one browser does that keeps its connection."""
    plan = json.loads((served.folder.parent / "plan.json").read_text(encoding="utf-8"))
    entries = plan["entries"][:: max(1, len(plan["entries"]) // LOOKS)][:LOOKS]
    line = http.client.HTTPConnection("127.0.0.1", served.port, timeout=60)
    for path, name in (("/today/", "Today"), (entries[0]["path"], "diary's form")):
        cookies = [f"limen_device={one['token']}" for one in entries]
        seconds = [_looked(line, path, cookie) for cookie in cookies]
        yield _row(name, served, seconds[5:], "")
    session = _signed_in(line)
    for path, name in (("/staff/", "team's list of people"), ("/staff/?need=silent", "… silent")):
        seconds = [_looked(line, path, session) for _ in range(40)]
        yield _row(name, served, seconds[2:], "")
    line.close()


def _looked(line: http.client.HTTPConnection, path: str, cookie: str) -> float:
    """Ask for a page; return the seconds until all of it was there."""
    began = perf_counter()
    line.request("GET", path, headers={"Host": "localhost", "Cookie": cookie})
    answer = line.getresponse()
    answer.read()
    assert answer.status == 200, f"{path} answered {answer.status}"
    return perf_counter() - began


def _signed_in(line: http.client.HTTPConnection) -> str:
    """Sign in as a coordinator; return the cookies."""
    path = "/staff/sign-in/"
    line.request("GET", path, headers={"Host": "localhost"})
    page = line.getresponse()
    text = page.read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', text)
    assert token is not None, "The page has no form."
    jar = _cookies(page)
    fields = {"name": "carla", "password": PASSWORD, "csrfmiddlewaretoken": token.group(1)}
    headers = {
        "Host": "localhost",
        "Cookie": jar,
        "Content-Type": "application/x-www-form-urlencoded",
    }
    line.request("POST", path, urllib.parse.urlencode(fields), headers)
    answer = line.getresponse()
    answer.read()
    assert answer.status == 302, f"signing in answered {answer.status}"
    return f"{jar}; {_cookies(answer)}"


def _cookies(answer: http.client.HTTPResponse) -> str:
    found = answer.headers.get_all("Set-Cookie") or []
    return "; ".join(one.split(";")[0] for one in found)


def _entries(served: Served, web: Kept, rates: Sequence[int], seconds: float) -> Iterator[Row]:
    """Send entries at each rate, until one is not sustained."""
    first, sustained = 0, 0
    for rate in rates:
        before = web.cpu_seconds
        told = _sent(served, first, int(rate * seconds), seconds)
        first += int(rate * seconds)
        holds = told["acknowledged"] == told["entries"] and told["p95"] <= SUSTAINED
        sustained = rate if holds else sustained
        spent = (web.cpu_seconds - before) / told["entries"]
        note = f"{told['acknowledged']} of {told['entries']} acknowledged; "
        note += f"{spent * 1e3:.1f} ms of the web server's CPU each"
        note += "" if holds else "; NOT sustained"
        yield _row(f"diary entries, {rate} a second", served, told["all"], note)
        if not holds:
            break
    yield {
        "name": f"entries a second that were sustained, {NAMES[served.database]}",
        "ours_seconds": 1 / sustained if sustained else None,
        "peer": "",
        "peer_seconds": None,
        "ratio": None,
        "note": f"{sustained}/s for {seconds:.0f} s with p95 under {SUSTAINED:.0f} s",
    }


def _sent(served: Served, first: int, count: int, seconds: float) -> dict[str, Any]:
    order = {"port": served.port, "seconds": seconds, "seed": first, "twice": 0, "cut": 0}
    order |= {"retries": 0, "first": first, "count": count}
    told: dict[str, Any] = served.apart("telephones", json.dumps(order))
    answers = json.loads((served.folder.parent / "answers.json").read_text(encoding="utf-8"))
    return told | {"all": [one["seconds"] for one in answers]}
