"""Allocation: the procedure by which people get their arm."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from limen.protocol.document.part import Id, Number, Part, Share, Text, Whole, YesNo

Ratio = dict[Id, Annotated[Whole, Field(ge=1)]]


class PermutedBlocks(Part):
    """Blocks in random order of sizes drawn from a list, within each stratum."""

    kind: Literal["permuted_blocks"] = Field(description="The procedure")
    ratio: Ratio = Field(description="Participants per arm in the smallest block")
    strata: tuple[Id, ...] = Field(default=(), description="Stratification factors")
    block_sizes: tuple[Annotated[Whole, Field(ge=2)], ...] = Field(
        min_length=1, description="Sizes to draw from, multiples of the ratio's sum"
    )


class Complete(Part):
    """An independent draw per participant."""

    kind: Literal["complete"] = Field(description="The procedure")
    ratio: Ratio = Field(description="Chances of the arms, relative to each other")


class BigStick(Part):
    """A fair coin until the imbalance reaches a limit."""

    kind: Literal["big_stick"] = Field(description="The procedure")
    ratio: Ratio = Field(description="Participants per arm, equal")
    strata: tuple[Id, ...] = Field(default=(), description="Stratification factors")
    limit: Whole = Field(ge=1, description="Largest imbalance allowed")


class BiasedCoin(Part):
    """Efron's coin: the arm that is behind has the larger chance."""

    kind: Literal["biased_coin"] = Field(description="The procedure")
    ratio: Ratio = Field(description="Participants per arm, equal")
    strata: tuple[Id, ...] = Field(default=(), description="Stratification factors")
    probability: Share = Field(default=2 / 3, description="Chance of the arm that is behind")


class Urn(Part):
    """Wei's urn: each draw adds balls of the other arms."""

    kind: Literal["urn"] = Field(description="The procedure")
    ratio: Ratio = Field(description="Participants per arm, equal")
    strata: tuple[Id, ...] = Field(default=(), description="Stratification factors")
    initial: Whole = Field(default=1, ge=0, description="Balls of each arm at the start")
    added: Whole = Field(default=1, ge=1, description="Balls of the other arms added per draw")


class MinimisationFactor(Part):
    """A factor to be balanced, with its weight."""

    stratum: Id = Field(description="Stratification factor")
    weight: Number = Field(default=1.0, gt=0, description="Its weight in the total imbalance")


class Minimisation(Part):
    """Pocock and Simon: the arm that leaves the least imbalance is likeliest."""

    kind: Literal["minimisation"] = Field(description="The procedure")
    ratio: Ratio = Field(description="Participants per arm")
    factors: tuple[MinimisationFactor, ...] = Field(min_length=1, description="What is balanced")
    distance: Literal["range", "variance"] = Field(
        default="range", description="How imbalance is measured"
    )
    probability: Share = Field(default=0.8, description="Chance of the arm with least imbalance")
    allow_deterministic: YesNo = Field(
        default=False, description="Needed for `probability: 1`, which anybody can predict"
    )


class SelfDrawn(Part):
    """Participants draw their own arm from coded envelopes, each with the same chance."""

    kind: Literal["self_drawn"] = Field(description="The procedure")
    ratio: Ratio = Field(description="Envelopes per arm in the draw")
    description: Text | None = Field(default=None, description="How the draw works")


Allocation = Annotated[
    PermutedBlocks | Complete | BigStick | BiasedCoin | Urn | Minimisation | SelfDrawn,
    Field(discriminator="kind"),
]
