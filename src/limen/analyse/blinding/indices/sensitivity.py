"""Sensitivity (d′): how far apart what one took puts the two arms, whatever the leaning."""

from __future__ import annotations

from limen.analyse.blinding.counts import GuessCounts
from limen.analyse.blinding.indices.detection import rates_on_the_normal_scale
from limen.analyse.blinding.indices.index import BlindingIndex, index_estimates
from limen.results import Estimates


def sensitivity(counts: GuessCounts, level: float = 0.95) -> Estimates:
    r"""Return $d' = z(H) - z(F)$, shape (R, 1).

    H and F are the shares who say active among those who guess, after something active and after
    the reference. It is 0 when nobody can tell. The standard error is by the delta method; an
    empty cell calls for the log-linear correction (half a guess more in every cell).

    ```bibtex
    @article{gourevitch1967significance,
      title   = {A significance test for one parameter isosensitivity functions},
      author  = {Gourevitch, Vivian and Galanter, Eugene},
      journal = {Psychometrika},
      volume  = {32}, number = {1}, pages = {25--33}, year = {1967}
    }
    @article{hautus1995corrections,
      title   = {Corrections for extreme proportions and their biasing effects on estimated
                 values of d'},
      author  = {Hautus, Michael J.},
      journal = {Behavior Research Methods, Instruments, \& Computers},
      volume  = {27}, number = {1}, pages = {46--51}, year = {1995}
    }
    ```
    """
    z, variance = rates_on_the_normal_scale(counts)
    return index_estimates(
        ("Sensitivity d′",), z[:, 1:] - z[:, :1], variance.sum(axis=1, keepdims=True)
    )


INDEX = BlindingIndex(
    key="sensitivity",
    title="Sensitivity d′",
    reading="How well people can tell, whatever they lean to: 0 if not at all, about 1 is a "
    "noticeable difference.",
    compute=sensitivity,
)
