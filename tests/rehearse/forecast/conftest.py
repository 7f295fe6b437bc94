"""A small forecast of the ADHD trial's protocol, quick enough to be made in every test."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from limen.protocol import Protocol, load_protocol, shipped
from limen.rehearse.forecast import Beliefs, Forecast, forecast_of, parse_beliefs

SMALL = """\
limen: 1
id: small
trial: NEW
title: A forecast for a test
protocol: mueller_adhd
seed: 5
draws: 80
assumptions: [{text: Nothing much, source: assumed}]
scenario:
  limen: 1
  id: small
  title: Small
  participants: 40
  outcomes:
    - {id: aisrs, mean: 27, sd_between: 5, sd_within: 4, direct: {active: 0}}
  side_effects: [{term: headache, share: 0.1}]
  belief: {criterion: 0.5}
priors:
  - id: effect
    fields: {outcomes.aisrs.direct.active: 1}
    distribution: {kind: normal, mean: -2, sd: 1.5}
    source: assumed
  - id: noticed
    fields: {noticing.d_prime.active: 1}
    distribution: {kind: lognormal, median: 0.8, log_sd: 0.3}
    source: assumed
predictions:
  - id: effect
    title: Difference in points
    measure: {kind: mean_difference, outcome: aisrs, active: lsd_20, reference: placebo,
      unit: points}
  - id: better
    title: Significantly better
    measure: {kind: significant, outcome: aisrs, active: lsd_20, reference: placebo,
      direction: lower}
  - id: says_lsd
    title: Share of the LSD arm who say LSD
    known_before: Most said LSD.
    measure: {kind: guess_share, guess: arm_guess, given: LSD, says: [LSD]}
"""


@pytest.fixture(scope="session")
def protocol() -> Protocol:
    """The protocol that small beliefs are about."""
    return load_protocol(shipped()["mueller_adhd"])


@pytest.fixture
def beliefs_text() -> str:
    """Small beliefs as a document, to be changed by a test."""
    return SMALL


@pytest.fixture
def believed(protocol) -> Callable[..., Beliefs]:
    """`believed(("draws: 80", "draws: 400"))`: small beliefs with texts replaced."""

    def made(*replaced: tuple[str, str]) -> Beliefs:
        text = SMALL
        for old, new in replaced:
            assert old in text
            text = text.replace(old, new)
        return parse_beliefs(text, protocol=protocol)

    return made


@pytest.fixture(scope="session")
def small(protocol) -> Forecast:
    """The forecast of small beliefs, made on a day long past."""
    return forecast_of(protocol, parse_beliefs(SMALL), made_on="2026-11-26")
