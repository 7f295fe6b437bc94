"""The first participants of a study, as a board sees them at a look."""

from __future__ import annotations

from dataclasses import dataclass, replace

from limen.analyse.layout import Covariate, Layout
from limen.analyse.reading.names import Names
from limen.analyse.reading.source import Source
from limen.analyse.safety import SafetyCounts
from limen.protocol import Protocol
from limen.protocol.document.measurement import Outcome
from limen.results import Ints

_BY_PERSON = (
    "value",
    "observed",
    "arm",
    "intervention",
    "guess",
    "confidence",
    "baseline",
    "period",
    "day",
)


def first_people(layout: Layout, n: int) -> Layout:
    """The same layout with its first n participants; all of them if it has no more."""
    cut = {
        name: array[:, :n] for name in _BY_PERSON if (array := getattr(layout, name)) is not None
    }
    covariates = {name: _cut(one, n) for name, one in layout.covariates.items()}
    return replace(layout, participants=layout.participants[:n], covariates=covariates, **cut)


def _cut(covariate: Covariate, n: int) -> Covariate:
    return replace(covariate, values=covariate.values[:, :n])


@dataclass(frozen=True, eq=False)
class FirstPeople:
    """A source that knows the first n participants, in order of enrolment, with all they did."""

    source: Source
    n: int

    @property
    def protocol(self) -> Protocol:
        """The protocol of the study."""
        return self.source.protocol

    @property
    def exposure(self) -> Names:
        """Who can be compared."""
        return self.source.exposure

    @property
    def sealed(self) -> bool:
        """Whether the arms are unknown."""
        return self.source.sealed

    @property
    def strata(self) -> Ints:
        """Codes of the factors that allocation was balanced for, shape (n, factors)."""
        return self.source.strata[: self.n]

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
        whole = self.source.layout(
            outcome, occasions=occasions, basis=basis, guess=guess, covariates=covariates
        )
        return first_people(whole, self.n)

    def guesses(self, guess: str, *, occasions: tuple[str, ...] = ()) -> Layout:
        """The layout of a guess itself; see `Reader.guesses`."""
        return first_people(self.source.guesses(guess, occasions=occasions), self.n)

    def scores_as_recorded(self, outcome: str, *, occasions: tuple[str, ...]) -> Layout:
        """Scores by arm, change not taken; see `Reader.scores_as_recorded`."""
        return first_people(self.source.scores_as_recorded(outcome, occasions=occasions), self.n)

    def safety(self) -> SafetyCounts:
        """Adverse events by participant; `NotIdentifiedError` if nobody had any."""
        whole = self.source.safety()
        names = ("arm", "events", "serious", "withdrawn", "exposure_days")
        return replace(whole, **{name: getattr(whole, name)[:, : self.n] for name in names})

    def unit(self, planned: Outcome) -> str:
        """The outcome's unit."""
        return self.source.unit(planned)
