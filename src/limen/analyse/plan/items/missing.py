"""Reference-based imputation and delta tipping, as a protocol plans them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TypeVar

from limen.analyse.answer import Answer
from limen.analyse.imputation import delta_tipping, reference_based
from limen.analyse.plan.items.models import decisive
from limen.analyse.plan.question import Question, Setting, per_outcome
from limen.protocol.document.analysis import DeltaTipping, ReferenceBasedImputation
from limen.protocol.document.measurement import Outcome

Found = TypeVar("Found")


def reference_based_imputations(
    item: ReferenceBasedImputation, setting: Setting
) -> Iterator[Question]:
    """Arms under several assumptions about dropout, per outcome."""

    def asked(item: ReferenceBasedImputation, setting: Setting, outcome: Outcome) -> Answer:
        return ask_imputation(item, setting, outcome, partial(reference_based, level=setting.level))

    return per_outcome(item, setting, asked)


def ask_imputation(
    item: ReferenceBasedImputation, setting: Setting, outcome: Outcome, door: Callable[..., Found]
) -> Found:
    """Put the planned imputation to a door: that of one dataset, or that of many replicates."""
    return _ask(item, setting, outcome, partial(door, strategies=item.strategies))


def delta_tippings(item: DeltaTipping, setting: Setting) -> Iterator[Question]:
    """The delta that changes the conclusion, per outcome."""

    def asked(item: DeltaTipping, setting: Setting, outcome: Outcome) -> Answer:
        return ask_tipping(item, setting, outcome, partial(delta_tipping, level=setting.level))

    return per_outcome(item, setting, asked)


def ask_tipping(
    item: DeltaTipping, setting: Setting, outcome: Outcome, door: Callable[..., Found]
) -> Found:
    """Put the planned tipping to a door: that of one dataset, or that of many replicates."""
    return _ask(item, setting, outcome, partial(door, strategy=item.strategy))


def _ask(
    item: ReferenceBasedImputation | DeltaTipping,
    setting: Setting,
    outcome: Outcome,
    door: Callable[..., Found],
) -> Found:
    layout = setting.reader.layout(
        outcome.id, occasions=item.occasions, basis="arm", covariates=item.covariates
    )
    return door(
        layout,
        baseline=item.baseline and layout.baseline is not None,
        covariates=item.covariates,
        visit=decisive(item.estimand, setting, layout.occasions),
        covariance=item.covariance,
        fallback=item.fallback,
    )
