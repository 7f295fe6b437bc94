"""Columns of arrays by name, and codes from one list of names to another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from limen.analyse.layout import UNKNOWN
from limen.results import Ints

Number = TypeVar("Number", bound=np.generic)


def places(names: Sequence[str], wanted: Sequence[str]) -> Ints:
    """The column of each wanted name, -1 where there is none, shape (T,)."""
    column = {name: c for c, name in enumerate(names)}
    return np.array([column.get(name, -1) for name in wanted], dtype=np.int64)


def at_columns(array: NDArray[Number], columns: Ints, *, empty: float) -> NDArray[Number]:
    """The array at some columns of its last axis, `empty` where a column is -1."""
    if np.array_equal(columns, np.arange(array.shape[-1])):
        return array
    found = array[..., columns]
    found[..., columns < 0] = empty
    return found


def translated(
    codes: Ints, names: Sequence[str], wanted: Sequence[str], *, otherwise: int = UNKNOWN
) -> Ints:
    """Codes of `names` as codes of `wanted`; negative ones stay, lost names are `otherwise`."""
    if tuple(names) == tuple(wanted):
        return codes
    code = {name: k for k, name in enumerate(wanted)}
    table = np.array([code.get(name, otherwise) for name in names], dtype=np.int64)
    return np.where(codes < 0, codes, table[np.maximum(codes, 0)])
