"""A protocol and a scenario, looked up once: what simulation asks again and again."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from limen.dataset.vocabulary import parts
from limen.errors import DocumentError, Problem
from limen.protocol import Protocol
from limen.protocol.document.measurement import Guess
from limen.protocol.document.opening import written
from limen.protocol.document.treatment import NOf1, Observational
from limen.results import Bools, Floats, Ints
from limen.simulate.gaps import refuse_gaps
from limen.simulate.noticeable import typical_d_prime
from limen.simulate.scenario import Scenario
from limen.simulate.scenario.check import check
from limen.simulate.scenario.document import DoseEffect
from limen.simulate.scenario.fit import stressor_outcome
from limen.simulate.series import Series, series_of
from limen.simulate.timeline import Timeline, timeline


@dataclass(frozen=True, eq=False)
class Study:
    """A protocol under a scenario. Arms and interventions are numbered with the reference first.

    Raises `DocumentError` if the scenario names what the protocol does not have, or the protocol
    leaves unknown what a simulation cannot do without.
    """

    protocol: Protocol
    scenario: Scenario

    def __post_init__(self) -> None:
        refuse_gaps(self.protocol)
        found = list(check(self.scenario, self.protocol))
        if found:
            raise DocumentError(
                f"Scenario {self.scenario.id!r} does not fit protocol {self.protocol.id!r}.",
                [
                    Problem(message=one.message, remedy=one.remedy, path=written(one.path))
                    for one in found
                ],
            )

    @cached_property
    def people(self) -> int:
        """N, the number of participants."""
        return self.scenario.participants or int(self.protocol.population.planned)

    @cached_property
    def timeline(self) -> Timeline:
        """The days on which something happens."""
        return timeline(self.protocol)

    @cached_property
    def interventions(self) -> tuple[str, ...]:
        """Ids of the interventions: the reference, those that arms hold, the others."""
        reference = self.protocol.reference_intervention.id
        used = {name for arm in self.protocol.arms for name in arm.periods}
        others = [one.id for one in self.protocol.interventions if one.id != reference]
        return (reference, *sorted(others, key=lambda id: id not in used))

    @cached_property
    def arms(self) -> tuple[str, ...]:
        """Ids of the arms, one that holds nothing but the reference first."""
        reference = self.protocol.reference_intervention.id
        plain = [arm.id for arm in self.protocol.arms if set(arm.periods) == {reference}][:1]
        return (*plain, *(arm.id for arm in self.protocol.arms if arm.id not in plain))

    @cached_property
    def sequence(self) -> Ints:
        """The intervention of each arm by period, as written, shape (arms, periods)."""
        code = {name: k for k, name in enumerate(self.interventions)}
        rows = []
        for name in self.arms:
            periods = self.protocol.arm(name).periods
            whole = periods * self.periods if len(periods) == 1 else periods
            rows.append([code[one] for one in whole])
        return np.array(rows, dtype=np.int64)

    @property
    def periods(self) -> int:
        """P, the number of periods."""
        return self.protocol.period_count

    @cached_property
    def drawn_order(self) -> Bools:
        """Whether a draw puts the periods of each arm in order, shape (arms,)."""
        return np.array([self.protocol.arm(name).order == "drawn" for name in self.arms])

    @property
    def cycles(self) -> int:
        """Within how many equal parts of the periods a drawn order is drawn."""
        design = self.protocol.design
        if isinstance(design, NOf1) and self.periods % design.cycles == 0:
            return design.cycles
        return 1

    @property
    def observational(self) -> bool:
        """Whether nobody is randomised."""
        return isinstance(self.protocol.design, Observational)

    @cached_property
    def active(self) -> Bools:
        """Which interventions are believed to be, or are, active, shape (K,)."""
        kinds = [self.protocol.intervention(name).kind for name in self.interventions]
        return np.array([kind == "active" for kind in kinds])

    @cached_property
    def filler(self) -> int | None:
        """The intervention that fills other capsules of an active period, if there is one."""
        name = getattr(self.protocol.administration, "filler", None)
        return self.interventions.index(name) if isinstance(name, str) else None

    def sizes(self, effect: DoseEffect) -> Floats:
        """The size of an effect for each intervention, shape (K,)."""
        kinds = [self.protocol.intervention(name).kind for name in self.interventions]
        pairs = zip(self.interventions, kinds, strict=True)
        return np.array([effect.of(name, kind) for name, kind in pairs])

    @cached_property
    def d_prime(self) -> Floats:
        """How far each intervention shifts the evidence of the typical person, shape (K,)."""
        return typical_d_prime(self.scenario, self.protocol, self.interventions)

    @cached_property
    def series(self) -> tuple[Series, ...]:
        """Every score or measurement that an outcome or a covariate reads."""
        return series_of(self.protocol, self.scenario, self.timeline)

    def series_with(self, outcome: str) -> Series:
        """The series that holds an outcome."""
        for one in self.series:
            if outcome in one.outcomes:
                return one
        raise DocumentError(f"Outcome {outcome!r} is derived from others and has no scores.")

    @cached_property
    def guesses(self) -> tuple[Guess, ...]:
        """The treatment guesses of the protocol."""
        return parts(self.protocol.guesses)

    @cached_property
    def benefit_outcome(self) -> str | None:
        """The outcome in which people feel a benefit."""
        named = self.scenario.belief.benefit_outcome
        if named is not None:
            return named
        primary = [one for one in parts(self.protocol.estimands) if one.role == "primary"]
        derived = {o.id: o.derived.problems for o in self.protocol.outcomes if o.derived}
        wanted = [derived.get(id, id) for one in primary for id in one.all_outcomes]
        held = [id for one in self.series for id in one.outcomes]
        controls = {o.id for o in self.protocol.outcomes if o.control != "none"}
        return next((id for id in (*wanted, *held) if id in held and id not in controls), None)

    @property
    def benefit_counts(self) -> bool:
        """Whether the benefit that people feel changes what they notice, or whether they leave.

        Only then does what they believe by one dose change what they come to believe later.
        """
        scenario = self.scenario
        return bool(scenario.belief.benefit or scenario.leaving.lack_of_benefit_per_week)

    @cached_property
    def stressor_outcome(self) -> str | None:
        """The outcome that holds the day's burden of stressors, if stressors are simulated."""
        return stressor_outcome(self.scenario, self.protocol)
