"""Public data: found here, or downloaded once, verified, and kept."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from limen.dataset import fetch as room
from limen.dataset.fetch import PublicDataset, PublicFile, fetch, find
from limen.errors import FetchError

CONTENT = {"one.csv": b"a,b\n1,2\n" * 20_000, "two.csv": b"c\n3\n"}
FILES = tuple(PublicFile(n, len(c), sha256(c).hexdigest()) for n, c in CONTENT.items())
Answer = Callable[[BaseHTTPRequestHandler, bytes], None]


def whole(handler: BaseHTTPRequestHandler, content: bytes) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(content)))
    handler.end_headers()
    handler.wfile.write(content)


def truncated(handler: BaseHTTPRequestHandler, content: bytes) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(content)))
    handler.end_headers()
    handler.wfile.write(content[: len(content) // 2])


def another(handler: BaseHTTPRequestHandler, content: bytes) -> None:
    whole(handler, content[::-1])


def endless(handler: BaseHTTPRequestHandler, content: bytes) -> None:
    handler.send_response(200)
    handler.end_headers()
    for _ in range(1000):
        handler.wfile.write(content * 10)


def missing(handler: BaseHTTPRequestHandler, content: bytes) -> None:
    handler.send_error(404)


def broken(handler: BaseHTTPRequestHandler, content: bytes) -> None:
    handler.send_error(503)


class Server(ThreadingHTTPServer):
    """Answers from the loopback; `answer` says how, `asked` what for."""

    daemon_threads = True
    answer: Answer = staticmethod(whole)
    asked: list[str]

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is part of the test."""


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        self.server.answer(self, CONTENT[self.path.rpartition("/")[2]])

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[Server]:
    with Server(("127.0.0.1", 0), Handler) as running:
        running.asked = []
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield running
        running.shutdown()
        thread.join()


@pytest.fixture(autouse=True)
def place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A data set of two small files, an empty cache, no LIMEN_DATA_DIR, no proxy."""
    data = replace(room.SELF_BLINDING, files=FILES)
    monkeypatch.setattr(room, "PUBLIC", {data.name: data})
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("LIMEN_DATA_DIR", raising=False)
    monkeypatch.setenv("no_proxy", "*")
    return tmp_path / "cache" / "limen" / "self_blinding"


def address(server: Server) -> str:
    return f"http://127.0.0.1:{server.server_address[1]}/data"


def test_it_downloads_verifies_and_keeps(server: Server, place: Path) -> None:
    told: list[str] = []
    assert fetch("self-blinding", url=address(server), progress=told.append) == place
    assert {path.name: path.read_bytes() for path in place.iterdir()} == CONTENT
    assert len(told) == 3
    assert "one.csv" in told[0]

    assert fetch("self_blinding", url="http://127.0.0.1:1") == place  # from the cache
    assert server.asked == ["/data/one.csv", "/data/two.csv"]
    assert find("self-blinding") == place


def test_limen_data_dir_comes_first(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, server: Server
) -> None:
    given = tmp_path / "given" / "self_blinding"
    given.mkdir(parents=True)
    for name, content in CONTENT.items():
        (given / name).write_bytes(content)
    monkeypatch.setenv("LIMEN_DATA_DIR", str(tmp_path / "given"))
    assert fetch("self-blinding", url=address(server)) == given
    assert server.asked == []

    (given / "one.csv").write_bytes(b"something else")
    with pytest.raises(FetchError, match=r"one\.csv: does not have SHA-256"):
        fetch("self-blinding", url=address(server))


def test_an_incomplete_limen_data_dir_is_passed_over(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, server: Server, place: Path
) -> None:
    monkeypatch.setenv("LIMEN_DATA_DIR", str(tmp_path))
    assert fetch("self-blinding", url=address(server)) == place


def test_a_spoilt_cache_is_fetched_again(server: Server, place: Path) -> None:
    place.mkdir(parents=True)
    (place / "one.csv").write_bytes(b"half")
    (place / "two.csv").write_bytes(CONTENT["two.csv"])
    fetch("self-blinding", url=address(server))
    assert (place / "one.csv").read_bytes() == CONTENT["one.csv"]
    assert server.asked == ["/data/one.csv"]


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (missing, "answered 404"),
        (broken, "answered 503"),
        (another, "gave another file"),
        (truncated, r"ended after|IncompleteRead"),
        (endless, "gave another file"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_failure_says_what_to_do_and_leaves_nothing(
    server: Server, place: Path, answer: Answer, says: str
) -> None:
    server.answer = answer
    with pytest.raises(FetchError, match=says) as caught:
        fetch("self-blinding", url=address(server))
    assert str(place) in str(caught.value)
    assert "43bb44cc8b6b79536e4b2afd0a7c724e90f137f7/data/one.csv" in str(caught.value)
    assert FILES[0].sha256 in str(caught.value)
    assert not place.exists() or list(place.iterdir()) == []


def test_no_network(place: Path) -> None:
    with pytest.raises(FetchError, match="could not be read"):
        fetch("self-blinding", url="http://127.0.0.1:1/data", timeout_seconds=2)
    assert not place.exists()


def test_a_server_that_says_nothing(server: Server) -> None:
    stop = threading.Event()
    server.answer = lambda handler, content: stop.wait(5) and None
    with pytest.raises(FetchError, match="timed out"):
        fetch("self-blinding", url=address(server), timeout_seconds=0.2)
    stop.set()


def test_only_the_web_is_asked() -> None:
    with pytest.raises(FetchError, match="must begin with http"):
        fetch("self-blinding", url="file:///etc")


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(FetchError, match="Did you mean 'self-blinding'"):
        fetch("self-blindin")


def test_a_cache_that_cannot_be_written_is_said(
    server: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    with pytest.raises(FetchError, match="cannot be written"):
        fetch("self-blinding", url=address(server))


def test_the_published_files_are_the_ones_expected(self_blinding_folder: Path) -> None:
    data: PublicDataset = room.SELF_BLINDING
    for file in data.files:
        content = (self_blinding_folder / file.name).read_bytes()
        assert (len(content), sha256(content).hexdigest()) == (file.size, file.sha256)
