"""What a plan and an allocation may say differently, on the data of the parallel study."""

from __future__ import annotations

import pytest

from limen.analyse.plan import run
from limen.results import Result
from studies import Study

BLOCKS = (
    "  kind: permuted_blocks\n  ratio: {PL: 1, MD: 1}\n  strata: [sex]\n  block_sizes: [2, 4]\n"
)


def asked(study: Study, analysis: str) -> Result:
    (found,) = run(study.planning(analysis).unsealed).results
    return found


@pytest.mark.parametrize(
    "allocation",
    [
        "kind: minimisation\n  ratio: {PL: 1, MD: 1}\n  factors: [{stratum: sex}]",
        "kind: complete\n  ratio: {PL: 1, MD: 1}",
        "kind: big_stick\n  ratio: {PL: 1, MD: 1}\n  limit: 3\n  strata: [sex]",
        "kind: biased_coin\n  ratio: {PL: 1, MD: 1}",
        "kind: urn\n  ratio: {PL: 1, MD: 1}",
    ],
    ids=lambda text: text.split("\n")[0],
)
def test_lists_are_redrawn_as_they_were_drawn(parallel_study: Study, allocation: str) -> None:
    plain = asked(parallel_study, "redrawn").estimates[0]
    estimate = asked(parallel_study.amended(BLOCKS, f"  {allocation}\n"), "redrawn").estimates[0]
    assert estimate.value == pytest.approx(plain.value)
    assert abs(estimate.p - plain.p) < 0.06  # 199 lists of each procedure


def test_another_urn_is_refused(parallel_study: Study) -> None:
    study = parallel_study.amended(BLOCKS, "  kind: urn\n  ratio: {PL: 1, MD: 1}\n  added: 2\n")
    assert "one ball of each arm" in asked(study, "redrawn").message


@pytest.mark.parametrize("column", ["sex", "stratum"])
def test_a_stratum_is_found_in_either_column(parallel_study: Study, column: str) -> None:
    people = [{**row, column: ""} for row in parallel_study.dataset.rows("participants")]
    found = asked(parallel_study.with_tables(participants=people), "redrawn")
    assert found.estimates[0].p == asked(parallel_study, "redrawn").estimates[0].p


def test_strata_matter(parallel_study: Study) -> None:
    """Without strata other lists might have been drawn."""
    free = parallel_study.amended("  strata: [sex]\n", "")
    one, other = (asked(study, "redrawn").tables[0].rows for study in (parallel_study, free))
    assert one != other


def test_tables_that_the_plan_leaves_out(parallel_study: Study) -> None:
    events = "{id: events, title: Adverse events, role: safety, estimator: adverse_events"
    short = parallel_study.amended(
        events + "}", events + ", by_term: false, exposure_adjusted: false}"
    )
    keys = {table.key for table in asked(short, "events").tables}
    assert keys == {t.key for t in asked(parallel_study, "events").tables} - {
        "adverse_events_by_term",
        "adverse_event_rates",
    }
    assert not [e for e in asked(short, "events").estimates if "per day" in e.label]
    blinding = parallel_study.amended(
        "guess_from: guess,\n       bootstrap: 50}",
        "guess_from: guess,\n       bootstrap: 50, by_occasion: false}",
    )
    assert "over_time" not in {table.key for table in asked(blinding, "blinding").tables}


def test_how_a_direct_effect_is_modelled(parallel_study: Study) -> None:
    plain = asked(parallel_study, "direct")
    other = asked(
        parallel_study.amended(
            "confounders: [benefit], intermediate: [intensity], bootstrap: 20}",
            "confounders: [benefit], intermediate: [intensity], bootstrap: 20,\n"
            "       outcome_model: shared, treatment_model: share, truncate: 0.9}",
        ),
        "direct",
    )
    assert plain.details["outcome_model"] == "by_cell"
    assert plain.details["truncate"] is None
    assert other.details["outcome_model"] == "shared"
    assert other.details["treatment_model"] == "share"
    assert other.details["truncate"] == 0.9
    changed = {
        one.label
        for one, two in zip(plain.estimates, other.estimates, strict=True)
        if one.value != two.value
    }
    assert len(changed) == len(plain.estimates)


def test_guesses_may_count_by_their_confidence(parallel_study: Study) -> None:
    study = parallel_study.amended(
        "grid_points: 11, bootstrap: 50}",
        "grid_points: 11, bootstrap: 50,\n       confidence_weighted: true}",
    )
    plain, weighted = (
        run(each.planning("curve").unsealed).results[0] for each in (parallel_study, study)
    )
    assert "weighted by their confidence" in weighted.methods
    assert "weighted by their confidence" not in plain.methods
    assert weighted.estimates[0].value != plain.estimates[0].value
