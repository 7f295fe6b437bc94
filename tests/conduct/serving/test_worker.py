"""Rounds of the worker: what fails is logged and tried again, and what is left over is swept up."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta

from django.contrib.sessions.models import Session
from django.db import OperationalError

from limen.conduct.core import clock, throttle
from limen.conduct.core.models import FailedAttempts
from limen.conduct.core.services import erase as erasing
from limen.conduct.serving import worker as room
from limen.conduct.serving.worker import Worker


def test_a_round_sweeps_up_and_forgets(study, anna, by, deployment, monkeypatch):
    monkeypatch.setattr(erasing, "sweep_again", lambda: False)
    assert erasing.erase(anna, by=by) is False
    with clock.as_of(datetime.now(UTC) - timedelta(days=1)):
        throttle.failed("code:7K2M")
    for days in (-1, 1):
        Session.objects.create(
            session_key=f"of-{days}", expire_date=datetime.now(UTC) + timedelta(days=days)
        )
    Worker().round()
    assert [session.session_key for session in Session.objects.all()] == ["of-1"]
    assert deployment.keys.unswept() == frozenset()
    assert not FailedAttempts.objects.exists()


def test_what_fails_is_logged_without_a_word_of_it_and_the_rest_is_done(study, monkeypatch, caplog):
    done = []

    def away(**_):
        raise OperationalError("anna@example.org could not be reached")

    monkeypatch.setattr(room, "tick", away)
    monkeypatch.setattr(room, "sweep_again", lambda: done.append("swept"))
    with caplog.at_level(logging.ERROR):
        Worker().round()
    assert caplog.messages == ["The worker failed at what is due: OperationalError"]
    assert done == ["swept"]


def test_the_worker_says_who_it_is(study, monkeypatch):
    names = []
    monkeypatch.setattr(room, "tick", lambda *, worker, looks_back: names.append(worker))
    one = Worker()
    one.round()
    assert names == [one.name]
    assert len(one.name) <= 60
