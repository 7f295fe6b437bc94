"""One question that a plan puts to the data, and what it needs to be put."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

from limen.analyse.answer import Answer
from limen.analyse.reading.source import Source
from limen.protocol.document.analysis.planned import OutcomeAnalysis
from limen.protocol.document.measurement import Outcome

Item = TypeVar("Item", bound=OutcomeAnalysis)
Report = Callable[[str, int, int], None]  # what is being done, how many are done, of how many


@dataclass(frozen=True, kw_only=True)
class Setting:
    """What all questions of a run share; they are put to a dataset, or to many replicates."""

    reader: Source
    seed: int
    level: float  # of intervals: 1 − alpha of the plan

    def basis(self, planned_basis: str | None, estimand: str | None, outcome: Outcome) -> str:
        """What is compared: as the analysis says, else its estimand, else the outcome."""
        if planned_basis is not None:
            return planned_basis
        if estimand is not None:
            return self.reader.protocol.estimand(estimand).treatment.basis
        return outcome.exposure

    def active_title(self, estimand: str | None) -> str:
        """The title of what the estimand asks about; "" without an estimand."""
        if estimand is None:
            return ""
        contrast = self.reader.protocol.estimand(estimand).treatment
        exposure = self.reader.exposure
        ids, titles = exposure.interventions, exposure.intervention_titles
        if contrast.basis == "arm":
            ids, titles = exposure.arms, exposure.arm_titles
        return titles[ids.index(contrast.active)] if contrast.active in ids else ""

    def answering(self, answer: Answer, estimand: str | None) -> Answer:
        """The answer with the estimand's own contrast first, the others in their order."""
        title = self.active_title(estimand)
        if not title:
            return answer
        own = f"{title} − "  # as the doors label a contrast
        ordered = sorted(answer.estimates, key=lambda each: not each.label.startswith(own))
        return replace(answer, estimates=tuple(ordered))


@dataclass(frozen=True, kw_only=True)
class Question:
    """A planned analysis of one outcome, ready to be asked; asking may raise `AnalysisError`."""

    key: str
    title: str
    ask: Callable[[], Answer]
    outcome: Outcome | None = None


def per_outcome(
    item: Item, setting: Setting, asked: Callable[[Item, Setting, Outcome], Answer]
) -> Iterator[Question]:
    """A question for each outcome of a planned analysis, in the plan's order."""
    for key, title, outcome in named_outcomes(item, setting):
        yield Question(
            key=key, title=title, outcome=outcome, ask=partial(asked, item, setting, outcome)
        )


def named_outcomes(item: OutcomeAnalysis, setting: Setting) -> Iterator[tuple[str, str, Outcome]]:
    """The outcomes of a planned analysis, each with the key and title of its question."""
    for name in item.outcomes:
        outcome = setting.reader.protocol.outcome(name)
        yield f"{item.id}.{name}", f"{outcome.title}: {item.title}", outcome
