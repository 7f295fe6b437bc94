"""Crossing probabilities by simulation, against the canonical process with the true drift."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from limen.analyse.batch import batches
from limen.analyse.plan.question import Setting
from limen.boundaries import sequential_design
from limen.boundaries.process import crossing
from limen.errors import AnalysisError
from limen.rehearse.looks import looks_of_block
from limen.rehearse.looks.planned import planned_looks
from limen.rehearse.reading import DrawReader
from limen.simulate.draw import draw

BLOCKS = 4
MOOD = (
    "outcomes: [{{id: mood, direct: {{active: {effect}}}, mean: 0, sd_between: 1, sd_within: 1}}]"
)


def added(looked, made, blocks: int = BLOCKS) -> dict[tuple[str, ...], int]:
    total: dict[tuple[str, ...], int] = {}
    for block in range(blocks):
        for key, n in looked(made, block=block).items():
            total[key] = total.get(key, 0) + n
    return total


def near(count: int, n: int, expected: float) -> bool:
    """Whether a share lies within four Monte Carlo errors of a probability."""
    return abs(count / n - expected) < 4 * np.sqrt(expected * (1 - expected) / n) + 1e-12


@pytest.mark.parametrize(("effect", "better"), [(0.0, "higher"), (-0.6, "lower")])
def test_looks_cross_as_often_as_the_canonical_process(study, looked, effect, better):
    """Two occasions, 80 people: the mean difference has variance 4 (1 + 1/2) / 80."""
    made = study(MOOD.format(effect=effect), better=better)
    counts = added(looked, made)
    n = counts["looks", "interim", "replicates"]
    assert n == BLOCKS * 256
    sign = 1 if better == "higher" else -1
    drift = sign * effect / np.sqrt(4 * 1.5 / 80)
    design = sequential_design(
        kind="obrien_fleming", information=(0.5, 1), alpha=0.05, two_sided=True
    )
    expected = crossing(information=(0.5, 1), upper=design.z, two_sided=True, drift=drift)
    for look in (0, 1):
        for column, side in enumerate(("above", "below")):
            found = counts["looks", "interim", "crossed", str(look + 1), side]
            assert near(found, n, float(expected[look, column])), (look, side)
    stopped = counts["looks", "interim", "crossed", "1", "above"]
    stopped += counts["looks", "interim", "crossed", "1", "below"]
    assert counts["looks", "interim", "participants"] == 80 * n - 40 * stopped
    assert not any(counts["looks", "interim", "failed", look] for look in "12")


def test_replicates_add_up_whichever_way_they_are_cut(study, looked):
    made = study(MOOD.format(effect=0.5))
    halves = [looked(made, keep=part) for part in (range(20), range(20, 48))]
    whole = looked(made, keep=range(48))
    assert whole == {key: halves[0][key] + halves[1][key] for key in whole}


def test_an_answer_already_had_is_not_asked_for_again(study, looked):
    made = study(MOOD.format(effect=0.5), boundaries=ONLY_THE_END)
    drawn = draw(made, seed=1, keep=range(32))
    source = DrawReader(drawn)
    asked = looks_of_block(drawn, source, plan)
    answers = {one.key: one.ask() for one in plan(source)}

    def refuses(_source):
        return tuple(replace(one, ask=fail) for one in plan(source))

    assert looks_of_block(drawn, source, refuses, whole=answers) == asked
    failed = looks_of_block(drawn, source, refuses)
    assert failed["looks", "end", "failed", "1"] == 32
    assert failed["looks", "end", "participants"] == 32 * 80


ONLY_THE_END = """\
  - {id: end, kind: group_sequential, purpose: harm, estimand: effect, shape: pocock,
     information: [1], alpha: 0.05, two_sided: false}
"""
ALL_KINDS = """\
  - {id: harm, kind: group_sequential, purpose: harm, estimand: effect, shape: pocock,
     information: [0.5, 1], alpha: 0.05, two_sided: false}
  - {id: futility, kind: group_sequential, purpose: futility, estimand: effect, shape: pocock,
     information: [0.5, 1], alpha: 0.05}
  - {id: two_sided, kind: group_sequential, purpose: efficacy, estimand: effect, shape: pocock,
     information: [0.5, 1], alpha: 0.05}
"""


def fail():
    raise AnalysisError("no")


def plan(source):
    return batches(Setting(reader=source, seed=1, level=0.95))


def test_harm_is_crossed_in_its_own_direction_only(study, looked):
    """An effect of 10 SDs: never harm if higher is better, always if lower is."""
    for better, crossed in (("higher", 0), ("lower", 16)):
        made = study(MOOD.format(effect=10), boundaries=ONLY_THE_END, better=better)
        counts = looked(made, keep=range(16))
        assert counts["looks", "end", "crossed", "1", "above"] == crossed
        assert ("looks", "end", "crossed", "1", "below") not in counts


def test_which_boundaries_stop_a_study(study):
    """Futility binds nobody; one side needs a direction; the guess-adjusted model answers none."""
    found = {one.id: one for one in planned_looks(study(boundaries=ALL_KINDS).protocol)}
    assert found.keys() == {"harm", "two_sided"}
    assert {one.analysis for one in found.values()} == {"model"}
    assert (found["harm"].sign, found["two_sided"].sign) == (-1, 1)
    neither = study(boundaries=ALL_KINDS, better="neither").protocol
    assert [(one.id, one.sign) for one in planned_looks(neither)] == [("two_sided", 0)]


def test_looks_of_quick_analyses_are_not_made_with_slow_ones(study, looked):
    assert looked(study(MOOD.format(effect=0)), keep=range(2), slow=True) == {}


def test_a_study_without_boundaries_has_no_looks(study, looked):
    assert looked(study(boundaries="  []"), keep=range(2)) == {}
