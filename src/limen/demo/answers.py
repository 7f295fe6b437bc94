"""What the made-up people answered: scores on the instruments' grids."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from limen.demo.crowd import PEOPLE, WEEKS, Crowd
from limen.randomness import stream
from limen.results import Bools, Floats

# score: mean, SD between people, SD within, effect of believing it was a microdose, lowest, highest
_DAY = {
    "positive": (29.5, 5.1, 5.8, 3.4, 10, 50),
    "negative": (16.0, 3.9, 4.2, -1.4, 10, 50),
    "energy": (55.5, 10.0, 17.0, 7.0, 0, 100),
    "mood": (60.5, 12.0, 16.0, 6.0, 0, 100),
    "creativity": (53.0, 10.0, 16.0, 7.0, 0, 100),
    "focus": (56.0, 10.0, 17.0, 5.0, 0, 100),
    "temper": (37.5, 12.0, 19.0, -5.0, 0, 100),
}
_WEEK = {
    "WEMWB": (48.8, 7.0, 4.4, 1.5, 14, 70),
    "QIDS": (6.0, 3.3, 2.1, -0.7, 0, 27),
    "STAIT": (39.3, 9.5, 5.5, -1.7, 20, 80),
    "SCS": (31.6, 6.5, 2.9, 0.8, 8, 40),
}
_LONG = {
    "CAMS": (33.0, 5.2, 3.0, 1.4, 12, 48),
    "SWL": (24.2, 6.4, 3.2, 1.0, 5, 35),
    "GPTS": (28.5, 8.5, 5.0, -1.5, 16, 80),
    "extraversion": (26.0, 6.0, 2.2, 0.2, 8, 40),
    "agreeableness": (34.0, 5.0, 2.0, 0.2, 9, 45),
    "conscientiousness": (31.0, 5.6, 2.5, 0.4, 9, 45),
    "neuroticism": (22.5, 6.0, 3.0, -1.0, 8, 40),
    "openness": (40.4, 4.8, 2.2, 0.1, 10, 50),
    "intellect": (40.0, 5.1, 2.2, 0.2, 10, 50),
    "positive relations": (38.7, 6.5, 3.2, 0.5, 7, 49),
    "personal growth": (43.2, 3.8, 2.4, 0.5, 7, 49),
    "autonomy": (36.6, 5.9, 3.5, 0.4, 7, 49),
    "enviromental mastery": (32.9, 5.6, 2.9, 0.9, 7, 49),
    "purpose in life": (36.4, 6.2, 3.2, 0.7, 7, 49),
    "self-acceptence": (36.0, 7.6, 4.4, 1.0, 7, 49),
}
_RPWB = (
    *("positive relations", "personal growth", "autonomy"),
    *("enviromental mastery", "purpose in life", "self-acceptence"),
)
_TASKS = {  # ICC over dosing days
    "ooo": 0.13,
    "rotations": 0.33,
    "spatial_planning": 0.50,
    "spatial_span": 0.49,
    "feature_match": 0.34,
    "paired_associates": 0.49,
}
_FELT = 0.6  # evidence from which on a drug intensity above zero is reported


def day_scores(seed: int, crowd: Crowd) -> Iterator[tuple[str, Floats, Bools]]:
    """(test, values, answered), each (N, 4), of the dosing days."""
    generator = stream(seed, "demo.days")
    drawn = {name: _grid(figures, crowd.day_guess, generator) for name, figures in _DAY.items()}
    drawn = {"PANAS": drawn["positive"] - drawn["negative"], **drawn}
    for name, values in drawn.items():
        yield name, values, crowd.answered_day
    yield "intensity", _intensity(crowd, generator), crowd.answered_day
    played = crowd.answered_day & (generator.random((PEOPLE, WEEKS)) < 0.775)
    for name, values in _tasks(generator, WEEKS).items():
        yield name, values, played


def week_scores(seed: int, crowd: Crowd) -> Iterator[tuple[str, Floats, Bools]]:
    """(test, values, answered), each (N, 4), of the ends of the weeks."""
    generator = stream(seed, "demo.weeks")
    for name, figures in _WEEK.items():
        yield name, _grid(figures, crowd.week_guess, generator), crowd.answered_week


def long_scores(seed: int, crowd: Crowd) -> Iterator[tuple[str, Floats, Floats, Bools]]:
    """(test, values, published changes, answered), each (N, 3): before, after, follow-up."""
    generator = stream(seed, "demo.long")
    after = np.column_stack([np.zeros(PEOPLE, bool), *[crowd.week_guess.mean(axis=1) > 0.5] * 2])
    answered = _long_answered(crowd, generator)
    drawn: dict[str, Floats] = {
        name: _grid(figures, after, generator) for name, figures in _LONG.items()
    }
    total = np.sum([drawn[name] for name in _RPWB], axis=0)
    yield "RPWB", np.rint(total * 6 / 7), total - total[:, :1], answered
    for name, values in drawn.items():
        yield name, values, values - values[:, :1], answered
    played = answered & (generator.random(answered.shape) < 0.75)
    for name, values in _tasks(generator, 3).items():
        yield name, values, (values - values[:, :1]).round(3), played


def _long_answered(crowd: Crowd, generator: np.random.Generator) -> Bools:
    """Everybody whose arm is known has a baseline; most of them `post`, fewer a follow-up."""
    post = crowd.arm_known & (generator.random(PEOPLE) < 192 / 219)
    later = crowd.arm_known & (generator.random(PEOPLE) < 163 / 219)
    return np.column_stack([crowd.arm_known, post, later])


def _grid(
    figures: tuple[float, float, float, float, float, float],
    believes: Bools,
    generator: np.random.Generator,
) -> Floats:
    """Whole scores: mean + person + belief + noise, within the instrument's range."""
    mean, between, within, belief, low, high = figures
    person = generator.normal(0, between, (PEOPLE, 1))
    noise = generator.normal(0, within, believes.shape)
    scores: Floats = np.clip(np.rint(mean + person + belief * believes + noise), low, high)
    return scores


def _intensity(crowd: Crowd, generator: np.random.Generator) -> Floats:
    """A large mass at zero; above it, the more the evidence the higher, up to 100."""
    noise = generator.normal(0, 13, crowd.evidence.shape)
    felt = np.clip(np.rint(18 + 22 * (crowd.evidence - _FELT) + noise), 1, 100)
    return np.where(crowd.evidence > _FELT, felt, 0.0)


def _tasks(generator: np.random.Generator, times: int) -> Mapping[str, Floats]:
    """Six standardised tasks and their mean, to three decimals."""
    scores: dict[str, Floats] = {}
    for name, icc in _TASKS.items():
        person = generator.normal(0, np.sqrt(icc), (PEOPLE, 1))
        scores[name] = (person + generator.normal(0, np.sqrt(1 - icc), (PEOPLE, times))).round(3)
    return {"CPS": np.mean(list(scores.values()), axis=0).round(3), **scores}
