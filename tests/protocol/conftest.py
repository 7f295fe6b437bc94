"""Small protocols, one per design, and a way to write them wrongly on purpose."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from limen.errors import Problem, ProtocolError
from limen.protocol import Protocol, parse_protocol
from limen.protocol.template import starting_text

MINIMAL = """\
limen: 1
id: small
title: A small study
version: "1.0"
status: historical
languages: [en]
population: {planned: 24, description: Healthy adults}
phases:
  - {id: before, kind: screening, days: 7}
  - {id: treatment, kind: treatment, days: 28}
substances:
  - {id: lsd, title: LSD base, units: [ug], largest_dose: {amount: 26, unit: ug}}
interventions:
  - {id: placebo, kind: inactive_placebo, title: Placebo}
  - {id: low, kind: active, title: Low, substance: lsd, dose: {amount: 10, unit: ug}}
#periods
arms:
#arms
design: #design
occasions:
  - {id: baseline, kind: visit, phase: before, schedule: {kind: once, day: 7}, measures: [panas]}
  - {id: day, kind: visit, phase: treatment, schedule: {kind: once, day: 1}, measures: [panas]}
outcomes:
  - {id: mood, title: Mood, instrument: panas, subscale: balance, occasions: [day],
     exposure: arm, better: higher}
analysis:
  analyses:
    - {id: first, title: First, role: primary, estimator: mixed_model, outcomes: [mood]}
"""
TWO_ARMS = """\
  - {id: A, title: First placebo, periods: [placebo, low]}
  - {id: B, title: First low, periods: [low, placebo]}"""
DESIGNS = {
    "parallel": (
        "",
        "  - {id: PL, title: Placebo, periods: [placebo]}\n"
        "  - {id: MD, title: Low, periods: [low]}",
        "{kind: parallel}",
    ),
    "crossover": (
        "periods: {count: 2, days: 10, washout_days: 8, carry_over: {expected_days: 5, "
        "handled_by: washout}}",
        TWO_ARMS,
        "{kind: crossover, balance: williams}",
    ),
    "self_blinded": (
        "periods: {count: 2, days: 14}\nallocation: {kind: self_drawn, ratio: {A: 1, B: 1}}",
        TWO_ARMS,
        "{kind: self_blinded, procedure: Envelopes, codes_opened: after_last_answer}",
    ),
    "n_of_1": (
        "periods: {count: 4, days: 7}",
        "  - {id: own, title: Own order, periods: [placebo, placebo, low, low], order: drawn}",
        "{kind: n_of_1, cycles: 2}",
    ),
    "observational": (
        "",
        "  - {id: non, title: Does not, periods: [placebo]}\n"
        "  - {id: does, title: Does, periods: [low]}",
        "{kind: observational, comparison: non}",
    ),
}


def design_text(design: str) -> str:
    """A small historical protocol of a design."""
    periods, arms, kind = DESIGNS[design]
    return (
        MINIMAL.replace("#periods\n", f"{periods}\n" if periods else "")
        .replace("#arms", arms)
        .replace("#design", kind)
    )


@pytest.fixture
def starting() -> str:
    """The text that `limen protocol new` writes: a planned parallel study."""
    return starting_text(id="started")


Edit = tuple[str, str]


@pytest.fixture
def problems() -> Callable[..., list[Problem]]:
    """`problems(text, (old, new), ...)`: what is wrong after the edits; each must hit."""

    def after(text: str, *edits: Edit) -> list[Problem]:
        for old, new in edits:
            assert old in text, old
            text = text.replace(old, new, 1)
        try:
            parse_protocol(text)
        except ProtocolError as error:
            return list(error.problems)
        return []

    return after


@pytest.fixture
def edited() -> Callable[..., Protocol]:
    """`edited(text, (old, new), ...)`: the protocol after the edits; each must hit."""

    def after(text: str, *edits: Edit) -> Protocol:
        for old, new in edits:
            assert old in text, old
            text = text.replace(old, new, 1)
        return parse_protocol(text)

    return after


@pytest.fixture
def small() -> Callable[[str], str]:
    """`small("crossover")`: the text of a small historical protocol of a design."""
    return design_text


@pytest.fixture(params=sorted(DESIGNS))
def design(request: pytest.FixtureRequest) -> str:
    """Each of the five designs."""
    return str(request.param)
