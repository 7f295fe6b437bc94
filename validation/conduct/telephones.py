"""`python -m validation.conduct.telephones FOLDER ORDER`: telephones that send their entries.

Moments are drawn before the first request: uniformly over `seconds`, so that arrivals come in
bursts as a Poisson process has them, and no slow answer delays the next one. How long an answer
took is measured from the moment that was drawn. ORDER is JSON: `port`, `seconds`, `seed`, `twice`
and `cut` (the parts of the entries that are sent twice at once, and whose connection is cut before
the answer, to be sent again), `retries` (seconds for which a telephone tries again what failed; 0:
never); `first` and `count` say which entries of the plan, if not all. Writes FOLDER/../answers.json
and prints a summary.
"""

from __future__ import annotations

import asyncio
import json
import random
import secrets
import sys
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

_PATIENCE = 60.0  # seconds until a telephone gives an answer up
_AGAIN = 0.25  # seconds until it tries again
_FAULTS = (OSError, EOFError, TimeoutError, asyncio.IncompleteReadError)
Pair = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Lines:
    """Connections to the server that are kept for the next request."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.free: list[Pair] = []

    async def send(self, request: bytes) -> tuple[int, str]:
        """Send a request; return status and body. Raises one of `_FAULTS` without an answer."""
        fresh = not self.free
        pair = await self._new() if fresh else self.free.pop()
        try:
            return await self._exchange(pair, request)
        except (OSError, asyncio.IncompleteReadError):
            pair[1].close()
            if fresh:
                raise
        self.free.clear()  # they were kept for too long
        return await self._exchange(await self._new(), request)

    async def cut(self, request: bytes, after: float) -> None:
        """Send a request, and hang up before the answer."""
        _, writer = await self._new()
        writer.write(request)
        await writer.drain()
        await asyncio.sleep(after)
        writer.transport.abort()

    async def _new(self) -> Pair:
        return await asyncio.open_connection("127.0.0.1", self.port)

    async def _exchange(self, pair: Pair, request: bytes) -> tuple[int, str]:
        reader, writer = pair
        writer.write(request)
        head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), _PATIENCE)
        first, *lines = head.decode("latin-1").split("\r\n")
        headers = dict(line.lower().partition(": ")[::2] for line in lines if line)
        body = await reader.readexactly(int(headers.get("content-length", 0)))
        if headers.get("connection") == "close":
            writer.close()
        else:
            self.free.append(pair)
        return int(first.split()[1]), body.decode()


class Telephone:
    """One participant's device on the evening of the load."""

    def __init__(self, entry: dict[str, Any], lines: Lines) -> None:
        self.entry, self.lines = entry, lines
        csrf = secrets.token_hex(16)
        fields = entry["form"] | {
            "csrfmiddlewaretoken": csrf,
            "client_id": entry["client_id"],
            "page_mark": entry["page_mark"],
        }
        body = urlencode(fields).encode()
        head = (
            f"POST {entry['path']} HTTP/1.1\r\nHost: localhost\r\nAccept: application/json\r\n"
            f"Cookie: limen_device={entry['token']}; limen_form={csrf}\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        self.request = head.encode() + body
        self.told: list[str] = []  # what each try came to: a status, or a fault's name

    async def send(self, *, retries: float) -> bool:
        """Send until it is acknowledged, for so long; return whether it is."""
        deadline = time.monotonic() + retries
        while not await self._try():
            if time.monotonic() > deadline:
                return False
            await asyncio.sleep(_AGAIN)
        return True

    async def _try(self) -> bool:
        try:
            status, body = await self.lines.send(self.request)
        except _FAULTS as fault:
            self.told.append(type(fault).__name__)
            return False
        self.told.append(str(status))
        return status == 200 and json.loads(body)["to"] == f"/received/{self.entry['client_id']}/"


async def run(plan: dict[str, Any], order: dict[str, Any]) -> list[dict[str, Any]]:
    """Send every entry at its moment; return what became of each."""
    drawn, lines = random.Random(order["seed"]), Lines(order["port"])
    moments = sorted(drawn.uniform(0, order["seconds"]) for _ in plan["entries"])
    ways = [_way(drawn.random(), order) for _ in moments]
    phones = [Telephone(entry, lines) for entry in plan["entries"]]
    began = time.monotonic() + 0.2

    async def one(phone: Telephone, moment: float, way: str) -> dict[str, Any]:
        await asyncio.sleep(began + moment - time.monotonic())
        late = time.monotonic() - began - moment
        if way == "cut":
            try:
                await lines.cut(phone.request, drawn.uniform(0, 0.03))
            except OSError as fault:
                phone.told.append(type(fault).__name__)
        tries = [phone.send(retries=order["retries"]) for _ in range(1 + (way == "twice"))]
        acknowledged = await asyncio.gather(*tries)
        return {
            "client_id": phone.entry["client_id"],
            "way": way,
            "acknowledged": any(acknowledged),
            "both": all(acknowledged),
            "seconds": time.monotonic() - began - moment,
            "late": late,
            "told": phone.told,
        }

    return await asyncio.gather(*map(one, phones, moments, ways))


def _way(draw: float, order: dict[str, Any]) -> str:
    if draw < order["twice"]:
        return "twice"
    return "cut" if draw < order["twice"] + order["cut"] else "once"


def percentile(values: list[float], part: float) -> float:
    """Return the value below which a part of them lies (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


def summary(answers: list[dict[str, Any]]) -> dict[str, Any]:
    """Return counts, and how long those that were sent in the ordinary way took, in seconds."""
    once = [one["seconds"] for one in answers if one["acknowledged"] and one["way"] == "once"]
    told: dict[str, int] = {}
    for one in answers:
        for word in one["told"]:
            told[word] = told.get(word, 0) + 1
    return {
        "entries": len(answers),
        "acknowledged": sum(one["acknowledged"] for one in answers),
        "sent_twice": sum(one["way"] == "twice" for one in answers),
        "cut_and_sent_again": sum(one["way"] == "cut" for one in answers),
        "answers": told,
        "p50": round(percentile(once, 0.50), 4) if once else None,
        "p95": round(percentile(once, 0.95), 4) if once else None,
        "p99": round(percentile(once, 0.99), 4) if once else None,
        "largest": round(max(once), 4) if once else None,
        "telephones_late_by": round(max(one["late"] for one in answers), 4),
    }


def main() -> None:
    """Send the plan's entries."""
    folder, order = Path(sys.argv[1]), json.loads(sys.argv[2])
    plan = json.loads((folder.parent / "plan.json").read_text(encoding="utf-8"))
    first = order.get("first", 0)
    plan["entries"] = plan["entries"][first : first + order.get("count", len(plan["entries"]))]
    answers = asyncio.run(run(plan, order))
    (folder.parent / "answers.json").write_text(json.dumps(answers), encoding="utf-8")
    print(json.dumps(summary(answers)))


if __name__ == "__main__":
    main()
