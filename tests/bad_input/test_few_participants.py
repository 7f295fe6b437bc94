"""Nobody, one participant, and so few that most models do not exist."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bad_input import by_key
from studies import Study


def test_nobody(at: Callable, short_study: Study) -> None:
    told = at(short_study.only(0)).refused()
    assert "The dataset has no participants, so there is nothing to analyse." in told


def test_one_participant(at: Callable, parallel_study: Study) -> None:
    place = at(parallel_study.only(1))
    report = place.report()
    assert (
        "participants: there is one participant only: nothing can be compared."
        in report["findings"]
    )
    assert {result["status"] for result in report["results"]} == {"REFUSED"}
    last = by_key(report)["last.wellbeing"]["message"]
    assert "one participant" in last
    assert "a comparison needs two or more" in last
    assert place.check()[0] == 0


@pytest.mark.parametrize("people", [2, 3, 6])
def test_a_handful(at: Callable, parallel_study: Study, people: int) -> None:
    """Whatever can be answered is; the rest has a reason; no estimate is without an error."""
    report = at(parallel_study.only(people)).report()
    for result in report["results"]:
        assert result["estimates"] or result["tables"] or result["message"], result["key"]
        if result["status"] in ("REFUSED", "FAILED"):
            assert len(result["message"]) > 40
            assert not result["estimates"]


def test_one_participant_in_an_arm(at: Callable, parallel_study: Study) -> None:
    """What needs two in each arm says so; a model that borrows its spread still answers."""
    first, *rest = parallel_study.dataset.participants
    arms = {first: "MD", **dict.fromkeys(rest, "PL")}
    results = by_key(at(parallel_study.with_arms(arms)).report())
    for key in ("imputed.wellbeing_change", "dynamics.distress", "reactivity.reactivity"):
        assert results[key]["status"] == "REFUSED"
        assert "LSD 10 micrograms" in results[key]["message"]
    assert results["last.wellbeing"]["status"] == "DONE"
