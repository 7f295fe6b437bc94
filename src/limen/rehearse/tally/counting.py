"""Counts of what happened to people in a draw: what they guessed, what is missing, who left."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from limen.protocol.document.measurement import Guess
from limen.rehearse.tally.tally import Count
from limen.results import Ints
from limen.simulate.draw import DONT_KNOW, Draw
from limen.simulate.draw.course import AT_RANDOM, CODE_BROKEN, NO_BENEFIT, SIDE_EFFECT

REASONS = {
    "at random": AT_RANDOM,
    "side effect": SIDE_EFFECT,
    "no benefit": NO_BENEFIT,
    "code broken": CODE_BROKEN,
}
UNSURE, NOTHING = "dont_know", "nothing"


def counts(draw: Draw) -> dict[Count, int]:
    """How often each thing happened, over all replicates and people of a draw.

    `("people", arm)`, `("left", arm, reason)`, `("stopped", arm)`: people. `("due", outcome,
    occasion, arm)` and `("seen", ...)`: scores planned and there. `("guess", guess, occasion,
    given, answer)`: answers, by the arm or by the intervention that the guess is about.
    """
    return {key: n for key, n in _all(draw) if n}  # a cell that never fills takes no room


def _all(draw: Draw) -> Iterator[tuple[Count, int]]:
    study = draw.study
    members = [draw.arm == k for k in range(len(study.arms))]
    sizes = [int(one.sum()) for one in members]
    course, never = draw.course, len(study.timeline.days)
    for arm, who, size in zip(study.arms, members, sizes, strict=True):
        yield ("people", arm), size
        for reason, code in REASONS.items():
            yield ("left", arm, reason), int((who & (course.reason == code)).sum())
        yield ("stopped", arm), int((who & (course.stopped < never)).sum())
    for one in study.series:
        for outcome, columns in one.outcomes.items():
            seen = draw.observed(outcome)
            names = [study.timeline.occasions[t].id for t in one.occasions[columns]]
            for arm, who, size in zip(study.arms, members, sizes, strict=True):
                there = (seen & who[..., np.newaxis]).sum(axis=(0, 1)).tolist()
                for occasion, n in zip(names, there, strict=True):
                    yield ("due", outcome, occasion, arm), size
                    yield ("seen", outcome, occasion, arm), n
    for guess in study.guesses:
        yield from _guessed(draw, guess)


def _guessed(draw: Draw, guess: Guess) -> Iterator[tuple[Count, int]]:
    """Answers cross-tabulated with what was given; -1 stands for nothing yet, or no answer."""
    names = draw.study.arms if guess.about == "arm" else draw.study.interventions
    found = draw.guesses(guess.id)
    given = _given(draw, guess, found.occasions)
    places = len(names) + 1
    for t, occasion in enumerate(found.occasions):
        answer = found.answer[:, :, t]
        asked = answer >= DONT_KNOW
        cell = (given[:, :, t][asked] + 1) * places + answer[asked] + 1
        table = np.bincount(cell, minlength=places**2).reshape(places, places)
        for row, got in enumerate((NOTHING, *names)):
            for column, said in enumerate((UNSURE, *names)):
                key = ("guess", guess.id, occasion, got, said)
                yield key, int(table[row, column])


def _given(draw: Draw, guess: Guess, occasions: tuple[str, ...]) -> Ints:
    """What a guess is about at each occasion, shape (R, N, T); -1 where nothing was given yet."""
    line, doses = draw.study.timeline, draw.course.doses
    found = []
    for occasion in occasions:
        day = line.occasion_day[line.occasion_index[occasion]]
        due, period = int(line.doses_by[day]), int(line.period[day])
        if guess.about == "arm":
            found.append(draw.arm)
        elif period < 0 or (guess.about == "administration" and not due):
            found.append(np.full(draw.arm.shape, -1))
        elif guess.about == "administration":
            found.append(doses.content[:, :, due - 1])
        else:
            found.append(doses.given[:, :, period])
    return np.stack(found, axis=-1)
