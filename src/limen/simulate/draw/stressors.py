"""Stressors in daily life: how much burden a day brings, and what is still felt of earlier days."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from limen.results import Floats, Ints
from limen.simulate.draw.course import Course
from limen.simulate.draw.noise import Noise
from limen.simulate.scenario.document import OutcomeModel
from limen.simulate.study import Study

_BURDENS = 4  # a stressor weighs 1 to 4, each as likely


@dataclass(frozen=True)
class Stress:
    """Burden of R × N people on J days, and what is felt of it; both (R, N, J), points."""

    burden: Floats
    felt: Floats


def stress(study: Study, course: Course, noise: Noise) -> Stress | None:
    """Draw the stressors; None where the scenario has none."""
    if study.stressor_outcome is None:
        return None
    supposed, days = study.scenario.stressors, study.timeline.days
    n, model = study.people, OutcomeModel()
    person = supposed.person_sd * noise.normal("stressors of a person", n)
    uniform = noise.uniform("stressors", n, len(days))
    weights = noise.uniform("burden", n, len(days))
    more, longer = (study.sizes(e) for e in (supposed.exposure_change, supposed.half_life_change))
    burden, felt = np.empty(uniform.shape), np.empty(uniform.shape)
    before = np.zeros(person.shape)
    for day in range(len(days)):
        log_rate = person + course.doses.effect(study, more, model, "arm", day)
        count = poisson(supposed.per_day * np.exp(np.minimum(log_rate, 5.0)), uniform[:, :, day])
        mean, spread = (1 + _BURDENS) / 2, np.sqrt((_BURDENS**2 - 1) / 12)
        noise_of_sum = spread * np.sqrt(count) * np.sqrt(12) * (weights[:, :, day] - 0.5)
        burden[:, :, day] = np.clip(np.rint(mean * count + noise_of_sum), count, _BURDENS * count)
        if supposed.half_life_days > 0 and day > 0:
            change = course.doses.effect(study, longer, model, "arm", day)
            gap = float(days[day] - days[day - 1])
            halves = gap / (supposed.half_life_days * np.exp(np.clip(change, -5.0, 5.0)))
            before = before * 2.0 ** -np.minimum(halves, 1000.0)
        else:
            before = np.zeros(person.shape)
        felt[:, :, day] = before = before + burden[:, :, day]
    return Stress(burden, felt)


def poisson(rate: Floats, uniform: Floats) -> Ints:
    """Poisson counts by inversion of uniform numbers, so that a larger rate gives no fewer."""
    count = np.zeros(rate.shape, dtype=np.int64)
    term = np.exp(-np.minimum(rate, 600.0))
    below = term.copy()
    for k in range(1, int(rate.max(initial=0.0) + 12 * np.sqrt(rate.max(initial=0.0)) + 20)):
        left = uniform >= below
        if not left.any():
            break
        count += left
        term = term * rate / k
        below = below + term
    return count
