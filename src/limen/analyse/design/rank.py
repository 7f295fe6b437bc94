"""Columns that others already explain: found by name, with what to drop."""

from __future__ import annotations

import numpy as np

from limen.analyse.design.coding import Coding
from limen.errors import DesignMatrixError
from limen.results import Bools, Floats

TOLERANCE = 1e-7  # share of a column's length that the others must leave unexplained


def full_rank(X: Floats) -> Bools:
    """Per replicate, whether no column of (R, rows, p) is a combination of the others."""
    gram = np.swapaxes(X, -1, -2) @ X
    length = np.sqrt(np.einsum("rii->ri", gram))
    scale = np.where(length > 0, length, 1.0)
    smallest = np.linalg.eigvalsh(gram / (scale[:, :, None] * scale[:, None, :]))[:, 0]
    return np.asarray((smallest > 1e-11) & (length > 0).all(axis=1), dtype=np.bool_)


def check_rank(outcome: str, X: Floats, coding: Coding) -> None:
    """Raise when columns cannot be told apart; with replicates, when no replicate can."""
    if X.ndim == 3:
        usable = full_rank(X)
        if usable.any():
            return
        X = X[0]
    dependent = _dependent(X)
    if not dependent:
        return
    names, terms = coding.names, coding.term_of_column
    sentences = [_sentence(names[column], [names[i] for i in on]) for column, on in dependent]
    drop = sorted({terms[column] for column, _ in dependent})
    raise DesignMatrixError(
        f"{outcome!r}: the fixed effects cannot be told apart. {' '.join(sentences)} "
        f"Drop {' and '.join(repr(term) for term in drop)} from the model, or collect the "
        "missing combinations."
    )


def _sentence(column: str, on: list[str]) -> str:
    if not on:
        return f"Column {column!r} is zero in every analysed row."
    return f"Column {column!r} is a combination of {', '.join(repr(name) for name in on)}."


def _dependent(X: Floats) -> list[tuple[int, list[int]]]:
    """Columns explained by earlier ones, each with those it is a combination of."""
    R = np.asarray(np.linalg.qr(X, mode="r"))  # same geometry in p rows
    kept: list[int] = []
    found: list[tuple[int, list[int]]] = []
    for column in range(X.shape[1]):
        target = R[:, column]
        length = np.linalg.norm(target)
        if length == 0:
            found.append((column, []))
            continue
        if kept:
            basis = R[:, kept] / np.linalg.norm(R[:, kept], axis=0)
            weight = np.linalg.lstsq(basis, target, rcond=None)[0]
            if np.linalg.norm(target - basis @ weight) <= TOLERANCE * length:
                used = np.abs(weight) > 1e-6 * length
                found.append((column, [k for k, use in zip(kept, used, strict=True) if use]))
                continue
        kept.append(column)
    return found
