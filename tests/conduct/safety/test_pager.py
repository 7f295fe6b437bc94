"""Calls through the site's own program or gateway: evidence, and nothing about anybody."""

from __future__ import annotations

import json
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import night
import pytest
from django.test import override_settings

from limen.conduct.core.deployment.configuration import read_configuration
from limen.conduct.core.models import MessageEvent, OutboxMessage
from limen.conduct.core.safety.services import acknowledge
from limen.errors import ConductError

PROGRAM = "import sys; open(sys.argv[1], 'a').write(sys.stdin.read() + sys.argv[2] + '\\n')"


def called() -> OutboxMessage:
    """The message to the pager of who is on call."""
    return OutboxMessage.objects.get(channel="pager")


def evidence() -> list[tuple[str, str]]:
    """What became of it."""
    events = MessageEvent.objects.filter(message=called()).exclude(kind="intended")
    return [(one.kind, one.detail) for one in events]


def test_a_program_is_given_number_and_link(people, anna, tmp_path):
    people.both()
    night.tells(anna)
    file = tmp_path / "called"
    with override_settings(LIMEN_PAGER_COMMAND=[sys.executable, "-c", PROGRAM, str(file)]):
        night.works(2, 10)
        night.works(2, 11)
    (line,) = file.read_text().splitlines()
    said, number = json.loads(line[: line.index("}") + 1]), line[line.index("}") + 1 :]
    assert number == said["to"] == "+371 20 000 000"
    assert said["link"] == "http://testserver/staff/safety/"
    for word in (anna.number, str(anna.code), "LSD", "severe", "ines"):
        assert word not in line
    assert called().state == "sent"
    assert evidence() == [("sent", ""), ("accepted", "the program ended with 0")]


def test_a_program_that_fails_is_uncertain_and_the_next_call_comes_all_the_same(people, anna):
    people.both()
    night.tells(anna)
    with override_settings(LIMEN_PAGER_COMMAND=[sys.executable, "-c", "raise SystemExit(3)"]):
        night.works(2, 10)
    assert called().state == "uncertain"
    assert ("uncertain", "the program ended with 3") in evidence()
    night.works(6, 10)
    assert OutboxMessage.objects.filter(channel="pager").count() == 2


def test_no_such_program_is_uncertain(people, anna):
    people.both()
    night.tells(anna)
    with override_settings(LIMEN_PAGER_COMMAND=["/no/such/program"]):
        night.works(2, 10)
    assert ("uncertain", "the program broke off: FileNotFoundError") in evidence()


class _Gateway(BaseHTTPRequestHandler):
    answers = 200
    taken: list[dict[str, str]] = []  # noqa: RUF012 - one test at a time

    def do_POST(self) -> None:
        """Take a call."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.taken.append(json.loads(body) | {"key": self.headers["Idempotency-Key"]})
        self.send_response(self.answers)
        self.end_headers()

    def log_message(self, *_said: object) -> None:
        """Say nothing."""


@pytest.fixture
def gateway():
    """A text-message gateway at an address."""
    _Gateway.taken.clear()
    server = HTTPServer(("127.0.0.1", 0), _Gateway)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    with override_settings(LIMEN_PAGER_URL=f"http://127.0.0.1:{server.server_port}/send?a=1"):
        yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize(("answers", "state"), [(202, "sent"), (503, "uncertain")])
def test_an_address_is_given_the_same(people, anna, gateway, monkeypatch, answers, state):
    monkeypatch.setattr(_Gateway, "answers", answers)
    people.both()
    night.tells(anna)
    night.works(2, 10)
    (said,) = _Gateway.taken
    assert said["to"] == "+371 20 000 000"
    assert said["key"] == said["id"]
    assert anna.number not in json.dumps(said)
    assert called().state == state
    assert evidence()[-1][1] == f"it answered {answers}"


def test_an_address_that_does_not_answer_is_tried_again(people, anna):
    people.both()
    night.tells(anna)
    with override_settings(LIMEN_PAGER_URL="http://127.0.0.1:9/"):
        night.works(2, 10)
    assert called().state == "waiting"
    assert evidence()[0][0] == "refused"


def test_what_is_acknowledged_is_not_called_any_more(people, anna):
    people.both()
    night.tells(anna)
    with override_settings(LIMEN_PAGER_URL="http://127.0.0.1:9/"):
        night.works(2, 10)
        acknowledge(anna.alerts.get(), member=people.ines, words="I have it")
        night.works(2, 20)
    assert called().state == "cancelled"
    assert ("cancelled", "somebody has acknowledged") in evidence()


def test_the_settings_file_says_how(tmp_path):
    file = tmp_path / "limen-conduct.toml"
    file.write_text('[safety]\npager_command = ["/bin/page", "-q"]\ncall_again_minutes = 15\n')
    found = read_configuration(file, tmp_path / "study.sqlite3").safety
    assert found.pager_command == ("/bin/page", "-q")
    assert found.call_again_minutes == 15
    for wrong in ('pager_url = "gateway"', "call_again_minutes = 0",
                  'pager_url = "https://a"\npager_command = ["b"]'):  # fmt: skip
        file.write_text(f"[safety]\n{wrong}\n")
        with pytest.raises(ConductError, match="something wrong"):
            read_configuration(file, tmp_path / "study.sqlite3")
