"""Share of people who reliably improved, and the same corrected for regression to the mean."""

from __future__ import annotations

from functools import partial

import numpy as np

from limen.analyse.batch.quantity import Target
from limen.analyse.resilience.change.improved import BEYOND
from limen.analyse.resilience.change.index import reliable_change_index, true_score_index
from limen.protocol import Protocol, listed
from limen.protocol.document.analysis import ReliableChange
from limen.rehearse.truth.measures.measure import (
    Measure,
    Seen,
    believed_in_all,
    difference_in_means,
    occasions_of,
    sd_of_share,
)
from limen.simulate.draw import Draw


def _planned(protocol: Protocol, target: Target) -> ReliableChange | None:
    """The plan's item that says how reliable the score is; None where there is none."""
    outcome = {one.id: one for one in protocol.outcomes}.get(target.outcome)
    if outcome is None or outcome.change_from is None or outcome.better == "neither":
        return None
    occasions = occasions_of(protocol, target)
    return next(
        (
            item
            for item in listed(protocol.analysis.analyses)
            if isinstance(item, ReliableChange)
            and target.outcome in item.outcomes
            and protocol.occasion_ids(item.follow_up) == occasions
        ),
        None,
    )


def _applies(protocol: Protocol, target: Target) -> bool:
    return _planned(protocol, target) is not None


def _see(drawn: Draw, target: Target, *, corrected: bool) -> Seen:
    """Mean and SD at baseline are those of all people of the draw together."""
    protocol = drawn.study.protocol
    item, outcome = _planned(protocol, target), protocol.outcome(target.outcome)
    assert item is not None  # `_applies` said so
    both = drawn.scores_at(outcome.id, str(outcome.change_from), *occasions_of(protocol, target))
    before, after = both[..., 0], both[..., 1]
    mean, sd = float(before.mean()), float(before.std()) or 1.0
    rest = {"sd": sd, "reliability": item.reliability}
    if corrected:
        index = true_score_index(before, after, mean=mean, **rest)
    else:
        index = reliable_change_index(before, after, **rest)
    improved = (index if outcome.better == "higher" else -index) > BEYOND
    n = np.full(len(improved), float(improved.shape[1]))
    sums = np.stack([improved.sum(axis=1).astype(float), n], axis=-1)
    return Seen(sums=sums[:, np.newaxis], compared=(before, after))


def _share(key: str, *, corrected: bool) -> Measure:
    return Measure(
        key=key,
        applies=_applies,
        believed=believed_in_all,
        see=partial(_see, corrected=corrected),
        contrast=difference_in_means,
        sd=sd_of_share,
    )


IMPROVED = _share("improved", corrected=False)
IMPROVED_CORRECTED = _share("improved_corrected", corrected=True)
