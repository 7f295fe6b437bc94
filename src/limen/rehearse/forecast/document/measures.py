"""What is predicted: quantities that a report of a trial prints, as they are computed from it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from limen.protocol.document.part import Id, Number, Text
from limen.simulate.scenario.document import Supposition

Unit = Literal["share", "index", "points", "SD", "events per person", "probability"]


class GuessShare(Supposition):
    """The share of all answers to a guess that are among `says`."""

    kind: Literal["guess_share"] = Field(description="The quantity")
    guess: Id = Field(description="The guess of the protocol")
    given: Id | None = Field(
        default=None, description="Answers of this arm only, or about this intervention"
    )
    says: tuple[Id, ...] = Field(
        min_length=1, description="Answers that count: arms or interventions, or `dont_know`"
    )


class CorrectGuess(Supposition):
    """The share of all answers to a guess, "don't know" included, that name what was given."""

    kind: Literal["correct_guess"] = Field(description="The quantity")
    guess: Id = Field(description="The guess of the protocol")
    given: Id | None = Field(
        default=None, description="Answers of this arm only, or about this intervention"
    )


class BangIndex(Supposition):
    """Bang's index of an arm or an intervention."""

    kind: Literal["bang_index"] = Field(description="The quantity")
    guess: Id = Field(description="The guess of the protocol")
    given: Id = Field(description="The arm or intervention")


class JamesIndex(Supposition):
    """James's index of all answers."""

    kind: Literal["james_index"] = Field(description="The quantity")
    guess: Id = Field(description="The guess of the protocol")


class Mean(Supposition):
    """The mean over people of an outcome, or of its change where the protocol takes one."""

    kind: Literal["mean"] = Field(description="The quantity")
    outcome: Id = Field(description="The outcome of the protocol")
    given: Id = Field(description="Under this intervention")


class MeanDifference(Supposition):
    """Mean under one intervention minus mean under another, of people's own means.

    Within people where they got both, else between people. In SDs: divided by the SD of all scores
    under the reference in the same trial.
    """

    kind: Literal["mean_difference"] = Field(description="The quantity")
    outcome: Id = Field(description="The outcome of the protocol")
    active: Id = Field(description="The intervention")
    reference: Id = Field(description="The intervention it is compared with")
    unit: Literal["points", "SD"] = Field(description="Unit of the difference")


class Significant(Supposition):
    """Whether that difference has p < alpha (two-sided t-test), in the named direction."""

    kind: Literal["significant"] = Field(description="The quantity")
    outcome: Id = Field(description="The outcome of the protocol")
    active: Id = Field(description="The intervention")
    reference: Id = Field(description="The intervention it is compared with")
    direction: Literal["either", "higher", "lower"] = Field(
        default="either", description="Which way the active must differ"
    )
    alpha: Number = Field(default=0.05, gt=0, lt=1, description="Level of the test")


class Left(Supposition):
    """The share of people who left or stopped dosing before the end, or a difference of two."""

    kind: Literal["left"] = Field(description="The quantity")
    arm: Id | None = Field(default=None, description="Of this arm only")
    minus: Id | None = Field(default=None, description="Minus the share of this arm")


class AdverseEvents(Supposition):
    """Adverse events after doses of an intervention, or a difference between two."""

    kind: Literal["adverse_events"] = Field(description="The quantity")
    count: Literal["per_person", "people"] = Field(
        description="Events per person, or the share of people with at least one"
    )
    given: Id = Field(description="After doses of this intervention")
    minus: Id | None = Field(default=None, description="Minus the same of this intervention")
    term: Text | None = Field(default=None, description="This event only")


Measure = Annotated[
    GuessShare
    | CorrectGuess
    | BangIndex
    | JamesIndex
    | Mean
    | MeanDifference
    | Significant
    | Left
    | AdverseEvents,
    Field(discriminator="kind"),
]


def unit_of(measure: Measure) -> Unit:
    """The unit in which a measure is predicted and observed."""
    match measure:
        case MeanDifference():
            return measure.unit
        case Mean():
            return "points"
        case BangIndex() | JamesIndex():
            return "index"
        case Significant():
            return "probability"
        case AdverseEvents(count="per_person"):
            return "events per person"
        case _:
            return "share"
