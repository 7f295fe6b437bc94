"""Two speeds, one truth: replicate r through `Dataset` and `analyse.run` gives what the batch gave.

MMRM included: both ways fit one replicate's likelihood from the same start, so that they agree
beyond what convergence promises.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from small import DESIGNS, small_text

from limen.analyse.batch import BatchAnswer, batches
from limen.analyse.plan import run
from limen.analyse.plan.question import Setting
from limen.errors import AnalysisError
from limen.protocol import Protocol, load_protocol, parse_protocol, shipped
from limen.rehearse.reading import DrawReader
from limen.results import Estimate, Result
from limen.simulate.dataset import dataset
from limen.simulate.draw import draw
from limen.simulate.scenario import Scenario, named_scenario, parse_scenario
from limen.simulate.study import Study

SEED, PLAN_SEED = 7, 20261123
REPLICATES = (1, 40)
OWN_ERROR = ("blinding",)  # bootstrap for one dataset, closed forms for thousands
SCENARIO = """\
limen: 1
id: made
title: Effects, guesses, side effects and gaps
every_outcome: {direct: {active: 0.5}, belief: 0.4}
noticing: {d_prime: {active: 0.8}}
belief: {undecided: 0.3}
side_effects: [{term: headache, share: 0.1, added: {active: 0.1}}]
adherence: {missed_dose: 0.05, missed_entry: 0.08}
leaving: {at_random_per_week: 0.03, after_side_effect: 0.1}
"""


@cache
def resilience() -> tuple[Protocol, Scenario]:
    """The shipped study with 32 people, some of whom leave."""
    protocol = load_protocol(shipped()["resilience"])
    scenario = named_scenario("both", protocol=protocol)
    scenario = scenario.model_copy(
        update={"participants": 32, "leaving": parse_scenario(SCENARIO).leaving}
    )
    return protocol, scenario


@cache
def small(design: str) -> tuple[Protocol, Scenario]:
    text = small_text(design, 30)
    if design == "parallel":
        text += (
            "    - {id: visits, title: Visits, role: secondary, estimator: mmrm, "
            "outcomes: [change], fallback: [ar1]}\n"
            "    - {id: drawn, title: Redrawn, role: sensitivity, estimator: "
            "rerandomisation_test, outcomes: [change], replicates: 299}\n"
            "    - {id: curve, title: Curve, role: sensitivity, estimator: guess_rate_curve, "
            "outcomes: [mood], occasions: [day.4], guess_from: guess, bootstrap: 20}\n"
        )
    return parse_protocol(text), parse_scenario(SCENARIO)


STUDIES = {**{design: (small, (design,)) for design in DESIGNS}, "resilience": (resilience, ())}


@pytest.mark.parametrize("study", STUDIES)
def test_a_replicate_through_the_dataset_gives_what_the_batch_gave(study):
    make, arguments = STUDIES[study]
    protocol, scenario = make(*arguments)
    answers = asked(protocol, scenario)
    compared = 0
    for row, replicate in enumerate(REPLICATES):
        made, allocations = dataset(protocol, scenario, seed=SEED, replicate=replicate, items=False)
        results = run(made.unseal(allocations), seed=PLAN_SEED).results
        for result in (one for one in results if one.key in answers):
            compared += agreed(result, answers[result.key], row)
    assert compared >= 20


def asked(protocol: Protocol, scenario: Scenario) -> dict[str, BatchAnswer | str]:
    kept = draw(Study(protocol, scenario), seed=SEED, keep=REPLICATES)
    level = 1 - float(protocol.analysis.alpha)
    setting = Setting(reader=DrawReader(kept), seed=PLAN_SEED, level=level)
    found: dict[str, BatchAnswer | str] = {}
    for batch in batches(setting):
        try:
            found[batch.key] = batch.ask()
        except AnalysisError as error:
            found[batch.key] = str(error)
    return found


def agreed(result: Result, answer: BatchAnswer | str, row: int) -> int:
    """Assert that every number of a result stands in the batch; how many there are."""
    if isinstance(answer, str):
        assert not result.estimates, (result.key, answer)
        return 0
    found = answer.estimates
    labels = [one.label for one in answer.quantities]
    if not result.estimates:
        assert np.isnan(found.value[row]).all(), (result.key, result.message)
        return 0
    assert labels[0] == result.estimates[0].label
    assert {one.label for one in result.estimates} <= set(labels)
    for one in result.estimates:
        column = labels.index(one.label)
        where = f"{result.key}: {one.label}"
        assert found.value[row, column] == close(one.value), where
        if np.isfinite(one.value) and result.estimator not in OWN_ERROR:
            same_uncertainty(one, answer, row, column)
    return len(result.estimates)


def same_uncertainty(one: Estimate, answer: BatchAnswer, row: int, column: int) -> None:
    found = answer.estimates
    if np.isfinite(one.standard_error):
        assert found.standard_error[row, column] == close(one.standard_error), one.label
        assert found.df[row, column] == close(one.df), one.label
    p = found.extras["p"][row, column] if "p" in found.extras else np.nan
    if np.isfinite(p):
        assert p == close(one.p), one.label


def close(expected: float) -> object:
    return pytest.approx(expected, rel=1e-9, abs=1e-11, nan_ok=True)
