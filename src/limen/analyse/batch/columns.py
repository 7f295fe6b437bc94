"""Columns of a batch: estimates of some replicates put in place, and put beside each other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from limen.analyse.layout import Layout
from limen.results import Bools, Estimates, FitStatus, Floats

AT_ONCE = 60_000  # people × occasions, all replicates together: what a processor has near by
DIARY = 300_000  # the same, where many small steps follow a few large ones

_USABLE = np.array([status.usable for status in FitStatus])


def in_place(found: Estimates | None, keep: Bools, labels: tuple[str, ...]) -> Estimates:
    """Estimates of the replicates that `keep` (R,) marks, in R rows; the others NOT_ESTIMABLE.

    `found` is None where no replicate was kept.
    """
    if found is not None and keep.all():
        return replace(found, labels=labels)
    shape = (len(keep), len(labels))
    status = np.full(shape[0], FitStatus.NOT_ESTIMABLE.code, dtype=np.int8)

    def placed(array: Floats | None) -> Floats:
        whole = np.full(shape, np.nan)
        if array is not None:
            whole[keep] = array
        return whole

    if found is None:
        return Estimates(labels=labels, value=placed(None), standard_error=placed(None),
                         df=placed(None), status=status)  # fmt: skip
    status[keep] = found.status
    return Estimates(
        labels=labels,
        value=placed(found.value),
        standard_error=placed(found.standard_error),
        df=placed(found.df),
        status=status,
        lower=None if found.lower is None else placed(found.lower),
        upper=None if found.upper is None else placed(found.upper),
        extras={"p": placed(found.extras["p"])} if "p" in found.extras else {},
    )


def only(found: Estimates, keep: Bools) -> Estimates:
    """The estimates of the replicates that `keep` (R,) marks; the others are NOT_ESTIMABLE."""
    status = np.where(keep, FitStatus.CONVERGED.code, FitStatus.NOT_ESTIMABLE.code)
    return beside([replace(found, status=status.astype(np.int8))])


def beside(parts: Sequence[Estimates]) -> Estimates:
    """The columns of several estimates of the same replicates, in one.

    A part that has no estimate of a replicate is NaN there; a replicate has the status of its
    parts where all failed, CONVERGED otherwise. Limits and p-values of a part's own stand in its
    columns, NaN in those of the others.
    """
    usable = np.stack([_USABLE[part.status] for part in parts], axis=1)
    worst = np.max(np.stack([part.status for part in parts], axis=1), axis=1)

    def joined(arrays: Sequence[Floats | None]) -> Floats:
        blank = np.full(parts[0].value.shape[:1], np.nan)
        columns = [
            np.where(usable[:, [j]], blank[:, np.newaxis] if one is None else one, np.nan)
            * np.ones(len(part.labels))
            for j, (part, one) in enumerate(zip(parts, arrays, strict=True))
        ]
        return np.concatenate(columns, axis=1)

    own_limits = any(part.lower is not None for part in parts)
    own_p = any("p" in part.extras for part in parts)
    return Estimates(
        labels=tuple(label for part in parts for label in part.labels),
        value=joined([part.value for part in parts]),
        standard_error=joined([part.standard_error for part in parts]),
        df=joined([part.df for part in parts]),
        status=np.where(usable.any(axis=1), FitStatus.CONVERGED.code, worst).astype(np.int8),
        lower=joined([part.lower for part in parts]) if own_limits else None,
        upper=joined([part.upper for part in parts]) if own_limits else None,
        extras={"p": joined([part.extras.get("p") for part in parts])} if own_p else {},
    )


def below(parts: Sequence[Estimates]) -> Estimates:
    """The same columns of several groups of replicates, one group below the other."""

    def stacked(arrays: Sequence[Floats | None]) -> Floats:
        pairs = zip(parts, arrays, strict=True)
        return np.concatenate(
            [np.full(part.value.shape, np.nan) if one is None else one for part, one in pairs]
        )

    own_limits = any(part.lower is not None for part in parts)
    own_p = any("p" in part.extras for part in parts)
    return Estimates(
        labels=parts[0].labels,
        value=stacked([part.value for part in parts]),
        standard_error=stacked([part.standard_error for part in parts]),
        df=stacked([part.df for part in parts]),
        status=np.concatenate([part.status for part in parts]),
        lower=stacked([part.lower for part in parts]) if own_limits else None,
        upper=stacked([part.upper for part in parts]) if own_limits else None,
        extras={"p": stacked([part.extras.get("p") for part in parts])} if own_p else {},
    )


def a_few_at_once(
    layouts: tuple[Layout, ...], estimated: Callable[..., Estimates], cells: int = AT_ONCE
) -> Estimates:
    """`estimated` of `layouts`, some replicates at a time: small in memory, and faster."""
    R, N, T = layouts[0].value.shape
    at_once = max(1, cells // max(1, N * T))
    groups = [slice(start, start + at_once) for start in range(0, R, at_once)]
    return below([estimated(*(layout.take(group) for layout in layouts)) for group in groups])


def explainable(layout: Layout) -> Bools:
    """In which replicates two people or more have a value, and values vary; shape (R,).

    The plan puts no question to others.
    """
    people = layout.observed.any(axis=2).sum(axis=1)
    low = np.where(layout.observed, layout.value, np.inf).min(axis=(1, 2))
    high = np.where(layout.observed, layout.value, -np.inf).max(axis=(1, 2))
    return np.asarray((people > 1) & (high > low))
