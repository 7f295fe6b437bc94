"""People who want reminders, and workers in other processes."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import servers
from sink import Sink

from limen.conduct.core import clock
from limen.conduct.core.actor import Actor
from limen.conduct.core.messages import ask_confirmation
from limen.conduct.core.messages.address import confirm_email
from limen.conduct.core.messages.links import Use, address_token
from limen.conduct.core.models import ContactDetail, OutboxMessage, Participant, Site
from limen.conduct.core.occasions.services import begin_study
from limen.conduct.core.services.invite import invite

BY = Actor("system", "test")
START = date(2026, 3, 23)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


MADE = at("2026-03-01T12:00")
# diary.1 in Amsterdam: opens 17:00, reminders 19:00 (push) and 21:00 (e-mail), closes 22:30
OPENS, FIRST, SECOND = (at(f"2026-03-23T{time}") for time in ("17:01", "19:00", "21:00"))
CLOSES = at("2026-03-23T22:30")


def begun(*, wants: bool = True, zone: str = "") -> Participant:
    """Somebody in Amsterdam whose first diary is due on 23 March; `wants` reminders by e-mail."""
    with clock.as_of(MADE):
        one = invite(Site.objects.first(), by=BY, zone=zone or "Europe/Amsterdam").participant
        begin_study(one, start=START, by=BY)
        if wants:
            confirmed(one, f"somebody-{one.pk}@example.org")
    return Participant.objects.get(pk=one.pk)


def confirmed(one: Participant, email: str) -> None:
    """Let somebody ask for reminders and confirm the address; the e-mail for it is not sent."""
    ask_confirmation(one, email, by=BY)
    OutboxMessage.objects.filter(participant=one).update(state="cancelled", settled_at=MADE)
    contact = ContactDetail.objects.get(participant=one, kind="email")
    assert confirm_email(address_token(Use.CONFIRM, contact))


class Nursery:
    """Workers in other processes, on the database of this test."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def raise_workers(
        self, now: datetime, post: Sink, *, workers: int = 1, ends: str = ""
    ) -> list[int]:
        """Start workers; return their process ids. Each works until nothing is left to do."""
        order = {"now": now.isoformat(), "port": post.port, "workers": workers, "ends": ends}
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        return self._answer()

    def wait(self) -> list[int]:
        """Wait for all of them; return the signal that ended each, 0 for none."""
        return self._answer()

    def _answer(self) -> list[int]:
        assert self._process.stdout is not None
        answer: list[int] = json.loads(self._process.stdout.readline())
        return answer


@contextmanager
def nursery(folder: Path) -> Iterator[Nursery]:
    """A place that raises workers, for the duration of the block."""
    with servers.apart(folder) as environment:
        command = [sys.executable, str(Path(__file__).with_name("nursery.py"))]
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
            text=True,
        )
        try:
            yield Nursery(process)
        finally:
            assert process.stdin is not None
            process.stdin.close()
            process.wait(30)
            assert process.stdout is not None
            process.stdout.close()
