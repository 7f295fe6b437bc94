"""Recovery after stressors in R replicates."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr, ndtri

from limen.analyse.batch.columns import DIARY, a_few_at_once, beside, explainable, only
from limen.analyse.batch.quantity import Batch, BatchAnswer, Quantity, Target
from limen.analyse.layout import Layout
from limen.analyse.plan.items.resilience import recovery_layouts
from limen.analyse.plan.question import Setting
from limen.analyse.resilience.answers import in_every_arm
from limen.analyse.resilience.recovery.timed import (
    FEWEST_EVENTS,
    HORIZON_HOURS,
    Timed,
    aligned,
    jump_label,
    ratio_label,
    require_hours,
)
from limen.protocol.document.analysis import Recovery
from limen.protocol.document.measurement import Outcome
from limen.results import Estimates, FitStatus


def recovery_batches(item: Recovery, setting: Setting) -> Iterator[Batch]:
    """Ratios of half-lives, which are aimed at nothing, and differences of jumps.

    A replicate with too few stressors, or with a half-life that ran to the end of its range, has
    no estimate. Each replicate takes some hundred passes over its diary.
    """
    outcome = setting.reader.protocol.outcome(item.problems)
    yield Batch(
        key=f"{item.id}.{outcome.id}",
        title=item.title,
        analysis=item.id,
        estimator=item.estimator,
        ask=partial(_recovery, item, setting, outcome),
        slow=True,
    )


def _recovery(item: Recovery, setting: Setting, outcome: Outcome) -> BatchAnswer:
    problems, stressors = aligned(*recovery_layouts(item, setting))
    require_hours(problems)
    found = a_few_at_once((problems, stressors), partial(_fitted, item, setting.level), DIARY)
    reference, *others = setting.reader.exposure.arms
    quantities: list[Quantity] = []
    for arm in others:
        jump = Target(
            outcome=outcome.id,
            occasions=problems.occasions,
            active=arm,
            reference=reference,
            basis="arm",
            measure="jump",
        )
        for measure, target in (("ratio", None), ("jump", jump)):
            first = not quantities
            quantities.append(
                Quantity(
                    key=f"{item.id}.{outcome.id}" + ("" if first else f".{measure}.{arm}"),
                    analysis=item.id,
                    method="recovery",
                    title=item.title,
                    label=found.labels[len(quantities)],
                    target=target,
                    answers=first,
                )
            )
    return BatchAnswer(quantities=tuple(quantities), estimates=found)


def _fitted(item: Recovery, level: float, problems: Layout, stressors: Layout) -> Estimates:
    """Ratio and jump of each arm in a few replicates."""
    timed = Timed.of(problems, stressors, threshold=item.event_above, horizon=HORIZON_HOURS)
    keep = explainable(problems) & timed.dense & in_every_arm(problems, np.any(timed.use, axis=2))
    keep = keep & (timed.followed.min(axis=1) >= FEWEST_EVENTS)
    zero, *others = timed.fits()
    parts = []
    for a, one in enumerate(others, start=1):
        status = np.maximum(zero.status, one.status)
        parts.append(_ratio(zero, one, status, ratio_label(problems, a), level))
        parts.append(_jump(zero, one, status, jump_label(problems, a)))
    both = beside(parts)
    return only(both, keep & (both.status == FitStatus.CONVERGED.code))


def _ratio(
    zero: Estimates, one: Estimates, status: npt.NDArray[np.int8], label: str, level: float
) -> Estimates:
    """Half-life of an arm over that of the reference, limits and p from the log scale."""
    difference = one.value[:, 1] - zero.value[:, 1]
    error = np.hypot(one.standard_error[:, 1], zero.standard_error[:, 1])
    known = error > 0  # not where the error is not known
    half = np.where(known, float(ndtri(0.5 + level / 2)) * error, np.nan)
    z = np.abs(difference) / np.where(known, error, 1.0)
    p = np.where(known, 2 * ndtr(-z), np.nan)
    return Estimates(
        labels=(label,),
        value=np.exp(difference)[:, np.newaxis],
        standard_error=np.full((len(p), 1), np.nan),
        df=np.full((len(p), 1), np.inf),
        status=status,
        lower=np.exp(difference - half)[:, np.newaxis],
        upper=np.exp(difference + half)[:, np.newaxis],
        extras={"p": p[:, np.newaxis]},
    )


def _jump(zero: Estimates, one: Estimates, status: npt.NDArray[np.int8], label: str) -> Estimates:
    error = np.hypot(one.standard_error[:, :1], zero.standard_error[:, :1])
    return Estimates(
        labels=(label,),
        value=one.value[:, :1] - zero.value[:, :1],
        standard_error=error,
        df=np.full(error.shape, np.inf),
        status=status,
    )
