"""How many replicates of a design are in memory at once, and who is in each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from limen.analyse.design import Coding, DesignMatrix, parse_terms, variable_of
from limen.analyse.layout import Layout
from limen.results import Ints

_NUMBERS = 2_000_000  # of a design that are in memory at once, so that all of it stays near 100 MB


def parts(layout: Layout, terms: Sequence[str]) -> Iterator[Ints]:
    """Replicates whose designs are in memory together."""
    first = layout.take(slice(0, 1))
    parsed = parse_terms(terms)
    names = dict.fromkeys(name for term in parsed for name in term)
    levels = {name: variable_of(first, name).levels for name in names}
    columns = len(Coding(terms=parsed, levels=levels).names)
    at_once = max(1, _NUMBERS // (columns * first.value[0].size))
    for start in range(0, layout.replicates, at_once):
        yield np.arange(start, min(start + at_once, layout.replicates))


def people_of(design: DesignMatrix) -> Ints:
    """How many participants each replicate has a value of, shape (R,)."""
    if design.present is None:
        return np.full(len(design.y), design.groups)
    starts = np.flatnonzero(np.diff(design.group, prepend=-1))
    return np.asarray(np.logical_or.reduceat(design.present, starts, axis=1).sum(axis=1))
