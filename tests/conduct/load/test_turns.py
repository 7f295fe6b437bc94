"""On SQLite the threads of a process stand in line; whoever fails leaves it."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, connections

from limen.conduct.core.actor import Actor
from limen.conduct.core.models import AuditEntry
from limen.conduct.core.trail import chain, recording

BY = Actor("system", "test")


def test_who_writes_has_the_turn_and_gives_it_back(on_each_database: object) -> None:
    with recording("turn.had", by=BY):
        assert chain._TURN.locked() == (connection.vendor == "sqlite")
    assert not chain._TURN.locked()
    with pytest.raises(LookupError), recording("turn.had", by=BY):
        raise LookupError
    assert not chain._TURN.locked()


def test_others_wait_for_their_turn(study: object) -> None:
    waits, order = threading.Event(), []

    def other() -> None:
        waits.set()
        with recording("turn.second", by=BY):
            order.append("second")
        connections.close_all()

    thread = threading.Thread(target=other)
    with recording("turn.first", by=BY):
        thread.start()
        assert waits.wait(10)
        thread.join(0.2)
        order.append("first")
    thread.join(30)
    assert order == ["first", "second"]
    assert list(AuditEntry.objects.filter(event__startswith="turn.").values_list("event", flat=True)
                .order_by("number")) == ["turn.first", "turn.second"]  # fmt: skip


def test_who_waits_too_long_tries_without_a_turn(
    study: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chain, "_LONGEST", 0.05)
    with chain._TURN:
        with recording("turn.without", by=BY):
            pass
        assert chain._TURN.locked()  # it is not ours to give back
    assert AuditEntry.objects.filter(event="turn.without").count() == 1
