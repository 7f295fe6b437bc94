"""Small planned studies with continuous scores, and scenarios of a few lines."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from limen.analyse.batch.quantity import Target
from limen.protocol import parse_protocol
from limen.rehearse.truth import Truth, truths
from limen.simulate.scenario import parse_scenario
from limen.simulate.study import Study

HEAD = """\
limen: 1
id: small
title: A small study
version: "1.0"
status: planned
languages: [en]
population: {{planned: {people}, description: Adults}}
respondents: [{{id: participant, kind: participant}}]
phases:
  - {{id: run_in, kind: run_in, days: 14}}
  - {{id: treatment, kind: treatment, days: 28}}
substances: [{{id: lsd, title: LSD}}]
interventions:
  - {{id: placebo, kind: inactive_placebo, title: Placebo}}
  - {{id: low, kind: active, title: Low, substance: lsd, dose: {{amount: 10, unit: ug}}}}
{high}instruments:
  - id: scale
    title: A continuous scale
    kind: questionnaire
    subscales: [{{id: total, better: higher}}, {{id: other, better: lower}},
                {{id: floored, better: higher, low: 0, high: 100}}]
    licence: none
    source: Invented for a test
  - id: evening
    title: Every evening
    kind: questionnaire
    subscales: [{{id: distress, better: lower}}, {{id: burden, better: lower}}]
    licence: none
    source: Invented for a test
"""
HIGH = "  - {id: high, kind: active, title: High, substance: lsd, dose: {amount: 20, unit: ug}}\n"
DESIGNS = {
    "parallel": """\
arms:
  - {id: PL, title: Placebo, periods: [placebo]}
  - {id: MD, title: Low, periods: [low]}
  - {id: HD, title: High, periods: [high]}
design: {kind: parallel}
regimen: {kind: every_n_days, every: 7, administrations: 4}
allocation: {kind: permuted_blocks, ratio: {PL: 1, MD: 1, HD: 1}, block_sizes: [3]}
""",
    "crossover": """\
periods: {count: 2, days: 11, washout_days: 6, carry_over: {expected_days: 5, handled_by: model}}
arms:
  - {id: PL, title: Placebo first, periods: [placebo, low]}
  - {id: MD, title: Low first, periods: [low, placebo]}
design: {kind: crossover, balance: williams}
regimen: {kind: on_days, days: [1, 8]}
allocation: {kind: permuted_blocks, ratio: {PL: 1, MD: 1}, block_sizes: [4]}
""",
    "self_blinded": """\
periods: {count: 4, days: 7}
arms:
  - {id: PL, title: Placebo, periods: [placebo]}
  - {id: HH, title: Half, periods: [placebo, placebo, low, low], order: drawn}
  - {id: MD, title: Low, periods: [low]}
design: {kind: self_blinded, procedure: Envelopes, codes_opened: after_last_answer}
regimen: {kind: on_days, days: [1]}
administration: {opens: "07:00", closes: "11:00", filler: placebo}
allocation: {kind: self_drawn, ratio: {PL: 1, HH: 1, MD: 1}}
""",
    "observational": """\
arms:
  - {id: PL, title: Does not, periods: [placebo]}
  - {id: MD, title: Does, periods: [low]}
design: {kind: observational, comparison: PL}
""",
}
TAIL = """\
occasions:
  - {{id: baseline, kind: visit, phase: run_in, schedule: {{kind: once, day: 14}},
     measures: [scale]}}
  - {{id: early, kind: visit, phase: treatment, schedule: {{kind: once, day: 1}},
     measures: [scale]}}
  - {{id: day, kind: visit, phase: treatment, schedule: {{kind: on_days, days: {days}}},
     measures: [scale, panas]}}
  - {{id: before, kind: diary, phase: run_in, schedule: {{kind: daily, last: 14}},
     measures: [evening]}}
  - {{id: diary, kind: diary, phase: treatment, schedule: {{kind: daily, last: 28}},
     measures: [evening], entries_per_day: {entries}}}
