"""How sure somebody is of a scenario's numbers: distributions on its fields, each with a source."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from limen.protocol.document.part import Id, Number, Text
from limen.simulate.scenario.document import Supposition

EACH = "{each}"  # in a field: one id of `each` after the other


class Normal(Supposition):
    """Normal with mean and SD."""

    kind: Literal["normal"] = Field(description="The distribution")
    mean: Number = Field(description="Mean")
    sd: Number = Field(ge=0, description="Standard deviation")


class LogNormal(Supposition):
    """Log-normal with its median, and the SD of the logarithm."""

    kind: Literal["lognormal"] = Field(description="The distribution")
    median: Number = Field(gt=0, description="Median")
    log_sd: Number = Field(ge=0, description="Standard deviation of the logarithm")


class Beta(Supposition):
    """Beta with its mean, and a size: as sure as after that many yes-or-no observations."""

    kind: Literal["beta"] = Field(description="The distribution")
    mean: Number = Field(gt=0, lt=1, description="Mean")
    size: Number = Field(gt=0, description="Sum of the two shape parameters")


class Uniform(Supposition):
    """Every value between two is as likely."""

    kind: Literal["uniform"] = Field(description="The distribution")
    low: Number = Field(description="Lowest value")
    high: Number = Field(description="Highest value")


Distribution = Annotated[Normal | LogNormal | Beta | Uniform, Field(discriminator="kind")]


class Prior(Supposition):
    """One uncertain number, and the fields of the scenario that it moves.

    A field takes its factor times the drawn number; where several priors name a field, they add
    up. With `each`, every id of the list has a draw of its own.
    """

    id: Id = Field(description="Short name; its random stream is named after it")
    fields: dict[Text, Number] = Field(
        min_length=1,
        description="Field of the scenario -> factor; elements of lists by id or number: "
        "`outcomes.mood.direct.active`, `every_outcome.by_lag[1]`, `outcomes.{each}.belief`",
    )
    each: tuple[Id, ...] = Field(default=(), description="What `{each}` stands for, in turn")
    distribution: Distribution = Field(description="What the number may be")
    at_least: Number | None = Field(default=None, description="Draws below count as this")
    at_most: Number | None = Field(default=None, description="Draws above count as this")
    source: Text = Field(description='Where this comes from, or "assumed" and why')

    @property
    def names(self) -> dict[str, dict[str, float]]:
        """Name of each draw -> its fields with their factors."""
        if not self.each:
            return {self.id: dict(self.fields)}
        return {
            f"{self.id} {name}": {key.replace(EACH, name): f for key, f in self.fields.items()}
            for name in self.each
        }


class NoticingPrior(Supposition):
    """d′ and criterion from what is known of a substance, and how far studies differ from it.

    Sets `noticing.d_prime` of every intervention that holds a dose, and `belief.criterion` with
    its SD. One draw takes one of the shapes, by weight, and its d′ and k with their standard
    errors and correlation; d′ is then multiplied by exp(N(0, `d_prime_log_sd`²)), and N(
    `criterion_shift`, `criterion_shift_sd`²) is added to k.
    """

    substance: Id = Field(description="Substance that comes with Limen: lsd, psilocybin")
    constant: Number = Field(default=1.0, ge=0, description="Weight of one d′ for every dose")
    proportional: Number = Field(
        default=1.0, ge=0, description="Weight of a d′ in proportion to the dose"
    )
    d_prime_log_sd: Number = Field(
        default=0.0, ge=0, description="Between studies: SD of the logarithm of d′"
    )
    criterion_shift: Number = Field(default=0.0, description="Added to the criterion")
    criterion_shift_sd: Number = Field(
        default=0.0, ge=0, description="Between studies: SD of the criterion"
    )
    source: Text = Field(description='Where the differences come from, or "assumed" and why')

    @model_validator(mode="after")
    def _some_shape(self) -> Self:
        if self.constant + self.proportional == 0:
            raise ValueError("one of `constant` and `proportional` must have a weight above 0")
        return self
