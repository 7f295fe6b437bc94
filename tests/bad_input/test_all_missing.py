"""Nothing was observed: of one outcome, of a covariate, of all."""

from __future__ import annotations

from collections.abc import Callable

from bad_input import by_key
from studies import Study


def test_no_score_of_an_outcome(at: Callable, short_study: Study) -> None:
    scores = [
        {**row, "score": "" if row["instrument"] == "pss10" else row["score"]}
        for row in short_study.dataset.rows("scores")
    ]
    study = short_study.with_tables(scores=scores).planning("model", "last")
    report = at(study).report()
    assert any("'stress' has no score at its occasions" in each for each in report["findings"])
    results = by_key(report)
    assert results["model.stress"]["status"] == "REFUSED"
    assert "no value was observed" in results["model.stress"]["message"]
    assert results["model.wellbeing"]["status"] == "DONE"


def test_no_score_at_all(at: Callable, short_study: Study) -> None:
    report = at(short_study.with_tables(scores=[])).report()
    assert any("40 of 40 have no score at all" in each for each in report["findings"])
    answered = {r["key"] for r in report["results"] if r["estimates"]}
    assert answered == {"pressure.systolic", "blinding", "events"}


def test_no_value_of_a_covariate(at: Callable, short_study: Study) -> None:
    people = [{**row, "age_years": ""} for row in short_study.dataset.rows("participants")]
    study = short_study.with_tables(participants=people).planning("model", "last")
    results = by_key(at(study).report())
    assert results["model.wellbeing"]["status"] == "REFUSED"
    assert "age" in results["model.wellbeing"]["message"]
    assert results["last.wellbeing"]["status"] == "DONE"


def test_no_level_of_a_stratum(at: Callable, short_study: Study) -> None:
    """Lists cannot be redrawn within strata that nobody recorded."""
    people = [{**r, "sex": "", "stratum": ""} for r in short_study.dataset.rows("participants")]
    study = short_study.with_tables(participants=people).planning("redrawn")
    message = by_key(at(study).report())["redrawn.wellbeing"]["message"]
    assert "balanced for 'sex', which is not known of 40 of 40" in message
