"""Fifty diary entries a second for half a minute, by HTTP, on the real server, on each database.

The server is gunicorn and the worker, as `limen conduct web` and `worker` start them. Telephones
are a process of their own; some send twice at once, some lose the connection before the answer and
send again. What was acknowledged must be in the record exactly once, with every answer and score;
the trail must verify; a stranger with an invitation must still come in; the export must hold it.
"""

from __future__ import annotations

import json
import re
import time
import urllib.parse
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from validation.conduct.served import DATABASES, EVENING, Kept, Served, demonstration, kept

SECONDS = 30.0
TWICE, CUT = 0.05, 0.05  # parts of the entries
WEB = {"sqlite": (), "postgresql": ("--workers=2",)}
COUNTED = ("lost", "double", "strange", "not_as_sent", "impossible_occasions",
           "entries_of_the_trail_too_many")  # fmt: skip


def run(replicates: int, seed: int) -> dict[str, object]:
    """Return what was found by database; `replicates` is how many entries are sent in 30 s."""
    return {name: soak(name, entries=replicates, seed=seed) for name in DATABASES}


def soak(
    database: str,
    *,
    entries: int,
    seed: int,
    seconds: float = SECONDS,
    invited: int = 5,
    retries: float = 0.0,
) -> dict[str, Any]:
    """Run one soak on a fresh study; `problems` is empty if all held.

    `retries`: seconds for which telephones send again what failed, as they do; 0 judges the server.
    """
    with demonstration(database) as served:
        moment = served.evening(*EVENING)
        order = {
            "people": entries,
            "sends": entries,
            "seed": seed,
            "at": moment.isoformat(),
            "reminded": False,
            "invited": invited,
        }
        served.apart("crowd", json.dumps(order))
        served.set_clock(moment)
        with kept(Kept(served, "web", WEB[database]), Kept(served, "worker")):
            told = served.apart("telephones", json.dumps(_order(served, seed, seconds, retries)))
            came_in = _came_in(served)
        found = served.apart("found")
        del found["sent"]  # each e-mail by its id: nobody wanted any
        exported = _exported(served)
    problems = _problems(told, found, came_in, invited)
    if exported != found["responses"]:
        problems.append(f"{exported} of {found['responses']} responses were exported")
    return {
        "told": told,
        "found": found,
        "came_in": came_in,
        "responses_exported": exported,
        "problems": problems,
    }


def _order(served: Served, seed: int, seconds: float, retries: float) -> dict[str, Any]:
    return {
        "port": served.port,
        "seconds": seconds,
        "seed": seed,
        "twice": TWICE,
        "cut": CUT,
        "retries": retries,
    }


def _came_in(served: Served) -> dict[str, Any]:
    """Spend every invitation, one after the other; return how many came in, and the slowest."""
    plan = json.loads((served.folder.parent / "plan.json").read_text(encoding="utf-8"))
    seconds = []
    for code in plan["codes"]:
        began = time.monotonic()
        if _spend(f"http://127.0.0.1:{served.port}/i/{code}/"):
            seconds.append(time.monotonic() - began)
    return {"people": len(seconds), "slowest": round(max(seconds, default=0.0), 3)}


def _spend(address: str) -> bool:
    """Open an invitation's page and press its button; True if a device token came."""
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    browser.addheaders = [("Host", "localhost")]
    page = browser.open(address, timeout=60).read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert token is not None, "The invitation has no form."
    form = urllib.parse.urlencode({"csrfmiddlewaretoken": token.group(1)}).encode()
    browser.open(address, form, timeout=60).read()
    jar = next(one for one in browser.handlers if hasattr(one, "cookiejar")).cookiejar
    return any(cookie.name == "limen_device" for cookie in jar)


def _exported(served: Served) -> int:
    """Export the study as the command does; return how many responses the dataset holds."""
    place = served.folder.parent / "dataset"
    served.limen("export", "--out", place)
    (table,) = Path(place).rglob("responses.csv*")
    with table.open("rb") as rows:
        return sum(1 for _ in rows) - 1


def _problems(
    told: Mapping[str, Any], found: Mapping[str, Any], came_in: Mapping[str, Any], invited: int
) -> list[str]:
    """Say what did not hold."""
    said = [f"{name}: {found[name]}" for name in COUNTED if found[name]]
    said += list(found["faults"])
    if told["acknowledged"] != told["entries"]:
        missing = told["entries"] - told["acknowledged"]
        said.append(f"{missing} were not acknowledged: {told['answers']}")
    if came_in["people"] != invited:
        said.append(f"only {came_in['people']} of {invited} could come in")
    return said
