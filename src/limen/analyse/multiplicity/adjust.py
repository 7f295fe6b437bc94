"""Adjusted p-values: stepwise procedures, replicates first."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from limen.errors import AnalysisError
from limen.results import Floats


def holm(p: Floats) -> Floats:
    r"""Holm's step-down adjusted p-values, shape (R, m) like `p`.

    $\tilde p_{(i)} = \max_{j \le i} \min(1, (m - j + 1) p_{(j)})$; valid under any dependence.

    ```bibtex
    @article{holm1979simple,
      title   = {A simple sequentially rejective multiple test procedure},
      author  = {Holm, Sture},
      journal = {Scandinavian Journal of Statistics},
      volume  = {6}, number = {2}, pages = {65--70}, year = {1979}
    }
    ```
    """
    ordered, back = _ascending(p)
    m = p.shape[1]
    stepped = np.minimum(1.0, (m - np.arange(m)) * ordered)
    return _restore(np.maximum.accumulate(stepped, axis=1), back)


def hochberg(p: Floats) -> Floats:
    r"""Hochberg's step-up adjusted p-values, shape (R, m) like `p`.

    $\tilde p_{(i)} = \min_{j \ge i} \min(1, (m - j + 1) p_{(j)})$; needs independence or positive
    dependence of the test statistics.

    ```bibtex
    @article{hochberg1988sharper,
      title   = {A sharper {Bonferroni} procedure for multiple tests of significance},
      author  = {Hochberg, Yosef},
      journal = {Biometrika},
      volume  = {75}, number = {4}, pages = {800--802}, year = {1988}
    }
    ```
    """
    ordered, back = _ascending(p)
    m = p.shape[1]
    stepped = np.minimum(1.0, (m - np.arange(m)) * ordered)
    return _restore(np.minimum.accumulate(stepped[:, ::-1], axis=1)[:, ::-1], back)


def hommel(p: Floats) -> Floats:
    r"""Hommel's adjusted p-values, shape (R, m) like `p`.

    The closed test with Simes' test of each intersection, computed by Wright's algorithm; never
    larger than Hochberg's, under the same conditions.

    ```bibtex
    @article{wright1992adjusted,
      title   = {Adjusted p-values for simultaneous inference},
      author  = {Wright, S. Paul},
      journal = {Biometrics},
      volume  = {48}, number = {4}, pages = {1005--1013}, year = {1992}
    }
    ```
    """
    ordered, back = _ascending(p)
    replicates, m = ordered.shape
    ranks = np.arange(1, m + 1)
    adjusted = np.repeat((m * ordered / ranks).min(axis=1, keepdims=True), m, axis=1)
    for size in range(m - 1, 1, -1):
        largest = ordered[:, m - size + 1 :]  # the size - 1 largest p-values
        floor = (size * largest / np.arange(2, size + 1)).min(axis=1)
        candidate = np.empty((replicates, m))
        candidate[:, : m - size + 1] = np.minimum(
            size * ordered[:, : m - size + 1], floor[:, np.newaxis]
        )
        candidate[:, m - size + 1 :] = candidate[:, [m - size]]
        adjusted = np.maximum(adjusted, candidate)
    return _restore(np.minimum(1.0, np.maximum(adjusted, ordered)), back)


def bonferroni(p: Floats) -> Floats:
    """Bonferroni's adjusted p-values, $m p$ cut at 1, shape (R, m) like `p`."""
    capped: Floats = np.minimum(1.0, p * p.shape[1])
    return capped


PROCEDURES: dict[str, Callable[[Floats], Floats]] = {
    "holm": holm,
    "hochberg": hochberg,
    "hommel": hommel,
    "bonferroni": bonferroni,
}


def adjusted(p: Floats, procedure: str) -> Floats:
    """Adjusted p-values of shape (R, m) by a named procedure; `p` must lie in [0, 1]."""
    if procedure not in PROCEDURES:
        raise AnalysisError(
            f"Unknown multiplicity procedure {procedure!r}; choose one of {', '.join(PROCEDURES)}."
        )
    if p.ndim != 2 or not np.all((p >= 0) & (p <= 1)):
        raise AnalysisError(
            "Multiplicity needs p-values between 0 and 1, shape (replicates, hypotheses). "
            "An analysis without a p-value cannot be a member of the family."
        )
    return PROCEDURES[procedure](p)


def _ascending(p: Floats) -> tuple[Floats, np.ndarray]:
    order = np.argsort(p, axis=1, kind="stable")
    return np.take_along_axis(p, order, axis=1), np.argsort(order, axis=1, kind="stable")


def _restore(ordered: Floats, back: np.ndarray) -> Floats:
    return np.take_along_axis(ordered, back, axis=1)
