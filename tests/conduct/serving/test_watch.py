"""The watch over children: who dies young at the start ends it, who dies later comes back."""

from __future__ import annotations

import sys
from itertools import pairwise

import pytest

from limen.conduct.serving import watch as room
from limen.conduct.serving.watch import Child, Watch


@pytest.fixture(autouse=True)
def _signals(monkeypatch):
    """Leave the signals of the process that runs the tests alone."""
    monkeypatch.setattr(room.signal, "signal", lambda number, handler: None)


def python(code: str) -> list[str]:
    return [sys.executable, "-S", "-c", code]


def test_a_child_that_cannot_start_ends_it_all_with_code_1():
    lives = Child("one", python("import time; time.sleep(100)"))
    dies = Child("two", python("raise SystemExit(3)"))
    watch = Watch([lives, dies], ready=lambda: False, greet=lambda: None)
    assert watch.run() == 1
    assert not lives.runs


def test_a_child_that_dies_later_is_started_again_after_a_growing_pause(monkeypatch):
    monkeypatch.setattr(room, "_NAP", 0.01)
    starts = []
    child = Child("one", python("raise SystemExit(3)"))
    begin = child.start
    watch = Watch([child], ready=lambda: True, greet=lambda: None)
    watch.greeted = True

    def start() -> None:
        starts.append(room.time.monotonic())
        watch.stopping = len(starts) == 4
        begin()

    monkeypatch.setattr(child, "start", start)
    assert watch.run() == 0
    pauses = [after - before for before, after in pairwise(starts)]
    assert pauses[1] >= 1.0
    assert pauses[2] >= 3.0


def test_it_greets_once_when_it_is_ready(monkeypatch):
    monkeypatch.setattr(room, "_NAP", 0.01)
    greetings = []
    looks = iter([False, True, True, True])

    def ready() -> bool:
        return next(looks)

    child = Child("one", python("import time; time.sleep(100)"))
    watch = Watch([child], ready=ready, greet=lambda: greetings.append(1))

    def greet() -> None:
        greetings.append(1)
        watch.stopping = True

    watch.greet = greet
    assert watch.run() == 0
    assert greetings == [1]
    assert not child.runs
