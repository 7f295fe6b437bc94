"""`kill -9` of web and worker at random moments, while people answer and reminders fall due.

What was acknowledged must be there exactly once; every reminder must have come at most once, and
none may be forgotten: sent, uncertain, or not needed because the diary was there. Rounds alternate
between `limen conduct web` and `worker`, which we start again, and `limen conduct serve`, which
starts its children again itself. On PostgreSQL its connections are cut too, and its own processes
killed. Then nothing can be written for a while: who sends gets an error, never a receipt.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from validation.conduct.blows import Blows, nothing_can_be_written
from validation.conduct.post import slow_post
from validation.conduct.served import (
    DATABASES,
    EVENING,
    REMINDED,
    ROOT,
    Kept,
    Served,
    demonstration,
    kept,
)

SECONDS, PEOPLE = 40.0, 120
_PATIENCE = 240.0  # seconds for which a telephone tries again
_BEFORE = timedelta(seconds=12)  # so long after the processes are started, reminders are due
_LEASE = timedelta(minutes=4)  # then whatever a dead worker held is free
COUNTED = ("lost", "double", "strange", "not_as_sent", "impossible_occasions",
           "entries_of_the_trail_too_many")  # fmt: skip


def run(replicates: int, seed: int) -> dict[str, object]:
    """Return what was found by database, in so many rounds."""
    return {name: _rounds(name, replicates, seed) for name in DATABASES}


def _rounds(database: str, replicates: int, seed: int) -> dict[str, object]:
    struck: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    problems = []
    for number in range(replicates):
        found = killed(database, seed=seed + number, supervised=number % 2 == 1)
        struck.update(found["struck"])
        counts.update(found["counts"])
        problems += [f"round {number}: {problem}" for problem in found["problems"]]
    starved_ = starved(database, entries=40, seed=seed)
    return {
        "struck": dict(struck),
        "counts": dict(counts),
        "without_a_disk": starved_["told"],
        "problems": problems + starved_["problems"],
    }


def killed(
    database: str,
    *,
    seed: int,
    supervised: bool,
    seconds: float = SECONDS,
    people: int = PEOPLE,
    pause: tuple[float, float] = (1.0, 6.0),
) -> dict[str, Any]:
    """Run one round on a fresh study; `pause` is the time between blows, in seconds."""
    drawn = random.Random(seed)
    with slow_post(seed) as sink, demonstration(database) as served:
        served.post_to(sink.port)
        _fill(served, seed, people, sends=people * 2 // 3, reminded=True)
        served.set_clock(served.evening(*REMINDED) - _BEFORE)
        parts = [("serve", ())] if supervised else [("web", ()), ("worker", ("--interval=0.5",))]
        with kept(*(Kept(served, verb, words) for verb, words in parts)) as processes:
            blows = Blows(served, processes, drawn)
            told = _attacked(served, blows, drawn, seconds, pause)
        served.set_clock(served.evening(*REMINDED) + _LEASE)
        found = served.apart("found", "finish")
        came = Counter(sink.ids)
    counts = {
        "acknowledged": told["acknowledged"],
        "tries": sum(told["answers"].values()),
        "starts": sum(one.starts for one in processes),
        **{f"messages {state}": count for state, count in found["messages"].items()},
        "came by mail": sum(came.values()),
        "came though uncertain": sum(
            came[key] for key, state in found["sent"].items() if state == "uncertain"
        ),
    }
    problems = _problems(told, found, came, people)
    return {"struck": dict(blows.struck), "counts": counts, "told": told, "problems": problems}


def _fill(served: Served, seed: int, people: int, *, sends: int, reminded: bool) -> None:
    order = {
        "people": people,
        "sends": sends,
        "seed": seed,
        "at": served.evening(*EVENING).isoformat(),
        "reminded": reminded,
        "invited": 0,
    }
    served.apart("crowd", json.dumps(order))


def _order(served: Served, seed: int, seconds: float, retries: float) -> str:
    order = {"port": served.port, "seconds": seconds, "seed": seed, "retries": retries}
    return json.dumps(order | {"twice": 0.1, "cut": 0.1})


def _attacked(
    served: Served,
    blows: Blows,
    drawn: random.Random,
    seconds: float,
    pause: tuple[float, float],
) -> Any:
    """Let telephones send, and strike until `seconds` are over; then they come to an end."""
    telephones = subprocess.Popen(
        [sys.executable, "-m", "validation.conduct.telephones", str(served.folder),
         _order(served, blows.drawn.randrange(1000), seconds, _PATIENCE)],
        env=served.environment, cwd=ROOT, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    over = time.monotonic() + seconds
    next_blow = time.monotonic() + drawn.uniform(*pause)
    while telephones.poll() is None:
        if next_blow < time.monotonic() < over:
            blows.strike()
            next_blow = time.monotonic() + drawn.uniform(*pause)
        for one in blows.processes:
            one.look_after()
        time.sleep(0.05)
    printed, _ = telephones.communicate()
    return json.loads(printed.splitlines()[-1])


def starved(database: str, *, entries: int, seed: int) -> dict[str, Any]:
    """Send while nothing can be written; then again, under the same ids, when it can."""
    with demonstration(database) as served:
        _fill(served, seed, entries, sends=entries, reminded=False)
        served.set_clock(served.evening(*EVENING))
        with kept(Kept(served, "web")) as (web,):
            order = _order(served, seed, 2.0, 0.0)
            with nothing_can_be_written(served, web):
                refused = served.apart("telephones", order)
            while_full = served.apart("found")
            told = served.apart("telephones", order)
        found = served.apart("found")
    problems = [] if refused["acknowledged"] == 0 else ["a receipt for what was not written"]
    problems += [f"while nothing can be written, {x}" for x in _wrong(while_full)]
    if told["acknowledged"] != entries or found["stored"] != entries:
        problems.append("what was sent again did not all arrive")
    problems += _wrong(found)
    return {"told": {"refused": refused["answers"], "then": told["answers"]}, "problems": problems}


def _wrong(found: Mapping[str, Any]) -> list[str]:
    return [f"{name}: {found[name]}" for name in COUNTED if found[name]] + list(found["faults"])


def _problems(
    told: Mapping[str, Any], found: Mapping[str, Any], came: Counter[str], people: int
) -> list[str]:
    """Say what did not hold."""
    said = _wrong(found)
    if told["acknowledged"] != told["entries"]:
        said.append(f"{told['entries'] - told['acknowledged']} never acknowledged: {told}")
    sent: Mapping[str, str] = found["sent"]
    if found["reminders_of_the_diary"] != people:
        said.append(f"{found['reminders_of_the_diary']} reminders for {people} diaries")
    if found["forgotten"]:
        said.append(f"{found['forgotten']} reminders forgotten")
    for key, count in came.items():
        if key not in sent:
            said.append("an e-mail that nobody knows of")
        elif count > 1:
            said.append(f"an e-mail that came {count} times; it is {sent[key]}")
        elif sent[key] not in ("sent", "uncertain"):
            said.append(f"an e-mail came that is {sent[key]}")
    said += ["an e-mail is sent, and never came" for k, s in sent.items()
             if s == "sent" and not came[k]]  # fmt: skip
    return said
