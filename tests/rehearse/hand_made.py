"""Hand-made answers of a plan with two numbers: `a` has a target, `b` = a + 2 has none."""

from __future__ import annotations

import numpy as np

from limen.analyse.batch.quantity import BatchAnswer, Quantity, Target
from limen.rehearse.truth import Truth
from limen.results import Estimates, FitStatus

TARGET = Target(
    outcome="mood", occasions=("end",), active="MD", reference="PL", basis="arm", belief="free"
)
QUANTITIES = (
    Quantity(
        key="a", analysis="a", method="x", title="A", label="MD − PL", target=TARGET, answers=True
    ),
    Quantity(key="b", analysis="b", method="y", title="B", label="Index"),
)


def truth(value: float, *, error: float = 0.0) -> Truth:
    """A truth with an SD of 1."""
    return Truth(value=value, error=error, zero=value == 0, sd=1.0)


def answer(value, error, *, failed=(), how=FitStatus.NOT_CONVERGED) -> BatchAnswer:
    """Normal estimates of some replicates; those numbered in `failed` ended badly."""
    value, error = np.asarray(value, float), np.asarray(error, float)
    status = np.zeros(len(value), dtype=np.int8)
    status[list(failed)] = how.code
    return BatchAnswer(
        quantities=QUANTITIES,
        estimates=Estimates(
            labels=("MD − PL", "Index"),
            value=np.column_stack([value, value + 2]),
            standard_error=np.column_stack([error, error]),
            df=np.full((len(value), 2), np.inf),
            status=status,
        ),
    )