outcomes:
  - {{id: mood, title: Mood, instrument: scale, subscale: total, occasions: [day],
     exposure: {exposure}, better: higher}}
  - {{id: change, title: Change, instrument: scale, subscale: other, occasions: [day],
     exposure: {exposure}, better: lower, change_from: {start}}}
  - {{id: floored, title: On a scale with a floor, instrument: scale, subscale: floored,
     occasions: [day], exposure: {exposure}, better: higher}}
  - {{id: affect, title: Affect, instrument: panas, subscale: balance, occasions: [day],
     exposure: {exposure}, better: higher}}
  - {{id: distress, title: Distress, instrument: evening, subscale: distress,
     occasions: [before, diary], exposure: arm, better: lower}}
  - {{id: burden, title: Burden, instrument: evening, subscale: burden,
     occasions: [before, diary], exposure: arm, better: lower}}
  - {{id: resilience, title: Reactivity, occasions: [diary], exposure: arm, better: lower,
     derived: {{kind: stressor_reactivity, problems: distress, stressors: burden,
     run_in: [before]}}}}
guesses:
  - {{id: guess, title: Guess, occasions: [day], about: {exposure}, options: {options},
     dont_know: true, before: [mood]}}
analysis:
  analyses:
    - {{id: model, title: Model, role: secondary, estimator: mixed_model, outcomes: [mood]}}
    - {{id: improved, title: Improved, role: exploratory, estimator: reliable_change,
       outcomes: [change], reliability: 0.8, reliability_source: Invented, follow_up: day.2}}
"""
EXPOSURES = {
    "parallel": ("arm", "[PL, MD, HD]", "[1, 8, 15, 22]"),
    "crossover": ("period", "[placebo, low]", "[1, 8, 18, 25]"),
    "self_blinded": ("administration", "[placebo, low]", "[1, 8, 15, 22]"),
    "observational": ("arm", "[PL, MD]", "[1, 8, 15, 22]"),
}


@pytest.fixture
def study() -> Callable[..., Study]:
    """`study("noticing: ...", design="crossover", people=40, days="[1, 2]")`."""

    def made(text: str = "", design: str = "parallel", people: int = 60, **changed: str) -> Study:
        exposure, options, days = EXPOSURES[design]
        words = {"exposure": exposure, "options": options, "days": days}
        words |= {"start": "baseline", "entries": "1"} | changed
        head = HEAD.format(people=people, high=HIGH if design == "parallel" else "")
        whole = head + DESIGNS[design] + TAIL.format(**words)
        supposed = parse_scenario(f"limen: 1\nid: made\ntitle: Made for a test\n{text}\n")
        return Study(parse_protocol(whole), supposed)

    return made


def target(outcome: str = "mood", measure: str = "mean", **changed: str) -> Target:
    """What the low dose does in a parallel study, or by `basis`."""
    basis = changed.get("basis", "arm")
    names = ("MD", "PL") if basis == "arm" else ("low", "placebo")
    rest = {"active": names[0], "reference": names[1], "basis": basis, "belief": "free"} | changed
    return Target(outcome=outcome, occasions=(), measure=measure, **rest)


@pytest.fixture
def aim() -> Callable[..., Target]:
    """`aim("change", belief="active")`: a target."""
    return target


@pytest.fixture
def beliefs() -> Callable[..., dict[str, Truth]]:
    """`beliefs(study, aim(), seed=1)`: the truth under each treatment of belief."""

    def found(made: Study, base: Target, *, seed: int = 1, **rest: int) -> dict[str, Truth]:
        names = ("free", "placebo", "active", "alike")
        wanted = {name: base.with_belief(name) for name in names}
        every = truths(made, wanted.values(), seed=seed, **rest)
        return {name: every[one] for name, one in wanted.items()}

    return found


@pytest.fixture
def within() -> Callable[[Truth, float], bool]:
    """`within(truth, 4.0)`: whether a number lies within four Monte Carlo errors."""
    return lambda truth, expected: bool(
        np.abs(truth.value - expected) <= 4 * truth.error + 1e-9 * max(abs(expected), 1.0)
    )
