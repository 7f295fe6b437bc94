"""The contrasts of a planned model, from the plan alone: labels, keys, and what they aim at."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import cast

from limen.analyse.batch.quantity import Basis, Batch, BatchAnswer, Belief, Quantity, Target
from limen.analyse.plan.question import Setting, named_outcomes
from limen.analyse.plan.titles import titled_label
from limen.protocol.document.analysis.planned import OutcomeAnalysis
from limen.protocol.document.measurement import Outcome
from limen.results import Estimates


@dataclass(frozen=True, kw_only=True)
class Planned:
    """A number that a door gives under `label`; `marks` tell it from its siblings in keys."""

    label: str
    method: str
    active: str = ""  # id
    occasions: tuple[str, ...] = ()
    belief: Belief = "free"
    aims: bool = True  # whether it aims at an estimand
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A planned analysis of one outcome in many replicates."""

    item: OutcomeAnalysis
    setting: Setting
    outcome: Outcome
    key: str
    title: str

    @property
    def basis(self) -> str:
        """What is compared: administration, period or arm."""
        return self.setting.basis(self.item.treatment, self.item.estimand, self.outcome)

    def compared(self, basis: str) -> list[tuple[str, str]]:
        """(id, title) of what is compared, the reference first."""
        names = self.setting.reader.exposure
        if basis == "arm":
            return list(zip(names.arms, names.arm_titles, strict=True))
        return list(zip(names.interventions, names.intervention_titles, strict=True))

    def answering(self, planned: Sequence[Planned]) -> tuple[Planned, ...]:
        """The estimand's own contrast first, as `Setting.answering` has it for a dataset."""
        title = self.setting.active_title(self.item.estimand)
        own = f"{title} − "
        return tuple(sorted(planned, key=lambda one: bool(title) and not one.label.startswith(own)))

    def answer(self, planned: Sequence[Planned], basis: str, estimates: Estimates) -> BatchAnswer:
        """Estimates in the order of what was planned, under the labels of `limen analyse`."""
        named = self._quantities(planned, basis)
        labels = tuple(one.label for one in named)
        return BatchAnswer(quantities=named, estimates=replace(estimates, labels=labels))

    def _quantities(self, planned: Sequence[Planned], basis: str) -> tuple[Quantity, ...]:
        """A quantity per number, in order; the first answers and has the question's key."""
        reference = self.compared(basis)[0][0]
        return tuple(
            Quantity(
                key=".".join((self.key, *one.marks)) if number else self.key,
                analysis=self.item.id,
                method=one.method,
                title=self.title,
                label=titled_label(one.label, self.setting.reader.protocol),
                target=Target(
                    outcome=self.outcome.id,
                    occasions=one.occasions,
                    active=one.active,
                    reference=reference,
                    basis=cast(Basis, basis),
                    belief=one.belief,
                )
                if one.aims
                else None,
                answers=number == 0,
            )
            for number, one in enumerate(planned)
        )


def batch_per_outcome(
    item: OutcomeAnalysis,
    setting: Setting,
    asked: Callable[[Asked], BatchAnswer],
    *,
    slow: bool = False,
) -> Iterator[Batch]:
    """A batch for each outcome of a planned analysis, in the plan's order."""
    for key, title, outcome in named_outcomes(item, setting):
        whole = Asked(item=item, setting=setting, outcome=outcome, key=key, title=title)
        yield Batch(
            key=key,
            title=title,
            analysis=item.id,
            estimator=str(getattr(item, "estimator", "")),
            ask=partial(asked, whole),
            slow=slow,
        )
