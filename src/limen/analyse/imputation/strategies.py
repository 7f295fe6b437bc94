"""What is assumed of people after they drop out: the means that unseen visits would have."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from limen.errors import AnalysisError
from limen.results import Floats, Ints


@dataclass(frozen=True, kw_only=True)
class Strategy:
    """One assumption; `means` maps own means, reference means and last visits to means.

    Means have shape (N, T); `last` (N,) is the index of the last observed visit, −1 for nobody
    seen. The result is used for people who dropped out; gaps before the last visit are always
    filled from the own arm.
    """

    key: str
    title: str
    assumption: str
    means: Callable[[Floats, Floats, Ints], Floats]


def _own(own: Floats, reference: Floats, last: Ints) -> Floats:
    return own


def _jump(own: Floats, reference: Floats, last: Ints) -> Floats:
    return np.where(_before(own, last), own, reference)


def _copy(own: Floats, reference: Floats, last: Ints) -> Floats:
    return reference


def _increments(own: Floats, reference: Floats, last: Ints) -> Floats:
    step = _at(own, last) - _at(reference, last)
    return np.where(_before(own, last), own, reference + step[:, None])


def _last_mean(own: Floats, reference: Floats, last: Ints) -> Floats:
    held = np.where(last[:, None] >= 0, _at(own, last)[:, None], reference)
    return np.where(_before(own, last), own, held)


def _before(means: Floats, last: Ints) -> np.typing.NDArray[np.bool_]:
    """Visits up to the last observed one."""
    return np.arange(means.shape[1]) <= last[:, None]


def _at(means: Floats, last: Ints) -> Floats:
    """The mean at the last observed visit; 0 for nobody seen (no increment of their own)."""
    found = np.take_along_axis(means, np.maximum(last, 0)[:, None], axis=1)[:, 0]
    return np.where(last >= 0, found, 0.0)


STRATEGIES = {
    strategy.key: strategy
    for strategy in (
        Strategy(
            key="missing_at_random",
            title="missing at random",
            assumption="people who left would have gone on like those of their arm who stayed",
            means=_own,
        ),
        Strategy(
            key="jump_to_reference",
            title="jump to reference",
            assumption="people who left would at once have had the means of the reference arm",
            means=_jump,
        ),
        Strategy(
            key="copy_increments",
            title="copy increments in reference",
            assumption="people who left would have kept their gain and then changed like the "
            "reference arm",
            means=_increments,
        ),
        Strategy(
            key="copy_reference",
            title="copy reference",
            assumption="people who left had the means of the reference arm from the start",
            means=_copy,
        ),
        Strategy(
            key="last_mean_carried_forward",
            title="last mean carried forward",
            assumption="people who left would have stayed at the mean of their last visit",
            means=_last_mean,
        ),
    )
}


def strategy_named(key: str) -> Strategy:
    """The strategy called `key`; raises `AnalysisError` with the list if there is none."""
    if key not in STRATEGIES:
        raise AnalysisError(
            f"imputation: {key!r} is not a strategy. Write one of {', '.join(STRATEGIES)}."
        )
    return STRATEGIES[key]
