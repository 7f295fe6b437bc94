"""Bang's index, an arm at a time."""

from __future__ import annotations

from limen.analyse.blinding.counts import GuessCounts
from limen.analyse.blinding.indices.index import BlindingIndex, index_estimates
from limen.analyse.blinding.shares import share
from limen.results import Estimates


def bang(counts: GuessCounts, level: float = 0.95) -> Estimates:
    r"""Return Bang's index of every arm, $(\text{correct} - \text{incorrect}) / n$.

    It is 1 if everyone names their own arm, 0 if as many are right as wrong, −1 if everyone names
    another arm; "don't know" counts towards $n$ only. If all answer "don't know" it is 0. The
    variance is that of a difference of multinomial shares,
    $[p_c(1-p_c) + p_w(1-p_w) + 2 p_c p_w]/n$. The index of one arm cannot tell recognition from a
    leaning to one answer: read it beside sensitivity and criterion.

    ```bibtex
    @article{bang2004assessment,
      title   = {Assessment of blinding in clinical trials},
      author  = {Bang, Heejung and Ni, Liyun and Davis, Clarence E.},
      journal = {Controlled Clinical Trials},
      volume  = {25}, number = {2}, pages = {143--156}, year = {2004}
    }
    ```
    """
    n = counts.total
    c, w = share(counts.correct, n), share(counts.incorrect, n)
    variance = share(c * (1 - c) + w * (1 - w) + 2 * c * w, n)
    return index_estimates(tuple(f"Bang index, {arm}" for arm in counts.arms), c - w, variance)


INDEX = BlindingIndex(
    key="bang",
    title="Bang index",
    reading="Right minus wrong guesses of an arm: 0 if as many are right as wrong. By convention "
    "up to 0.2 either way is called blind.",
    compute=bang,
    bounds=(-1.0, 1.0),
    one_sided=True,
)
