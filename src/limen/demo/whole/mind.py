"""What the virtual people feel and say: a small effect on dosing days, a guess by what is felt."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from limen.demo.lived.character import Character
from limen.demo.lived.form import Field
from limen.demo.lived.mind import Mind


@dataclass(frozen=True, kw_only=True)
class Truth:
    """What is true of every virtual person, and nobody in the study knows."""

    mood: float = 5.0  # points better on a day on which LSD was taken, and none on the day after
    felt: float = 16.0  # points of drug intensity by LSD, beyond what placebo makes people feel
    reduced: float = 0.5  # share of both that half a dose has
    between: float = 9.0  # standard deviation of mood between people
    within: float = 9.0  # and from day to day


TRUTH: Final = Truth()
_MOST_FELT: Final = 74.0  # of those whom nothing befalls: below the rule that holds doses
_PLACEBO_FELT, _SCATTER = 7.0, 9.0


class Feeling(Mind):
    """A mind that feels what was taken today: `dose` is the share of a full dose of LSD."""

    def __init__(
        self, character: Character, seed: int, *, doses_in_a_kit: int, truth: Truth = TRUTH
    ) -> None:
        super().__init__(character, seed, doses_in_a_kit=doses_in_a_kit)
        self.truth = truth
        self.dose = 0.0
        self.overwhelmed = False  # once
        self._self = self.chance.gauss(0, truth.between)
        self._mood = 60.0

    def _live(self, local: datetime) -> None:
        truth = self.truth
        self._mood = 60 + self._self + truth.mood * self.dose + self.chance.gauss(0, truth.within)
        felt = _PLACEBO_FELT + truth.felt * self.dose + self.chance.gauss(0, _SCATTER)
        self._felt = min(_MOST_FELT, max(0.0, felt))

    def _answer(self, one: Field, local: datetime) -> str | None:
        slot = one.name.rpartition(".")[2]
        if slot == "intensity":
            if self.overwhelmed:
                self.overwhelmed, self._felt = False, 85.0
            return str(round(self._felt))
        return super()._answer(one, local)

    def _state(self, slot: str) -> float:
        return 100 - self._mood if slot == "irritability" else self._mood

    def _guess(self) -> str:
        if self.chance.random() < 0.15:
            return "dont_know"
        sure = 1 / (1 + math.exp(-(self._felt - 15) / 8))
        return "MD" if self.chance.random() < sure else "PL"
