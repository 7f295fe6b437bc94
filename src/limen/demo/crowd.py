"""Made-up people for the demonstration: who they are, what they got, what they believed."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from limen.randomness import stream
from limen.results import Bools, Floats, Ints

PEOPLE, WEEKS = 240, 4
ARM_SIZES = {"PL": 73, "HH": 61, "MD": 85}  # the other 21 have an arm that nobody recorded
CAPSULE_SHARE = 321 / 425  # of dosing days in microdose weeks, with a microdose in the capsule
DAY_SENSITIVITY, DAY_CRITERION = 0.67, 0.69  # signal detection, from the public guess table
WEEK_SENSITIVITY, WEEK_CRITERION = 0.53, 0.18
CRITERION_SPREAD = 0.5  # between people, in units of the noise within a person
STAY = (0.70, 0.17, 0.10, 0.03)  # share of people with 4, 3, 2, 1 weeks


@dataclass(frozen=True, kw_only=True)
class Crowd:
    """People × weeks: (N,) what is constant in a person, (N, 4) what changes from week to week.

    `evidence` is what a person feels on a dosing day, in units of the noise within a person.
    """

    arm: tuple[str, ...]  # (N,)
    arm_known: Bools
    week_active: Bools  # (N, 4)
    capsule_active: Bools
    answered_day: Bools
    answered_week: Bools
    evidence: Floats
    day_guess: Bools  # True: microdose
    week_guess: Bools
    age: Ints  # (N,), years
    sex: tuple[str, ...]
    expectation: Floats  # 0-100
    suggestibility: Ints
    diagnoses: Ints
    months: Ints
    doses: Ints  # code of earlier full doses, 1-6


def draw_crowd(seed: int) -> Crowd:
    """240 people; the same seed gives the same people."""
    who, got, belief = (stream(seed, f"demo.{name}") for name in ("people", "allocation", "guess"))
    arm = _arms(got)
    weeks = np.array([_weeks(name, got) for name in arm])
    capsule = weeks & (got.random(weeks.shape) < CAPSULE_SHARE)
    last = 4 - who.choice(4, size=PEOPLE, p=STAY)
    there = np.arange(WEEKS)[None, :] < last[:, None]
    person = belief.normal(0, CRITERION_SPREAD, (PEOPLE, 1))
    evidence = _evidence(capsule, DAY_SENSITIVITY, person, belief)
    whole_week = _evidence(weeks, WEEK_SENSITIVITY, person, belief)
    spread = np.sqrt(1 + CRITERION_SPREAD**2)
    return Crowd(
        arm=tuple(arm),
        arm_known=np.arange(PEOPLE) < sum(ARM_SIZES.values()),
        week_active=weeks,
        capsule_active=capsule,
        answered_day=there & (who.random(there.shape) < 0.985),
        answered_week=there & (who.random(there.shape) < 0.985),
        evidence=evidence,
        day_guess=evidence > DAY_CRITERION * spread,
        week_guess=whole_week > WEEK_CRITERION * spread,
        age=np.clip(18 + who.gamma(2.2, 7.0, PEOPLE), 18, 75).astype(np.int64),
        sex=tuple(who.choice(["male", "female", "non-binary"], PEOPLE, p=[0.68, 0.3, 0.02])),
        expectation=np.clip(who.normal(68, 19, PEOPLE), 0, 100).round(1),
        suggestibility=np.clip(who.normal(39, 8, PEOPLE), 21, 105).astype(np.int64),
        diagnoses=np.minimum(who.poisson(0.5, PEOPLE), 8).astype(np.int64),
        months=np.minimum(who.geometric(0.45, PEOPLE) - 1, 24).astype(np.int64),
        doses=who.integers(1, 7, PEOPLE),
    )


def _evidence(
    active: Bools, sensitivity: float, person: Floats, generator: np.random.Generator
) -> Floats:
    """What is felt: the shift is stretched so that the marginal d′ is `sensitivity`."""
    shift = sensitivity * np.sqrt(1 + CRITERION_SPREAD**2)
    noise = generator.normal(0, 1, active.shape)
    felt: Floats = shift * active + person + noise
    return felt


def _arms(generator: np.random.Generator) -> list[str]:
    """Known arms in their published sizes, in random order; then people whose arm is not known."""
    known = [name for name, size in ARM_SIZES.items() for _ in range(size)]
    rest = generator.choice(list(ARM_SIZES), PEOPLE - len(known))
    return [*generator.permutation(known).tolist(), *rest.tolist()]


def _weeks(arm: str, generator: np.random.Generator) -> list[bool]:
    if arm != "HH":
        return [arm == "MD"] * WEEKS
    first = bool(generator.random() < 0.5)
    return [first, not first, first, not first]


def expected_share(sensitivity: float, criterion: float, *, active: bool) -> float:
    """The share of `microdose` guesses that the model implies."""
    return 1 - NormalDist().cdf(criterion - sensitivity * active)
