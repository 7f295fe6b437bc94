"""A small study to lay out: its phases, and whatever a test puts in their place."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from limen.protocol import Protocol, parse_protocol

sys.path.insert(0, str(Path(__file__).parent / "second_route"))

TEXT = """
limen: 1
id: example
title: An example
version: "1.0"
status: planned
languages: [en]
population: {{planned: 10, description: Adults, sites: [{{id: home, title: Home{site}}}]}}
phases:
  - {{id: screening, kind: screening, days: 7}}
  - {{id: run_in, kind: run_in, days: 14}}
  - {{id: treatment, kind: treatment, days: {days}}}
  - {{id: later, kind: follow_up, days: 30}}
{periods}
interventions:
  - {{id: placebo, kind: inactive_placebo, title: Placebo}}
  - {{id: other, kind: inactive_placebo, title: The same in blue}}
arms:
  - {{id: A, title: A, periods: [{arm_a}]}}
  - {{id: B, title: B, periods: [{arm_b}]}}
design: {{kind: {design}}}
{regimen}
administration: {{opens: "08:00", closes: "11:00"}}
occasions:
{occasions}
outcomes:
  - {{id: mood, title: Mood, instrument: vas, subscale: mood, occasions: [day], better: higher,
     exposure: arm}}
{more}
analysis:
  analyses:
    - {{id: only, title: Only, role: exploratory, estimator: mixed_model, outcomes: [mood]}}
"""
WINDOW = 'window: {opens_time: "18:00", closes_time: "23:00"}'


def _occasion(id: str, schedule: str, *, phase: str = "treatment", window: str = WINDOW) -> str:
    """Return a diary that asks for mood."""
    return (
        f"  - {{id: {id}, kind: diary, phase: {phase}, schedule: {{{schedule}}}, measures: [vas],\n"
        f"     {window}}}"
    )


DAY = _occasion("day", "kind: daily, last: 28")


def _study(
    *,
    days: int = 28,
    periods: str = "",
    regimen: str = "regimen: {kind: every_n_days, every: 3}",
    occasions: str = DAY,
    more: str = "",
    site: str = "",
) -> Protocol:
    """Return the study with some parts replaced; `periods` makes it a crossover of two."""
    crossed = bool(periods)
    return parse_protocol(
        TEXT.format(
            days=days,
            periods=f"periods: {periods}" if periods else "",
            regimen=regimen,
            occasions=occasions,
            more=more,
            site=site,
            design="crossover" if crossed else "parallel",
            arm_a="placebo, other" if crossed else "placebo",
            arm_b="other, placebo" if crossed else "other",
        )
    )


@pytest.fixture(scope="session")
def study() -> Callable[..., Protocol]:
    """`study(regimen=..., occasions=...)`: the example with some parts replaced."""
    return _study


@pytest.fixture(scope="session")
def occasion() -> Callable[..., str]:
    """`occasion("day", "kind: once, day: 1")`: a diary's line in the document."""
    return _occasion
