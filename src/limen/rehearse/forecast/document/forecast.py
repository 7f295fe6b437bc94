"""A forecast: what was predicted of a trial, when, from what; sealed by a hash of its content."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, JsonValue, StringConstraints, model_validator

from limen.protocol.canonical import digest
from limen.protocol.document.part import Id, Number, Sha256, Share, Text, Whole
from limen.rehearse.forecast.document.beliefs import Assumption
from limen.simulate.scenario.document import Supposition

LEVELS = (0.01, 0.025, *(n / 20 for n in range(1, 20)), 0.975, 0.99)

Day = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-[0-1][0-9]-[0-3][0-9]$")]


class ForProtocol(Supposition):
    """The protocol that was simulated."""

    id: Id = Field(description="Its id")
    version: Text = Field(description="Its version")
    hash: Sha256 = Field(description="Its hash")
    simulated_hash: Sha256 = Field(description="Its hash with what the beliefs supplied")


class Prediction(Supposition):
    """One quantity: a predictive distribution, or the probability of an event."""

    id: Id = Field(description="Short name; the outcomes file carries it")
    title: Text = Field(description="The quantity in words")
    unit: Text = Field(description="share, index, points, SD, events per person or probability")
    measure: dict[str, JsonValue] = Field(description="The quantity as it was computed")
    known_before: Text | None = Field(
        default=None, description="What had been read of its outcome by then"
    )
    probability: Share | None = Field(default=None, description="Of an event")
    mean: Number | None = Field(default=None, description="Mean of the distribution")
    quantiles: tuple[Number, ...] = Field(
        default=(), description="The distribution's quantiles at the forecast's levels"
    )
    undefined: Annotated[Whole, Field(ge=0)] = Field(
        default=0, description="Simulated trials in which the quantity did not exist"
    )

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if (self.probability is None) == (not self.quantiles):
            raise ValueError("a prediction has either quantiles or a probability")
        if any(b < a for a, b in zip(self.quantiles, self.quantiles[1:], strict=False)):
            raise ValueError("quantiles must not fall")
        return self


class Forecast(Supposition):
    """Predictions for one trial, made on a day; `hash` is over everything else in it."""

    limen: Literal[1] = Field(description="Version of the format")
    id: Id = Field(description="Short name")
    trial: Text = Field(description="The trial")
    title: Text = Field(description="The forecast in a line")
    made_on: Day = Field(description="Day on which it was made, in UTC")
    made_with: Text = Field(description="Version of Limen")
    protocol: ForProtocol = Field(description="The protocol that was simulated")
    scenario_hash: Sha256 = Field(description="Hash of the scenario whose fields were drawn")
    beliefs_hash: Sha256 = Field(description="Hash of the beliefs it was made from")
    seed: Annotated[Whole, Field(ge=0)] = Field(description="Seed")
    draws: Annotated[Whole, Field(ge=1)] = Field(description="Simulated trials, one per draw")
    assumptions: tuple[Assumption, ...] = Field(description="In words, each with its source")
    known_before: tuple[Text, ...] = Field(default=(), description="What had been read by then")
    not_known: tuple[Text, ...] = Field(default=(), description="What it does not know")
    levels: tuple[Share, ...] = Field(min_length=3, description="Levels of the quantiles")
    predictions: tuple[Prediction, ...] = Field(min_length=1, description="What is predicted")
    drawn: dict[str, JsonValue] = Field(
        description="Scenario, priors and what was supplied, as they were written"
    )
    hash: str = Field(default="", description="SHA-256 over the rest of the content")

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if any(b <= a for a, b in zip(self.levels, self.levels[1:], strict=False)):
            raise ValueError("levels must rise")
        for one in self.predictions:
            if one.quantiles and len(one.quantiles) != len(self.levels):
                raise ValueError(f"`{one.id}` needs one quantile for each level")
        return self

    @property
    def content_hash(self) -> str:
        """SHA-256 over the content as it is, whatever `hash` says."""
        return digest(self.model_copy(update={"hash": ""}))

    def sealed(self) -> Forecast:
        """The same, with the hash of its content."""
        return self.model_copy(update={"hash": self.content_hash})
