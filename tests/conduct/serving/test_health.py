"""`/healthz`: yes or no, and nothing else."""

from __future__ import annotations

import servers
from django.test import Client


def test_it_says_ok_while_the_database_answers(on_each_database):
    answer = Client().get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-store"
    assert not answer.cookies


def test_it_says_no_when_there_is_no_study(deployment):
    with servers.empty_sqlite():
        answer = Client().get("/healthz")
    assert (answer.status_code, answer.content) == (503, b"no database")


def test_it_only_answers_questions(study):
    assert Client().post("/healthz").status_code == 405
