"""Potential worlds: everybody under one condition, belief left free or held."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from limen.analyse.batch.quantity import Target
from limen.simulate.draw import BLOCK, Draw, draw
from limen.simulate.draw.noise import Remembered
from limen.simulate.study import Study

FREE, AT_PLACEBO, AT_ACTIVE = None, 0.0, 1.0
NEEDED: dict[str, tuple[float | None, ...]] = {
    "free": (FREE,),
    "placebo": (FREE, AT_PLACEBO),
    "active": (FREE, AT_ACTIVE),
    "alike": (FREE, AT_PLACEBO, AT_ACTIVE),
}
"""In which states of belief a target's worlds are drawn; the free ones give `Truth.sd`."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """Part of the people that a rehearsal draws: the first replicates of one block."""

    study: Study
    seed: int
    block: int
    keep: range


@dataclass(frozen=True, kw_only=True)
class World:
    """Everybody under one arm, or given one intervention."""

    basis: str
    condition: str

    def drawn(self, part: Part, noise: Remembered) -> Draw:
        """The people of a part in this world, belief left free."""
        by_arm = self.basis == "arm"
        found = draw(
            part.study,
            seed=part.seed,
            block=part.block,
            keep=part.keep,
            arm=self.condition if by_arm else None,
            given=None if by_arm else self.condition,
            fillers=self.basis != "administration",
        )
        return replace(found, noise=noise)


def worlds_of(part: Part, targets: Iterable[Target]) -> dict[World, Draw]:
    """All worlds that the targets compare, with the same people and the same noise."""
    noise = Remembered(part.seed, part.block, tuple(part.keep))
    wanted = dict.fromkeys(world for target in targets for world in pair(target))
    return {world: world.drawn(part, noise) for world in wanted}


def pair(target: Target) -> tuple[World, World]:
    """The two worlds that a target compares, the active one first."""
    active, reference = (
        World(basis=target.basis, condition=name) for name in (target.active, target.reference)
    )
    return active, reference


def parts(study: Study, *, seed: int, blocks: int, people: int) -> list[Part]:
    """As many replicates of each block as give `people` altogether; never fewer than two."""
    each = min(max(people // (blocks * study.people), 2), BLOCK)
    return [Part(study=study, seed=seed, block=block, keep=range(each)) for block in range(blocks)]


def belief_matters(study: Study) -> bool:
    """Whether believing moves anything; if not, worlds are the same whatever is believed."""
    return any(cells.model.belief for series in study.series for cells in series.cells)
