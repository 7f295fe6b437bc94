"""Difference of guess shares: does what one took change what one says?"""

from __future__ import annotations

from limen.analyse.blinding.counts import GuessCounts
from limen.analyse.blinding.indices.index import BlindingIndex, index_estimates
from limen.analyse.blinding.shares import newcombe, share
from limen.results import Estimates


def share_difference(counts: GuessCounts, level: float = 0.95) -> Estimates:
    """Return P(says active | active) − P(says active | reference), of everyone who was asked.

    It is 0 when what one took does not change what one says, whatever the leaning. The limits are
    Newcombe's.

    ```bibtex
    @article{newcombe1998interval,
      title   = {Interval estimation for the difference between independent proportions:
                 comparison of eleven methods},
      author  = {Newcombe, Robert G.},
      journal = {Statistics in Medicine},
      volume  = {17}, number = {8}, pages = {873--890}, year = {1998}
    }
    ```
    """
    part, part_0 = counts.says_active[:, 1:, 1], counts.says_active[:, :1, 1]
    whole, whole_0 = counts.total[:, 1:].sum(axis=1, keepdims=True), counts.total[:, :1]
    p, p_0 = share(part, whole), share(part_0, whole_0)
    variance = share(p * (1 - p), whole) + share(p_0 * (1 - p_0), whole_0)
    limits = newcombe(part, whole, part_0, whole_0, level=level)
    return index_estimates(("Difference of the shares who say active",), p - p_0, variance, limits)


INDEX = BlindingIndex(
    key="share_difference",
    title="Difference of guess shares",
    reading="How much more often people say active after something active: 0 if they cannot tell.",
    compute=share_difference,
    bounds=(-1.0, 1.0),
)
