"""Older versions of the format are moved on, step by step."""

from __future__ import annotations

import pytest

from limen.protocol import migrate as migration
from limen.protocol.migrate import migrate


def test_the_current_version_stays_as_it_is():
    data = {"limen": migration.CURRENT, "id": "a"}
    assert migrate(data) is data


@pytest.mark.parametrize("version", [None, "1", 1.5, True, [1]])
def test_what_is_no_version_is_left_to_loading(version):
    assert migrate({"limen": version}) == {"limen": version}


def test_steps_are_taken_one_after_the_other(monkeypatch):
    monkeypatch.setattr(migration, "CURRENT", 3)
    monkeypatch.setattr(
        migration,
        "STEPS",
        {
            1: lambda data: {**data, "limen": 2, "path": [1]},
            2: lambda data: {**data, "limen": 3, "path": [*data["path"], 2]},
        },
    )
    old = {"limen": 1}
    assert migrate(old) == {"limen": 3, "path": [1, 2]}
    assert old == {"limen": 1}
