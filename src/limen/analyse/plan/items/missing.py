"""Reference-based imputation and delta tipping, as a protocol plans them."""

from __future__ import annotations

from collections.abc import Iterator

from limen.analyse.answer import Answer
from limen.analyse.imputation import delta_tipping, reference_based
from limen.analyse.layout import Layout
from limen.analyse.plan.items.models import decisive
from limen.analyse.plan.question import Question, Setting, per_outcome
from limen.protocol.document.analysis import DeltaTipping, ReferenceBasedImputation
from limen.protocol.document.measurement import Outcome


def reference_based_imputations(
    item: ReferenceBasedImputation, setting: Setting
) -> Iterator[Question]:
    """Arms under several assumptions about dropout, per outcome."""
    return per_outcome(item, setting, _reference_based)


def delta_tippings(item: DeltaTipping, setting: Setting) -> Iterator[Question]:
    """The delta that changes the conclusion, per outcome."""
    return per_outcome(item, setting, _delta_tipping)


def _layout(
    item: ReferenceBasedImputation | DeltaTipping, setting: Setting, outcome: Outcome
) -> Layout:
    return setting.reader.layout(
        outcome.id, occasions=item.occasions, basis="arm", covariates=item.covariates
    )


def _reference_based(item: ReferenceBasedImputation, setting: Setting, outcome: Outcome) -> Answer:
    layout = _layout(item, setting, outcome)
    return reference_based(
        layout,
        strategies=item.strategies,
        baseline=item.baseline and layout.baseline is not None,
        covariates=item.covariates,
        visit=decisive(item.estimand, setting, layout.occasions),
        covariance=item.covariance,
        fallback=item.fallback,
        level=setting.level,
    )


def _delta_tipping(item: DeltaTipping, setting: Setting, outcome: Outcome) -> Answer:
    layout = _layout(item, setting, outcome)
    return delta_tipping(
        layout,
        strategy=item.strategy,
        baseline=item.baseline and layout.baseline is not None,
        covariates=item.covariates,
        visit=decisive(item.estimand, setting, layout.occasions),
        covariance=item.covariance,
        fallback=item.fallback,
        level=setting.level,
    )
