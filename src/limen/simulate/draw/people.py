"""Who takes part, and what they are given: strata, arms, sequences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from limen.allocation import Procedure
from limen.allocation.generate import allocations
from limen.errors import AllocationError
from limen.results import Floats, Ints
from limen.simulate.draw.kinetics import relative_exposure
from limen.simulate.draw.noise import BLOCK, Noise
from limen.simulate.study import Study


@dataclass(frozen=True, kw_only=True)
class People:
    """N people of R replicates. `strata` (N, factors) are codes of levels, alike in the block."""

    expectation: Floats  # (R, N), SDs
    criterion: Floats  # (R, N)
    strata: Ints  # (N, factors)
    arm: Ints  # (R, N)
    given: Ints  # (R, N, P), the intervention of each period
    exposure: Floats | None = None  # (R, N), over the typical person's; None: everybody alike

    def scaled(self, study: Study, what: str) -> Floats | float:
        """What a person's `noticing` or `direct` effect is multiplied by, shape (R, N) or ()."""
        follows = self.exposure is not None and what in study.scenario.exposure.scales
        return self.exposure if follows and self.exposure is not None else 1.0


def people(
    study: Study, noise: Noise, *, arm: int | None = None, given: int | None = None
) -> People:
    """Draw people, allocate them, and put drawn orders in order.

    `arm` sets everybody's arm, `given` the intervention of everybody in all periods.
    """
    n = study.people
    belief = study.scenario.belief
    expectation = noise.normal("expectation", n)
    strata = _strata(study, noise)
    if arm is None:
        drawn = _arms(study, noise, strata, expectation)
    else:
        drawn = np.full(expectation.shape, arm, dtype=np.int64)
    return People(
        expectation=expectation,
        criterion=belief.criterion + belief.criterion_sd * noise.normal("criterion", n),
        strata=strata,
        arm=drawn,
        given=_sequences(study, noise, drawn)
        if given is None
        else np.full((*drawn.shape, study.periods), given),
        exposure=relative_exposure(study, noise),
    )


def levels(study: Study) -> dict[str, tuple[str, ...]]:
    """The levels of each factor that allocation is balanced for, in the protocol's order."""
    planned: Any = study.protocol.allocation
    names = tuple(getattr(planned, "strata", ())) or tuple(
        factor.stratum for factor in getattr(planned, "factors", ())
    )
    population = study.protocol.population
    found = {one.id: one for one in getattr(population, "strata", ())}
    sites = getattr(population, "sites", ())
    site_ids = tuple(one.id for one in sites) if isinstance(sites, tuple) else ()
    return {
        name: tuple(found[name].levels) or (site_ids if found[name].from_ == "site" else ("all",))
        for name in names
    }


def _strata(study: Study, noise: Noise) -> Ints:
    """Levels, each as likely as the others, in order of enrolment."""
    counts = [len(names) for names in levels(study).values()]
    uniform = noise.stream("strata").random((study.people, len(counts)))
    codes: Ints = np.floor(uniform * np.array(counts, dtype=float)).astype(np.int64)
    return codes


def procedure(study: Study) -> Procedure | None:
    """How arms are drawn: as the protocol says, else each as likely; None with a single arm."""
    planned: Any = study.protocol.allocation
    if len(study.arms) < 2:
        return None
    if not hasattr(planned, "kind"):
        return Procedure(kind="complete", arms=study.arms, ratio=(1,) * len(study.arms))
    if planned.kind == "urn" and (planned.initial, planned.added) != (1, 1):
        raise AllocationError(
            "Urns can be simulated with one ball of each arm at the start and one added per draw; "
            "the protocol has another urn. Use permuted_blocks to rehearse it."
        )
    details = {
        name: getattr(planned, name)
        for name in ("block_sizes", "limit", "probability", "distance", "allow_deterministic")
        if hasattr(planned, name)
    }
    return Procedure(
        kind="complete" if planned.kind == "self_drawn" else planned.kind,
        arms=study.arms,
        ratio=tuple(planned.ratio[arm] for arm in study.arms),
        weights=tuple(factor.weight for factor in getattr(planned, "factors", ())),
        **details,
    )


def _arms(study: Study, noise: Noise, strata: Ints, expectation: Floats) -> Ints:
    """Arms, shape (R, N)."""
    n = study.people
    rule = procedure(study)
    if rule is None:
        return np.zeros(expectation.shape, dtype=np.int64)
    if study.observational:
        return _chosen(study, noise.uniform("allocation", n), expectation)
    codes = np.unique(strata, axis=0, return_inverse=True)[1].reshape(-1).astype(np.int64)
    drawn = allocations(
        rule,
        replicates=BLOCK,
        rng=noise.stream("allocation"),
        strata=codes if rule.uses_strata and strata.size else None,
        factors=None if rule.uses_strata else strata,
        participants=n,
    )
    return drawn[list(noise.keep)]


def _chosen(study: Study, uniform: Floats, expectation: Floats) -> Ints:
    """What people do anyway: each arm alike, more of the others the more they expect."""
    comparison = getattr(study.protocol.design, "comparison", None)
    reference = study.arms.index(comparison) if isinstance(comparison, str) else 0
    lean = np.array([arm != reference for arm in range(len(study.arms))], dtype=float)
    odds = np.exp(study.scenario.self_selection * expectation[..., np.newaxis] * lean)
    limits = np.cumsum(odds, axis=-1) / odds.sum(axis=-1, keepdims=True)
    chosen: Ints = (uniform[..., np.newaxis] >= limits).sum(axis=-1)
    return np.minimum(chosen, len(study.arms) - 1)


def _sequences(study: Study, noise: Noise, arm: Ints) -> Ints:
    """The intervention of each period, drawn orders put in order within each cycle.

    Each cycle holds as much of every intervention as the others.
    """
    given: Ints = study.sequence[arm]
    if not study.drawn_order.any():
        return given
    keys = noise.uniform("order", study.people, study.periods)
    size = study.periods // study.cycles
    order = np.argsort(keys.reshape(*arm.shape, study.cycles, size), axis=-1, kind="stable")
    dealt = np.sort(given, axis=-1).reshape(*arm.shape, size, study.cycles)
    cycles = np.swapaxes(dealt, -1, -2)
    shuffled = np.take_along_axis(cycles, order, axis=-1).reshape(given.shape)
    return np.where(study.drawn_order[arm][..., np.newaxis], shuffled, given)
