"""Where layouts come from: a dataset, or many simulated replicates of one."""

from __future__ import annotations

from typing import Protocol as Interface

from limen.analyse.layout import Layout
from limen.analyse.reading.names import Names
from limen.analyse.safety import SafetyCounts
from limen.protocol import Protocol
from limen.protocol.document.measurement import Outcome
from limen.results import Ints


class Source(Interface):
    """What a planned analysis reads: the same questions to one dataset and to R replicates."""

    @property
    def protocol(self) -> Protocol:
        """The protocol of the study."""

    @property
    def exposure(self) -> Names:
        """Who can be compared; `SealedError` if the arms are unknown."""

    @property
    def sealed(self) -> bool:
        """Whether the arms are unknown."""

    @property
    def strata(self) -> Ints:
        """Codes of the factors that allocation was balanced for, shape (N, factors)."""

    def layout(
        self,
        outcome: str,
        *,
        occasions: tuple[str, ...] = (),
        basis: str | None = None,
        guess: str | None = None,
        covariates: tuple[str, ...] = (),
    ) -> Layout:
        """The layout of an outcome; arguments as in `Reader.layout`."""

    def guesses(self, guess: str, *, occasions: tuple[str, ...] = ()) -> Layout:
        """The layout of a guess itself; see `Reader.guesses`."""

    def scores_as_recorded(self, outcome: str, *, occasions: tuple[str, ...]) -> Layout:
        """Scores by arm, change not taken; see `Reader.scores_as_recorded`."""

    def safety(self) -> SafetyCounts:
        """Adverse events by participant; `NotIdentifiedError` if nobody had any."""

    def unit(self, planned: Outcome) -> str:
        """The outcome's unit."""


def unit_of(planned: Outcome) -> str:
    """An outcome's unit, "points" where it names none."""
    return str(planned.unit) if planned.unit else "points"
