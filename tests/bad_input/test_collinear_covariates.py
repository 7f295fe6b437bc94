"""Covariates that repeat each other, or the arms."""

from __future__ import annotations

from collections.abc import Callable

from bad_input import by_key
from studies import Study


def test_a_covariate_that_repeats_the_arms(at: Callable, short_study: Study) -> None:
    people = [
        {**row, "age_years": 40 + int(active)}
        for row, active in zip(
            short_study.dataset.rows("participants"), short_study.active, strict=True
        )
    ]
    plan = ("change", "model", "imputed", "tipping", "last")
    results = by_key(at(short_study.with_tables(participants=people).planning(*plan)).report())
    for key in ("change.wellbeing_change", "model.wellbeing", "imputed.wellbeing_change"):
        assert results[key]["status"] == "REFUSED", key
        assert "the fixed effects cannot be told apart" in results[key]["message"]
        assert "'age'" in results[key]["message"]
        assert "Drop 'age'" in results[key]["message"]
    assert results["last.wellbeing"]["status"] == "DONE"


def test_a_covariate_that_never_varies(at: Callable, short_study: Study) -> None:
    people = [{**row, "age_years": 40} for row in short_study.dataset.rows("participants")]
    study = short_study.with_tables(participants=people).planning("model")
    message = by_key(at(study).report())["model.wellbeing"]["message"]
    assert "Column 'age' is a combination of 'intercept'. Drop 'age' from the model" in message


def test_a_guess_that_repeats_the_arms(at: Callable, short_study: Study) -> None:
    """Everybody knows: what the drug did and what knowing did cannot be told apart."""
    arm = short_study.unsealed.arm_of
    guesses = [
        {**row, "answer": arm[row["participant"]]} for row in short_study.dataset.rows("guesses")
    ]
    plan = ("adjusted", "stratified", "curve", "direct", "blinding")
    results = by_key(at(short_study.with_tables(guesses=guesses).planning(*plan)).report())
    refused = {key for key, result in results.items() if result["status"] == "REFUSED"}
    assert set(results) - refused == {"blinding"}
    assert "guess[LSD 10 micrograms]" in results["adjusted.wellbeing"]["message"]
