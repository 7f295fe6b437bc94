"""What strikes a server while people answer: processes killed, connections cut, a full disk."""

from __future__ import annotations

import random
import resource
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from validation.conduct.served import Kept, Served, kill

KILLS = ("page process", "web server", "worker", "all")
CUTS = ("connections", "database process")  # of PostgreSQL


@dataclass
class Blows:
    """Draws who is struck next, and strikes; counts who was hit."""

    served: Served
    processes: Sequence[Kept]
    drawn: random.Random
    struck: Counter[str] = field(default_factory=Counter)

    def strike(self) -> None:
        """Strike once."""
        kinds = KILLS if self.served.database == "sqlite" else KILLS + CUTS
        kind = self.drawn.choice(kinds)
        self.struck[kind] += self._strike(kind)

    def _strike(self, kind: str) -> bool:
        if kind in CUTS:
            return self._cut(kind)
        first, *others = (one.family for one in self.processes)
        if others:  # web and worker apart
            (second,) = others
            victims = {
                "page process": first[1:][:1],
                "web server": first[:1],
                "worker": second[:1],
                "all": first + second,
            }[kind]
        else:  # `serve`: its children, or all that there is
            victims = first if kind == "all" else first[1:] and [self.drawn.choice(first[1:])]
        return sum(kill(pid) for pid in victims) > 0

    def _cut(self, kind: str) -> bool:
        """End the server's connections to PostgreSQL; or `kill -9` one: all of it restarts."""
        import psycopg

        with suppress(psycopg.Error), psycopg.connect(self.served.url, autocommit=True) as line:
            others = "FROM pg_stat_activity WHERE application_name = 'limen'"
            if kind == "connections":
                found = line.execute(f"SELECT pg_terminate_backend(pid) {others}").fetchall()
                return bool(found)
            found = line.execute(f"SELECT pid {others}").fetchall()
            return bool(found) and kill(self.drawn.choice(found)[0])
        return False


@contextmanager
def nothing_can_be_written(served: Served, web: Kept) -> Iterator[None]:
    """A disk without a byte left for the pages on SQLite; PostgreSQL that only lets read."""
    if served.database == "sqlite":
        before = {pid: resource.prlimit(pid, resource.RLIMIT_FSIZE) for pid in web.family}
        for pid, (_, hard) in before.items():
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, hard))
        yield
        for pid, limits in before.items():
            resource.prlimit(pid, resource.RLIMIT_FSIZE, limits)
        return
    import psycopg

    with psycopg.connect(served.url, autocommit=True) as line:
        ends = (
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
        )
        ends += " AND datname = current_database()"
        for value in ("on", "off"):
            line.execute("SET default_transaction_read_only = off")
            line.execute(f"ALTER DATABASE study SET default_transaction_read_only = {value}")
            line.execute(ends)
            if value == "on":
                yield
