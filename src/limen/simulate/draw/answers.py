"""What is answered: which entries, which guesses, how sure; and what raters guess."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from limen.protocol.document.measurement import Guess
from limen.results import Bools, Floats, Ints
from limen.simulate.draw.course import Course, believed
from limen.simulate.draw.noise import Noise
from limen.simulate.draw.prompts import by_participant, in_part_asked
from limen.simulate.noticeable import dose_micrograms
from limen.simulate.study import Study

DONT_KNOW = -1  # asked, and answered "don't know"
NOT_ASKED = -2  # not asked, or not answered


@dataclass(frozen=True)
class Guesses:
    """Answers to one guess at its occasions, shape (R, N, T).

    `answer` holds indices into the study's arms, or its interventions, as the guess is about;
    `DONT_KNOW` or `NOT_ASKED`. `confidence` is a share, 0 to 1; NaN where nothing was answered.
    """

    occasions: tuple[str, ...]
    answer: Ints
    confidence: Floats


def submitted(study: Study, course: Course, noise: Noise) -> Bools:
    """Which occasions are answered, shape (R, N, T): by who is there and does not miss them."""
    here = course.present(study.timeline.occasion_day)
    share = study.scenario.adherence.missed_entry
    if share == 0:
        return here
    missed = noise.uniform("missed entry", study.people, len(study.timeline.occasions)) < share
    return here & ~missed


def guesses(study: Study, guess: Guess, course: Course, answered: Bools, noise: Noise) -> Guesses:
    """The answers to one guess of the protocol."""
    line = study.timeline
    names = study.protocol.occasion_ids(*guess.occasions)
    index = np.array([line.occasion_index[name] for name in names], dtype=np.int64)
    participant = by_participant(study, guess)
    leaning = course.leaning[str(guess.about)][:, :, line.occasion_day[index]]
    if not participant:
        leaning = _rater_leaning(study, guess, course, leaning, line.occasion_day[index], noise)
    asked = answered[:, :, index] & in_part_asked(study, guess, noise)[..., np.newaxis]
    belief = study.scenario.belief
    answer = _answer(study, guess, leaning)
    if guess.dont_know is True and participant:
        answer = np.where(np.abs(leaning) < belief.undecided, DONT_KNOW, answer)
    sure = 2 * ndtr(np.minimum(belief.confidence * np.abs(leaning), 30.0)) - 1
    return Guesses(
        occasions=names,
        answer=np.where(asked, answer, NOT_ASKED),
        confidence=np.where(asked, sure, np.nan),
    )


def _rater_leaning(
    study: Study, guess: Guess, course: Course, participant: Floats, days: Ints, noise: Noise
) -> Floats:
    """How far raters lean to active, from what they see and what they hear."""
    raters = study.scenario.raters
    seen = noise.normal(f"rater {guess.id}", study.people, len(days)) - raters.criterion
    heard = believed(participant, study.scenario.belief.undecided)
    sizes = study.sizes(raters.d_prime)
    begun = study.timeline.begun[days]
    leaning: Floats = seen + raters.hears_belief * heard * begun
    for column, day in enumerate(days):
        period = max(int(study.timeline.period[day]), 0)
        leaning[:, :, column] += sizes[course.doses.given[:, :, period]] * begun[column]
    return leaning


def _answer(study: Study, guess: Guess, leaning: Floats) -> Ints:
    """Which option is chosen: the inactive one below 0, then one active option after another.

    Active options stand in the order of their dose, as far as it is known; arms as written.
    """
    names = study.arms if guess.about == "arm" else study.interventions
    codes = {name: k for k, name in enumerate(names)}
    ordered = _ordered(study, guess)
    step = study.scenario.belief.criterion_step
    rank = np.clip(np.ceil(leaning / step), 0, len(ordered) - 1).astype(np.int64)
    return np.array([codes[name] for name in ordered], dtype=np.int64)[rank]


def _ordered(study: Study, guess: Guess) -> list[str]:
    """The options from the least to the most active."""
    options = list(guess.options)
    if guess.about == "arm":
        active = [bool(study.active[row].any()) for row in study.sequence]
        return sorted(options, key=lambda name: active[study.arms.index(name)])
    return sorted(options, key=lambda name: _dose(study, name))


def _dose(study: Study, name: str) -> tuple[int, float]:
    kinds = ("none", "inactive_placebo", "active_placebo", "active")
    amount = dose_micrograms(study.protocol, name) or 0.0
    return kinds.index(study.protocol.intervention(name).kind), amount
