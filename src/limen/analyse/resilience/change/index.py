"""Reliable change of one person: more than measurement error, and than regression to the mean."""

from __future__ import annotations

import numpy as np

from limen.errors import AnalysisError
from limen.results import Floats


def reliable_change_index(
    before: Floats, after: Floats, *, sd: Floats | float, reliability: float
) -> Floats:
    r"""Jacobson and Truax' index $(x_2 - x_1)/(SD_1\sqrt 2\sqrt{1-r_{xx}})$; any shape.

    Beyond ±1.96 a change is larger than measurement error makes in 95 of 100 people who did not
    change. It takes no account of regression to the mean: people who start badly "improve".

    ```bibtex
    @article{jacobson1991clinical,
      title   = {Clinical significance: a statistical approach to defining meaningful change in
                 psychotherapy research},
      author  = {Jacobson, Neil S. and Truax, Paula},
      journal = {Journal of Consulting and Clinical Psychology},
      volume  = {59}, number = {1}, pages = {12--19}, year = {1991}
    }
    ```
    """
    check(reliability)
    index: Floats = (after - before) / (np.asarray(sd) * np.sqrt(2 * (1 - reliability)))
    return index


def true_score_index(
    before: Floats, after: Floats, *, mean: Floats | float, sd: Floats | float, reliability: float
) -> Floats:
    r"""Change against what regression to the mean predicts for this person; any shape.

    $(x_2 - [M + r_{xx}(x_1 - M)])/(SD_1\sqrt{1-r_{xx}^2})$, M and SD those of the baseline: without
    real change and with normal scores it is standard normal *whatever the starting score*.

    ```bibtex
    @article{maassen2009reliable,
      title   = {Reliable change assessment in sport concussion research: a comment on the
                 proposal and reviews of {Collie} et al.},
      author  = {Maassen, Gerard H. and Bossema, Ercolie R. and Brand, Nico},
      journal = {British Journal of Sports Medicine},
      volume  = {43}, number = {7}, year = {2009}
    }
    ```
    """
    check(reliability)
    expected = mean + reliability * (before - mean)
    index: Floats = (after - expected) / (np.asarray(sd) * np.sqrt(1 - reliability**2))
    return index


def cut_off(*, mean: float, sd: float, functional_mean: float, functional_sd: float) -> float:
    """Jacobson and Truax' criterion c between a clinical and a functional population.

    (s₀M₁ + s₁M₀)/(s₀ + s₁): each mean is weighted by the other population's SD.
    """
    return (functional_sd * mean + sd * functional_mean) / (functional_sd + sd)


def check(reliability: float) -> None:
    """Refuse a reliability that is none."""
    if not 0 < reliability < 1:
        raise AnalysisError(
            f"A reliability of {reliability:g} cannot judge change: it must lie between 0 and 1. "
            "Take it from a published test-retest study, or from the placebo arm."
        )
