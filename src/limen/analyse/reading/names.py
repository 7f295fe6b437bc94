"""What a study compares: ids and titles of its arms and interventions, the reference first."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from limen.errors import NotIdentifiedError
from limen.protocol import Protocol
from limen.protocol.document.measurement import Guess


@dataclass(frozen=True)
class Names:
    """Arms and interventions of a protocol, in the order of the codes in layouts."""

    protocol: Protocol

    @cached_property
    def interventions(self) -> tuple[str, ...]:
        """Ids of the interventions that arms hold, the reference first."""
        used = {name for arm in self.protocol.arms for name in arm.periods}
        reference = self.protocol.reference_intervention.id
        return (
            reference,
            *(i.id for i in self.protocol.interventions if i.id in used - {reference}),
        )

    @cached_property
    def arms(self) -> tuple[str, ...]:
        """Ids of the arms, the reference first."""
        reference = self.protocol.reference_intervention.id
        plain = [arm.id for arm in self.protocol.arms if set(arm.periods) == {reference}]
        return (*plain[:1], *(arm.id for arm in self.protocol.arms if arm.id not in plain[:1]))

    @cached_property
    def arm_titles(self) -> tuple[str, ...]:
        """Titles of the arms in the same order; ids where two share a title."""
        return _distinct(self.arms, tuple(self.protocol.arm(name).title for name in self.arms))

    @cached_property
    def intervention_titles(self) -> tuple[str, ...]:
        """Titles of the interventions in the same order; ids where two share a title."""
        names = self.interventions
        return _distinct(names, tuple(self.protocol.intervention(name).title for name in names))

    def guessed(self, planned: Guess, basis: str) -> tuple[str, ...]:
        """Ids of what a guess is about, in the order of a layout's interventions.

        Raises `NotIdentifiedError` if it asks for nothing that `basis` compares.
        """
        names = self.arms if basis == "arm" else self.interventions
        if not set(planned.options) & set(names):
            raise NotIdentifiedError(
                f"{planned.title} asks for {', '.join(planned.options)}, but {basis} compares "
                f"{', '.join(names)}. Compare what was guessed, or take the guess out."
            )
        return names


def _distinct(ids: tuple[str, ...], titles: tuple[str, ...]) -> tuple[str, ...]:
    return titles if len(set(titles)) == len(titles) else ids
