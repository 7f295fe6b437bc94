"""How well somebody who sees past allocations can guess the next one."""

from __future__ import annotations

from math import comb

import numpy as np

from limen.errors import AllocationError
from limen.results import Floats, Ints


def block_predictability(size: int) -> float:
    r"""The share of correct guesses in a 1:1 block of `size` under the convergence strategy.

    Guessing the arm that is behind gets $m + \frac12 [2^{2m} / \binom{2m}{m} - 1]$ of $2m$ right.

    ```bibtex
    @article{blackwell1957design,
      title   = {Design for the control of selection bias},
      author  = {Blackwell, David and Hodges, J. L.},
      journal = {The Annals of Mathematical Statistics},
      volume  = {28}, number = {2}, pages = {449--460}, year = {1957}
    }
    ```
    """
    if size < 2 or size % 2:
        raise AllocationError(f"A 1:1 block has an even size of at least 2, not {size}.")
    m = size // 2
    right: float = m + 0.5 * (4**m / comb(size, m) - 1)
    return right / size


def convergence_guesses(drawn: Ints, ratio: tuple[int, ...]) -> Floats:
    """Expected share of correct guesses per replicate, shape (R,), guessing who is behind.

    `drawn` (R, participants) are allocations in order. Behind means the smallest count relative
    to the ratio; ties are guessed at random in proportion to the ratio.
    """
    replicates, n = drawn.shape
    shares = np.array(ratio, dtype=float)
    counts = np.zeros((replicates, len(ratio)))
    right = np.zeros(replicates)
    everyone = np.arange(replicates)
    for i in range(n):
        relative = counts / shares
        behind = (relative <= relative.min(axis=1, keepdims=True) + 1e-12) * shares
        right += behind[everyone, drawn[:, i]] / behind.sum(axis=1)
        counts[everyone, drawn[:, i]] += 1
    share: Floats = right / n
    return share
