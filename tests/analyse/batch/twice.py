"""The same replicates twice: all at once by `limen.analyse.batch`, one by one by the doors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from limen.analyse.batch import BATCHES, BatchAnswer
from limen.analyse.plan.asking import ask
from limen.analyse.plan.items import QUESTIONS
from limen.analyse.plan.question import Setting
from limen.analyse.reading import Reader
from limen.errors import AnalysisError
from limen.protocol import Protocol, load_protocol, parse_protocol, shipped
from limen.rehearse.reading import DrawReader
from limen.results import Estimate, Result
from limen.simulate.dataset import dataset
from limen.simulate.draw import draw
from limen.simulate.scenario import Scenario, named_scenario, parse_scenario
from limen.simulate.study import Study

SEED = 11
PARALLEL = Path(__file__).parents[2] / "studies" / "parallel.yaml"


@dataclass(frozen=True, eq=False)
class Twice:
    """Some replicates of a protocol under a scenario."""

    protocol: Protocol
    scenario: Scenario
    replicates: tuple[int, ...]

    @cached_property
    def source(self) -> DrawReader:
        """All replicates."""
        study = Study(self.protocol, self.scenario)
        return DrawReader(draw(study, seed=SEED, keep=self.replicates))

    def items(self, estimator: str) -> list[Any]:
        """The plan's analyses of an estimator, with few bootstrap samples."""
        plan = self.protocol.analysis.analyses
        found = [item for item in plan if item.estimator == estimator]
        return [
            item.model_copy(update={"bootstrap": min(item.bootstrap, 2)})
            if hasattr(item, "bootstrap")
            else item
            for item in found
        ]

    def batch(self, estimator: str) -> dict[str, BatchAnswer]:
        """The answers for all replicates, by key of the question."""
        setting = _setting(self.source)
        return {
            each.key: each.ask()
            for item in self.items(estimator)
            for each in BATCHES[estimator](item, setting)
        }

    @cache  # noqa: B019 - as long as the tests of a file
    def reader(self, replicate: int) -> Reader:
        """One replicate as a dataset."""
        made, allocations = dataset(
            self.protocol, self.scenario, seed=SEED, replicate=replicate, items=False
        )
        return Reader(made.unseal(allocations))

    def door(self, estimator: str, replicate: int) -> dict[str, Result]:
        """The results for one replicate, by key of the question."""
        setting = _setting(self.reader(replicate))
        return {
            each.key: ask(each, item, setting)
            for item in self.items(estimator)
            for each in QUESTIONS[estimator](item, setting)
        }

    def refusal(self, estimator: str) -> str:
        """Why no replicate has an answer."""
        with pytest.raises(AnalysisError) as refused:
            self.batch(estimator)
        return str(refused.value)

    def compare(self, estimator: str, *, own_error: Sequence[str] = ()) -> int:
        """Assert that both ways agree; how many numbers agreed.

        `own_error` names labels (their beginnings) whose error the batch computes otherwise.
        """
        answers, agreed = self.batch(estimator), 0
        for row, replicate in enumerate(self.replicates):
            doors = self.door(estimator, replicate)
            assert set(doors) == set(answers)
            for key, answer in answers.items():
                agreed += _agree(answer, row, doors[key], tuple(own_error))
        return agreed


def _setting(reader: Reader | DrawReader) -> Setting:
    return Setting(reader=reader, seed=5, level=0.95)


def _agree(answer: BatchAnswer, row: int, door: Result, own_error: tuple[str, ...]) -> int:
    """Number by number; what a door leaves out or cannot tell is NaN in the batch."""
    given = {one.label: one for one in door.estimates}
    labels = [one.label for one in answer.quantities]
    assert set(given) <= set(labels), door.key
    assert labels == list(answer.estimates.labels)
    agreed = 0
    for column, label in enumerate(labels):
        value = float(answer.estimates.value[row, column])
        one = given.get(label)
        if one is None or not one.status.usable or not np.isfinite(one.value):
            where = f"{door.key}: {label}, {door.message}"
            assert np.isnan(value) or (one is None and not door.message), where
            continue
        _same(value, one.value, f"value of {door.key}: {label}")
        if not label.startswith(own_error or ("\0",)):
            _same_uncertainty(answer, row, column, one)
        agreed += 1
    return agreed


def _same_uncertainty(answer: BatchAnswer, row: int, column: int, one: Estimate) -> None:
    found = answer.estimates
    _same(float(found.standard_error[row, column]), one.standard_error, f"error: {one.label}")
    _same(float(found.df[row, column]), one.df, f"df: {one.label}")
    if found.lower is not None and found.upper is not None:
        limits = (float(found.lower[row, column]), float(found.upper[row, column]))
        if np.isfinite(limits).all():
            _same(limits[0], one.lower, f"lower: {one.label}")
            _same(limits[1], one.upper, f"upper: {one.label}")


def _same(found: float, expected: float, what: str) -> None:
    close = np.isclose(found, expected, rtol=1e-9, atol=1e-9, equal_nan=True)
    assert close, f"{what}: {found} in the batch, {expected} by the door"


@cache
def resilience(*replicates: int) -> Twice:
    """Replicates of `resilience` under the scenario `both`."""
    protocol = load_protocol(shipped()["resilience"])
    return Twice(protocol, named_scenario("both", protocol=protocol), replicates)


@cache
def parallel(
    *replicates: int, changes: tuple[tuple[str, str], ...] = (), scenario: str = ""
) -> Twice:
    """Replicates of the small parallel study, with texts of its protocol replaced."""
    text = PARALLEL.read_text(encoding="utf-8")
    for old, new in changes:
        assert text.count(old) >= 1, old
        text = text.replace(old, new)
    return Twice(parse_protocol(text), parse_scenario(scenario or SCENARIO), replicates)


SCENARIO = """\
limen: 1
id: made
title: Everything goes a little wrong
every_outcome: {direct: {active: 0.4}, belief: 0.4, autocorrelation: 0.2}
positive_controls: {felt: {level: 20, slope: 20, unsteady: 0.5}, mean: 0, sd_within: 15}
noticing: {d_prime: {active: 0.7}}
belief: {criterion: 0.1, criterion_sd: 0.7, undecided: 0.3}
side_effects:
  - {term: headache, share: 0.05, added: {active: 0.05}}
  - {term: panic, share: 0.01, serious: true, severity_grade: 3}
adherence: {missed_dose: 0.05, missed_entry: 0.15}
leaving: {at_random_per_week: 0.05, after_side_effect: 0.3, stays_without_dosing: 0.5}
"""
ASKED_IN_PART = (("    dont_know: true\n", "    dont_know: true\n    share_asked: 0.8\n"),)
