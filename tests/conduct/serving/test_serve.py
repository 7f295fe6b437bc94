"""`limen conduct serve`: web and worker together, as somebody at a terminal runs them."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import command
import pytest

pytestmark = pytest.mark.long

LIMEN = [sys.executable, "-c", "from limen.cli import main; main()", "conduct"]
PATIENCE = 60.0  # seconds; a busy machine is slow to start a process


def limen(*words: object) -> str:
    status, printed = command.run([str(word) for word in words])
    assert status == 0, printed
    return printed


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    """A demonstration that is open."""
    folder = tmp_path_factory.mktemp("served") / "study"
    limen("init", folder, "--protocol", "demonstration", "--demonstration")
    limen("open", folder)
    return folder


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@contextmanager
def started(*words: object) -> Iterator[subprocess.Popen[str]]:
    """A verb of `limen conduct`, until the block ends; what it prints lands in a file."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("LIMEN_", "DJANGO_"))}
    process = subprocess.Popen(
        [*LIMEN, *map(str, words)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=environment | {"PYTHONUNBUFFERED": "1"},
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
        try:
            process.communicate(timeout=PATIENCE)
        except (subprocess.TimeoutExpired, ValueError):
            process.kill()
            process.communicate()


def until(said: Callable[[], object], what: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not said():
        assert time.monotonic() < deadline, f"not in time: {what}"
        time.sleep(0.1)


def answer(port: int, path: str = "/healthz", **headers: str) -> tuple[int, str]:
    """The status and text of an answer; 0 if nobody answers."""
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=10) as found:
            return found.status, found.read().decode()
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, refused.read().decode()
    except OSError:
        return 0, ""


def children(pid: int) -> list[int]:
    """The processes that a process started."""
    listed = Path(f"/proc/{pid}/task/{pid}/children")
    if not listed.exists():
        pytest.skip("this system does not list a process's children in /proc")
    return [int(one) for one in listed.read_text().split()]


def runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split(") ")[1][0] != "Z"
    except OSError:
        return False


def test_it_serves_says_where_and_stops_in_order(made):
    port = free_port()
    with started("serve", made, f"--port={port}") as server:
        until(lambda: answer(port) == (200, "ok"), "an answer")
        mine = children(server.pid)
        assert len(mine) == 2
        status, page = answer(port, "/")
        assert status == 200
        (sheet,) = {*re.findall(r'href="(/static/limen/limen\.[^"]+)"', page)}
        assert re.fullmatch(r"/static/limen/limen\.[0-9a-f]{12}\.css", sheet)
        assert answer(port, sheet)[0] == 200
        server.send_signal(signal.SIGINT)
        printed, _ = server.communicate(timeout=PATIENCE)
    assert server.returncode == 0
    assert "The study is at http://localhost:8000/ and its team at" in printed
    assert f"http://127.0.0.1:{port}/" in printed
    assert "Traceback" not in printed
    assert not any(map(runs, mine))
    assert "keeps" not in printed
    limen("verify", made)


def test_a_child_that_is_killed_is_started_again(made):
    port = free_port()
    with started("serve", made, f"--port={port}") as server:
        until(lambda: answer(port)[0] == 200, "an answer")
        time.sleep(1)  # the greeting comes first
        before = children(server.pid)
        for pid in before:
            os.kill(pid, signal.SIGKILL)
        until(
            lambda: (
                len(now := children(server.pid)) == 2
                and not {*now} & {*before}
                and answer(port)[0] == 200
            ),
            "both again",
        )


def test_children_end_when_the_one_who_watches_them_is_killed(made):
    if not sys.platform.startswith("linux"):
        pytest.skip("only Linux can promise that")
    port = free_port()
    with started("serve", made, f"--port={port}") as server:
        until(lambda: answer(port)[0] == 200, "an answer")
        mine = children(server.pid)
        server.kill()
        until(lambda: not any(map(runs, mine)), "their end")
        until(lambda: answer(port)[0] == 0, "silence")


def test_a_port_that_is_taken_is_said_before_anything_starts(made):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        status, said = command.run(["serve", str(made), f"--port={port}"])
    assert status == 2
    assert f"Something listens on 127.0.0.1:{port} already. Stop it, or name another" in said


def test_several_web_processes_on_sqlite_are_refused(made):
    status, said = command.run(["web", str(made), "--workers=2"])
    assert status == 2
    assert "On SQLite one process writes at a time" in said


def test_web_logs_neither_addresses_nor_paths_nor_what_was_malformed(made):
    port = free_port()
    with started("web", made, f"--port={port}") as server:
        until(lambda: answer(port)[0] == 200, "an answer")
        assert answer(port, "/i/7K2M-P0QX-3RTA-9V4C/no/")[0] == 404
        assert answer(port, "/", Host="evil.example.org")[0] == 400
        for nonsense in (b"GET / HTTP/9.9\r\n\r\n", b"anna@example.org\r\n\r\n", b"\x00" * 5000):
            with socket.create_connection(("127.0.0.1", port), timeout=10) as raw:
                raw.sendall(nonsense)
                raw.settimeout(10)
                while raw.recv(1000):
                    pass
        assert answer(port)[0] == 200
        server.terminate()
        printed, _ = server.communicate(timeout=PATIENCE)
    assert server.returncode == 0
    assert "A malformed request was refused." in printed
    for secret in ("127.0.0.1", "7K2M", "anna@example.org", "Host"):
        assert secret not in printed


def test_the_worker_works_alone_and_stops_on_a_signal(made):
    for number in (signal.SIGTERM, signal.SIGINT):
        with started("worker", made, "--interval=0.2") as worker:
            assert worker.stdout is not None
            assert worker.stdout.readline() == "The worker works. Stop it with Ctrl-C.\n"
            time.sleep(0.5)
            assert worker.poll() is None
            worker.send_signal(number)
            printed, _ = worker.communicate(timeout=PATIENCE)
        assert (worker.returncode, printed) == (0, "")


def test_the_server_of_another_folders_database_does_not_start(made, tmp_path):
    import shutil

    other = tmp_path / "other"
    limen("init", other, "--protocol", "demonstration", "--demonstration")
    shutil.copyfile(made / "study.sqlite3", other / "study.sqlite3")
    for verb in ("serve", "web", "worker"):
        status, said = command.run([verb, str(other)])
        assert status == 2
        assert "two studies" in said
