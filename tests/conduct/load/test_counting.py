"""The counting itself: what is lost, double or forgotten is found."""

from __future__ import annotations

import json
from collections import Counter

import pytest
from validation.conduct.served import EVENING, demonstration
from validation.conduct.telephones import percentile, summary
from validation.conduct_kills import _problems

pytestmark = pytest.mark.long

HELD = {
    "lost": 0,
    "double": 0,
    "strange": 0,
    "not_as_sent": 0,
    "impossible_occasions": 0,
    "entries_of_the_trail_too_many": 0,
    "faults": [],
    "sent": {"<a>": "sent", "<b>": "uncertain", "<c>": "cancelled"},
    "reminders_of_the_diary": 3,
    "forgotten": 0,
}
TOLD = {"entries": 5, "acknowledged": 5}


def test_a_round_in_which_all_held_has_no_problems() -> None:
    for came in ({"<a>": 1}, {"<a>": 1, "<b>": 1}):
        assert _problems(TOLD, HELD, Counter(came), 3) == []


@pytest.mark.parametrize(
    ("changed", "came", "said"),
    [
        ({"lost": 1}, {"<a>": 1}, "lost: 1"),
        ({"double": 2}, {"<a>": 1}, "double: 2"),
        ({"faults": ["entry 7"]}, {"<a>": 1}, "entry 7"),
        ({"forgotten": 1}, {"<a>": 1}, "1 reminders forgotten"),
        ({"reminders_of_the_diary": 2}, {"<a>": 1}, "2 reminders for 3 diaries"),
        ({}, {"<a>": 2}, "came 2 times"),
        ({}, {"<a>": 1, "<c>": 1}, "came that is cancelled"),
        ({}, {"<a>": 1, "<z>": 1}, "nobody knows of"),
        ({}, {}, "never came"),
    ],
)
def test_each_broken_promise_is_said(
    changed: dict[str, object], came: dict[str, int], said: str
) -> None:
    (problem,) = _problems(TOLD, HELD | changed, Counter(came), 3)
    assert said in problem


def test_what_was_acknowledged_and_is_not_there_is_counted_as_lost() -> None:
    with demonstration("sqlite") as served:
        order = {"people": 2, "sends": 2, "seed": 1, "reminded": False, "invited": 0}
        order["at"] = served.evening(*EVENING).isoformat()
        served.apart("crowd", json.dumps(order))
        place = served.folder.parent
        entries = json.loads((place / "plan.json").read_text())["entries"]
        told = [{"client_id": entries[0]["client_id"], "acknowledged": True}]
        (place / "answers.json").write_text(json.dumps(told))
        found = served.apart("found")
    assert (found["acknowledged"], found["stored"], found["lost"]) == (1, 0, 1)


def test_times_are_of_those_sent_once_and_acknowledged() -> None:
    def answer(seconds: float, way: str = "once", acknowledged: bool = True) -> dict[str, object]:
        told = ["200"] if acknowledged else ["500"]
        return {
            "seconds": seconds,
            "way": way,
            "acknowledged": acknowledged,
            "late": 0.0,
            "told": told,
        }

    answers = [answer(number / 100) for number in range(1, 101)]
    said = summary([*answers, answer(9.0, "cut"), answer(9.0, acknowledged=False)])
    assert (said["p50"], said["p95"], said["largest"]) == (0.51, 0.96, 1.0)
    assert said["acknowledged"] == 101
    assert said["answers"] == {"200": 101, "500": 1}
    assert percentile([3.0, 1.0, 2.0], 0.5) == 2.0
