"""What the study itself says to people: an instruction about their arm, and requests to guess."""

from __future__ import annotations

import numpy as np

from limen.protocol.document.measurement import Guess
from limen.results import Bools, Floats, Ints
from limen.simulate.draw.noise import Noise
from limen.simulate.study import Study


def told(study: Study, noise: Noise) -> Floats | float:
    """How far an instruction moves each person's leaning, shape (R, N); 0.0 where there is none."""
    said = study.scenario.belief.told
    if said.weight == 0:
        return 0.0
    active = noise.uniform("told", study.people) < said.share
    return np.where(active, said.weight, -said.weight)


def in_part_asked(study: Study, guess: Guess, noise: Noise) -> Bools:
    """Who belongs to the random part that is asked a guess, shape (R, N)."""
    share = guess.share_asked
    if not isinstance(share, float) or share >= 1:
        return np.ones((len(noise.keep), study.people), dtype=bool)
    return noise.uniform(f"asked {guess.id}", study.people) < share


def first_asked(study: Study, noise: Noise) -> Ints:
    """The day, by index, on which each participant is first asked to guess, shape (R, N).

    The number of days for those who never are. Who misses that occasion counts as asked.
    """
    line = study.timeline
    first = np.full((len(noise.keep), study.people), len(line.days), dtype=np.int64)
    for guess in study.guesses:
        if not by_participant(study, guess):
            continue
        names = study.protocol.occasion_ids(*guess.occasions)
        day = min(int(line.occasion_day[line.occasion_index[name]]) for name in names)
        first = np.where(in_part_asked(study, guess, noise), np.minimum(first, day), first)
    return first


def by_participant(study: Study, guess: Guess) -> bool:
    """Whether participants answer the guess; raters guess too."""
    kinds = {one.id: one.kind for one in study.protocol.respondents}
    return kinds.get(str(guess.respondent), "participant") == "participant"
