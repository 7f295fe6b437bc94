"""A small study with boundaries, under scenarios of a few lines."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from limen.analyse.batch import batches
from limen.analyse.plan.question import Setting
from limen.protocol import parse_protocol
from limen.rehearse.looks import looks_of_block
from limen.rehearse.reading import DrawReader
from limen.simulate.draw import draw
from limen.simulate.scenario import parse_scenario
from limen.simulate.study import Study

TEXT = """\
limen: 1
id: looked_at
title: A study that a board looks at
version: "1.0"
status: planned
languages: [en]
population: {{planned: {people}, description: Adults}}
respondents: [{{id: participant, kind: participant}}]
phases: [{{id: treatment, kind: treatment, days: 14}}]
substances: [{{id: lsd, title: LSD}}]
interventions:
  - {{id: placebo, kind: inactive_placebo, title: Placebo}}
  - {{id: low, kind: active, title: Low, substance: lsd, dose: {{amount: 10, unit: ug}}}}
{design}
allocation: {{kind: permuted_blocks, ratio: {{PL: 1, MD: 1}}, block_sizes: [2]}}
instruments:
  - {{id: scale, title: A continuous scale, kind: questionnaire, licence: none,
     source: Invented for a test, subscales: [{{id: total, better: {better}}}]}}
occasions:
  - {{id: day, kind: visit, phase: treatment, schedule: {{kind: on_days, days: [1, 8]}},
     measures: [scale]}}
outcomes:
  - {{id: mood, title: Mood, instrument: scale, subscale: total, occasions: [day],
     exposure: period, better: {better}}}
guesses:
  - {{id: guess, title: Guess, occasions: [day], about: period, options: [placebo, low],
     dont_know: true}}
covariates:
  - {{id: age, title: Age, kind: number, from: participants, name: age_years, unit: years}}
estimands:
  - {{id: effect, title: Effect, role: secondary, outcome: mood, summary: mean_difference,
     treatment: {{active: low, reference: placebo, basis: period}}}}
boundaries:
{boundaries}
analysis:
  analyses:
    - {{id: adjusted, title: Adjusted for guesses, role: sensitivity, estimand: effect,
       estimator: mixed_model, outcomes: [mood], guess: adjusted, guess_from: guess}}
    - {{id: model, title: Model, role: secondary, estimand: effect, estimator: mixed_model,
       outcomes: [mood], covariates: [age]}}
"""
PARALLEL = """\
arms:
  - {id: PL, title: Placebo, periods: [placebo]}
  - {id: MD, title: Low, periods: [low]}
design: {kind: parallel}
regimen: {kind: every_n_days, every: 7, administrations: 2}
"""
CROSSOVER = """\
periods: {count: 2, days: 7}
arms:
  - {id: PL, title: Placebo first, periods: [placebo, low]}
  - {id: MD, title: Low first, periods: [low, placebo]}
design: {kind: crossover, balance: williams}
regimen: {kind: on_days, days: [1]}
"""
INTERIM = """\
  - {id: interim, kind: group_sequential, purpose: efficacy, estimand: effect,
     shape: obrien_fleming, information: [0.5, 1], alpha: 0.05}
"""


@pytest.fixture
def study() -> Callable[..., Study]:
    """`study("outcomes: ...", boundaries=..., better=..., crossover=True)`, of 80 people."""

    def made(
        text: str = "",
        boundaries: str = INTERIM,
        better: str = "higher",
        *,
        crossover: bool = False,
    ) -> Study:
        design = CROSSOVER if crossover else PARALLEL
        whole = TEXT.format(people=80, boundaries=boundaries, better=better, design=design)
        supposed = parse_scenario(f"limen: 1\nid: made\ntitle: Made for a test\n{text}\n")
        return Study(parse_protocol(whole), supposed)

    return made


def of_plan(source):
    """The batches of the protocol's plan."""
    return batches(Setting(reader=source, seed=1, level=0.95))


@pytest.fixture
def looked() -> Callable[..., dict[tuple[str, ...], int]]:
    """`looked(study, seed=1, block=0)`: counts of a block."""

    def found(made: Study, *, seed: int = 1, block: int = 0, keep=None, **rest):
        drawn = draw(made, seed=seed, block=block, keep=keep)
        return looks_of_block(drawn, DrawReader(drawn), of_plan, **rest)

    return found
