"""An outcome that is the same for everybody at every occasion."""

from __future__ import annotations

from collections.abc import Callable

from bad_input import by_key
from studies import Study

OF_WELLBEING = (
    *("model.wellbeing", "last.wellbeing", "adjusted.wellbeing", "stratified.wellbeing"),
    *("curve.wellbeing", "direct.wellbeing", "redrawn.wellbeing"),
)
OF_CHANGE = (
    *("change.wellbeing_change", "changed.wellbeing_change"),
    *("imputed.wellbeing_change", "tipping.wellbeing_change"),
)


def test_every_analysis_of_it_is_refused(at: Callable, parallel_study: Study) -> None:
    scores = [
        {**row, "score": 50 if row["instrument"] == "wemwbs" else row["score"]}
        for row in parallel_study.dataset.rows("scores")
    ]
    report = at(parallel_study.with_tables(scores=scores)).report()
    assert any("'wellbeing' is 50 wherever it was scored" in each for each in report["findings"])
    results = by_key(report)
    for keys, value in ((OF_WELLBEING, "50"), (OF_CHANGE, "0")):
        for key in keys:
            assert results[key]["status"] == "REFUSED", key
            assert f"every observed value is {value}" in results[key]["message"]
            assert "check how it was scored" in results[key]["message"]
    assert results["model.stress"]["status"] == "DONE"
    assert "a family with a hole" in results["multiplicity.family"]["message"]


def test_a_diary_that_never_changes(at: Callable, parallel_study: Study) -> None:
    scores = [
        {**row, "score": 7 if row["instrument"] == "limen_stressors" else row["score"]}
        for row in parallel_study.dataset.rows("scores")
    ]
    plan = ("reactivity", "dynamics")
    results = by_key(at(parallel_study.with_tables(scores=scores).planning(*plan)).report())
    assert "stressors of the run-in hardly vary" in results["reactivity.reactivity"]["message"]
    assert results["dynamics.distress"]["status"] == "DONE"


def test_an_outcome_that_is_the_arm(at: Callable, parallel_study: Study) -> None:
    """Nothing varies within the arms: no number is shown without a word on it."""
    arm = parallel_study.unsealed.arm_of
    scores = [
        {**row, "score": {"PL": 40, "MD": 50}[arm[row["participant"]]]}
        if row["instrument"] == "wemwbs" and row["occasion"] != "baseline"
        else row
        for row in parallel_study.dataset.rows("scores")
    ]
    plan = ("model", "last", "curve", "redrawn")
    results = by_key(at(parallel_study.with_tables(scores=scores).planning(*plan)).report())
    for key in ("model.wellbeing", "last.wellbeing"):
        assert results[key]["status"] == "FAILED"
        assert not results[key]["estimates"]
    for key in ("curve.wellbeing", "redrawn.wellbeing"):
        assert results[key]["status"] == "WARNED"
        assert "zero but for rounding" in results[key]["warnings"][0]
