"""What a forecast is made from: a scenario, how sure one is of it, what to predict."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from limen.protocol.canonical import digest
from limen.protocol.document.measurement import Guess
from limen.protocol.document.part import Id, Text, Whole
from limen.protocol.document.treatment.allocation import PermutedBlocks
from limen.rehearse.forecast.document.measures import Measure
from limen.rehearse.forecast.document.priors import NoticingPrior, Prior
from limen.simulate.scenario.document import Scenario, Supposition


class Assumption(Supposition):
    """Something that the forecast takes for granted, in words."""

    text: Text = Field(description="What is assumed")
    source: Text = Field(description='Where it comes from, or "assumed"')


class Question(Supposition):
    """One quantity that is predicted."""

    id: Id = Field(description="Short name; the outcomes file carries it")
    title: Text = Field(description="The quantity in words")
    measure: Measure = Field(description="The quantity as it is computed")
    known_before: Text | None = Field(
        default=None,
        description="What had been read of its outcome when the forecast was made; such a "
        "prediction is scored, and left out of the summary",
    )


class Supplied(Supposition):
    """What might be, where the protocol says `{unknown: ...}`; nothing else can be replaced."""

    guesses: tuple[Guess, ...] = Field(default=(), description="Treatment guesses")
    allocation: PermutedBlocks | None = Field(default=None, description="How arms are drawn")


class Beliefs(Supposition):
    """What somebody believes about a trial, and how surely: all that a forecast is made from."""

    limen: Literal[1] = Field(description="Version of the format")
    id: Id = Field(description="Short name")
    trial: Text = Field(description="The trial, e.g. its id in the fact tables, or a register's")
    title: Text = Field(description="The forecast in a line")
    protocol: Id = Field(description="Id of the protocol that it is about")
    seed: Annotated[Whole, Field(ge=0)] = Field(description="Seed of all random numbers")
    draws: Annotated[Whole, Field(ge=20, le=20_000)] = Field(
        description="Draws of the parameters; one trial is simulated for each"
    )
    assumptions: tuple[Assumption, ...] = Field(min_length=1, description="In words")
    known_before: tuple[Text, ...] = Field(
        default=(), description="What had been read of the trial's results by then"
    )
    not_known: tuple[Text, ...] = Field(
        default=(), description="What the forecast does not know of the trial"
    )
    supplied: Supplied = Field(
        default=Supplied(), description="What might be, where the protocol does not say"
    )
    scenario: Scenario = Field(description="The scenario whose fields are drawn")
    noticing: NoticingPrior | None = Field(
        default=None, description="d′ and criterion from a substance's data"
    )
    priors: tuple[Prior, ...] = Field(default=(), description="What else is drawn")
    predictions: tuple[Question, ...] = Field(min_length=1, description="What is predicted")

    @property
    def hash(self) -> str:
        """SHA-256 over the content; what is at its default does not count."""
        return digest(self)
