"""Guesses of one simulated trial: shares and indices."""

from __future__ import annotations

from math import nan

import numpy as np

from limen.analyse.blinding.counts import GuessCounts
from limen.analyse.blinding.indices.bang import bang
from limen.analyse.blinding.indices.james import james
from limen.rehearse.forecast.document.measures import (
    BangIndex,
    CorrectGuess,
    GuessShare,
    JamesIndex,
)
from limen.results import Ints
from limen.simulate.draw.answers import DONT_KNOW, NOT_ASKED
from limen.simulate.draw.draw import Draw

_DONT_KNOW = "dont_know"


def guess_share(measure: GuessShare, drawn: Draw) -> float:
    """The share of answers that are among those named; NaN if nobody answered."""
    names, _, answer = _answered(measure.guess, measure.given, drawn)
    codes = [DONT_KNOW if one == _DONT_KNOW else names.index(one) for one in measure.says]
    return _share(np.isin(answer, codes))


def correct_guess(measure: CorrectGuess, drawn: Draw) -> float:
    """The share of answers that name what was given; NaN if nobody answered."""
    _, given, answer = _answered(measure.guess, measure.given, drawn)
    return _share(given == answer)


def bang_index(measure: BangIndex, drawn: Draw) -> float:
    """Bang's index of an arm or intervention."""
    names, given, answer = _answered(measure.guess, measure.given, drawn)
    if not answer.size:
        return nan
    counts = _counts(names, given, answer)
    return float(bang(counts).value[0, names.index(measure.given)])


def james_index(measure: JamesIndex, drawn: Draw) -> float:
    """James's index; NaN if an arm has no answer."""
    counts = _counts(*_answered(measure.guess, None, drawn))
    if not np.all(counts.total):
        return nan
    return float(james(counts).value[0, 0])


def _answered(guess: str, given: str | None, drawn: Draw) -> tuple[tuple[str, ...], Ints, Ints]:
    """Names of the options, and for each answer what was given and what was said."""
    planned = drawn.study.protocol.guess(guess)
    names = drawn.study.arms if planned.about == "arm" else drawn.study.interventions
    answers = drawn.guesses(guess)
    truth = _given(str(planned.about), answers.occasions, drawn)
    asked = answers.answer != NOT_ASKED
    if given is not None:
        asked &= truth == names.index(given)
    return names, truth[asked], answers.answer[asked]


def _given(about: str, occasions: tuple[str, ...], drawn: Draw) -> Ints:
    """What was given at each occasion, as an index of arms or interventions, (R, N, T)."""
    line, doses = drawn.study.timeline, drawn.course.doses
    days = [int(line.occasion_day[line.occasion_index[name]]) for name in occasions]
    columns = []
    for day in days:
        due, period = int(line.doses_by[day]), max(int(line.period[day]), 0)
        if about == "arm":
            columns.append(drawn.arm)
        elif about == "administration" and due:
            columns.append(doses.content[:, :, due - 1])
        else:
            columns.append(doses.given[:, :, period])
    return np.stack(columns, axis=-1)


def _counts(names: tuple[str, ...], given: Ints, answer: Ints) -> GuessCounts:
    table = np.zeros((1, len(names), len(names) + 1))
    said = np.where(answer == DONT_KNOW, len(names), answer)
    for row, column in zip(given.tolist(), said.tolist(), strict=True):
        table[0, row, column] += 1
    return GuessCounts(arms=names, answers=table)


def _share(counts: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> float:
    return float(counts.mean()) if counts.size else nan
