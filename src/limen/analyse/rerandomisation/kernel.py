"""Statistics of many allocations of the same outcomes at once."""

from __future__ import annotations

import numpy as np

from limen.counted import counted
from limen.errors import DesignMatrixError, NotIdentifiedError
from limen.results import Floats, Ints


def contrast_statistics(
    y: Floats, arm: Ints, arms: int, covariates: Floats
) -> tuple[Floats, Floats]:
    """Estimates and t statistics of each arm against arm 0, for every allocation.

    `y` (N,) are outcomes, `arm` (B, N) allocations, `covariates` (N, q) includes the intercept.
    Returns two arrays (B, arms - 1): least-squares differences adjusted for the covariates, and
    their t statistics. Covariates are projected out once; each allocation then costs a small
    solve. An allocation that leaves an arm empty gives NaN.
    """
    basis, _ = np.linalg.qr(covariates)
    outcome = y - basis @ (basis.T @ y)
    dummies = (arm[:, :, np.newaxis] == np.arange(1, arms)).astype(float)
    dummies -= np.einsum("nq,bqk->bnk", basis, np.einsum("nq,bnk->bqk", basis, dummies))
    gram = np.einsum("bnk,bnl->bkl", dummies, dummies)
    cross = np.einsum("bnk,n->bk", dummies, outcome)
    df = len(y) - basis.shape[1] - (arms - 1)
    if df < 1:
        raise DesignMatrixError(
            f"{counted(len(y), 'outcome')} cannot carry "
            f"{counted(basis.shape[1] + arms - 1, 'term')}. "
            "Drop covariates from the re-randomisation test."
        )
    estimable = np.linalg.eigvalsh(gram)[:, 0] > 1e-9
    gram = np.where(estimable[:, np.newaxis, np.newaxis], gram, np.eye(arms - 1))
    inverse = np.linalg.inv(gram)
    estimate = np.einsum("bkl,bl->bk", inverse, cross)
    residual = outcome @ outcome - np.einsum("bk,bk->b", estimate, cross)
    spread = np.sqrt(np.maximum(residual, 0.0) / df)
    errors = spread[:, np.newaxis] * np.sqrt(np.diagonal(inverse, axis1=1, axis2=2))
    t = np.divide(estimate, errors, out=np.full_like(estimate, np.inf), where=errors > 0)
    return (
        np.where(estimable[:, np.newaxis], estimate, np.nan),
        np.where(estimable[:, np.newaxis], t, np.nan),
    )


def p_value(observed: Floats, redrawn: Floats) -> Floats:
    r"""$(1 + \#\{|T^*| \ge |T|\}) / (1 + B)$ for each contrast, shape (k,).

    `observed` (k,), `redrawn` (B, k). Redraws that leave an arm empty could have happened, and
    count as at least as extreme: the p-value errs on the safe side.

    ```bibtex
    @article{phipson2010permutation,
      title   = {Permutation p-values should never be zero: calculating exact p-values when
                 permutations are randomly drawn},
      author  = {Phipson, Belinda and Smyth, Gordon K.},
      journal = {Statistical Applications in Genetics and Molecular Biology},
      volume  = {9}, number = {1}, pages = {Article 39}, year = {2010}
    }
    ```
    """
    if np.any(np.isnan(observed)):
        raise NotIdentifiedError(
            "An arm holds nobody with an outcome, so it cannot be compared. "
            "Take that arm out of the analysis."
        )
    extreme = np.isnan(redrawn) | (np.abs(redrawn) >= np.abs(observed) * (1 - 1e-12))
    share: Floats = (1 + extreme.sum(axis=0)) / (1 + len(redrawn))
    return share
