"""Tables of looks: shares with their errors, beside the canonical process."""

from __future__ import annotations

import numpy as np
import pytest

from limen.analyse.batch.quantity import Quantity, Target
from limen.boundaries import sequential_design
from limen.boundaries.process import crossing
from limen.rehearse.looks import looks_tables
from limen.rehearse.performance import Measure, Performance

COUNTS = {
    ("looks", "interim", "replicates"): 400,
    ("looks", "interim", "participants"): 400 * 80 - 100 * 40,
    ("looks", "interim", "crossed", "1", "above"): 100,
    ("looks", "interim", "crossed", "1", "below"): 0,
    ("looks", "interim", "crossed", "2", "above"): 200,
    ("looks", "interim", "crossed", "2", "below"): 4,
    ("looks", "interim", "failed", "1"): 2,
    ("looks", "interim", "failed", "2"): 0,
}


def performance(value: float, error: float, **changed) -> Performance:
    target = Target(outcome="mood", occasions=(), active="low", reference="placebo", basis="period")
    quantity = Quantity(
        key="model.mood", analysis="model", method="mixed_model", title="Mood", label="Mood",
        target=target, answers=True,
    )  # fmt: skip
    nothing = dict.fromkeys(("bias", "empirical_se", "mse", "coverage", "rejection"), Measure())
    known = {
        "quantity": quantity, "target": target, "own": True, "truth": value, "truth_error": 0.0,
        "truth_is_zero": False, "sd": 1.0, "replicates": 400, "failed": 0,
        "mean": Measure(value=value), "model_se": Measure(value=error),
    }  # fmt: skip
    return Performance(**nothing, **(known | changed))


def test_a_row_for_each_look_and_side(study):
    (table,) = looks_tables(study(), COUNTS)
    assert table.values("look") == (1, 1, 2, 2)
    assert table.values("participants") == (40, 40, 80, 80)
    assert table.values("side") == ("benefit", "harm") * 2
    assert table.values("share") == pytest.approx((0.25, 0, 0.5, 0.01))
    assert table.values("error")[0] == pytest.approx(np.sqrt(0.25 * 0.75 / 400))
    assert table.values("canonical") == (None,) * 4
    assert table.notes[0] == "Expected participants: 70.0 of 80, in 400 replicates."
    assert "Look 1 had no estimate in 0.5% of replicates" in table.notes[2]


def test_the_canonical_process_stands_beside(study):
    (table,) = looks_tables(study(), COUNTS, [performance(0.7, 0.25)])
    design = sequential_design(
        kind="obrien_fleming", information=(0.5, 1), alpha=0.05, two_sided=True
    )
    expected = crossing(information=(0.5, 1), upper=design.z, two_sided=True, drift=2.8)
    assert table.values("canonical") == pytest.approx(expected.reshape(-1))
    early = expected[0].sum()
    assert f"by the canonical process {80 - 40 * early:.1f}" in table.notes[0]


def test_without_an_estimate_there_is_no_canonical_process(study):
    for given in (performance(float("nan"), 0.25), performance(0.7, 0.0)):
        (table,) = looks_tables(study(), COUNTS, [given])
        assert table.values("canonical") == (None,) * 4
    (table,) = looks_tables(study(), COUNTS, [performance(0.7, 0.25, own=False)])
    assert table.values("canonical") == (None,) * 4


def test_boundaries_that_were_not_looked_at_have_no_table(study):
    assert looks_tables(study(), {}) == ()


def test_a_table_of_events(study):
    rule = """\
  - {id: events, title: Too many, kind: event_rate, event: {value: adverse_event.serious},
     largest_acceptable_share: 0.1, stop_when_probability: 0.9, look_every: 20}
"""
    counts = {
        ("looks", "events", "replicates"): 100,
        ("looks", "events", "participants"): 7000,
        ("looks", "events", "reached", "20"): 100,
        ("looks", "events", "stopped", "20"): 10,
        ("looks", "events", "reached", "40"): 90,
        ("looks", "events", "stopped", "40"): 5,
        ("looks", "events", "reached", "60"): 0,  # so many never get it: no row
        ("looks", "events", "stopped", "60"): 0,
    }
    (table,) = looks_tables(study(boundaries=rule), counts)
    assert table.caption.startswith("Too many")
    assert table.values("people") == (20, 40)
    assert table.values("reached") == (1.0, 0.9)
    assert table.values("by_now") == pytest.approx((0.1, 0.15))
    assert table.notes[0] == "Expected participants: 70.0 of 80, in 100 replicates."
