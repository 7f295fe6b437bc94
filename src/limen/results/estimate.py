"""Estimates: one for people, arrays of them (replicates first) for kernels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import inf, isfinite, isnan, nan
from statistics import NormalDist
from typing import Any

import numpy as np
import numpy.typing as npt

from limen.results.status import FitStatus

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class Estimates:
    """What a kernel returns: every array has shape (replicates,) or (replicates, quantities).

    `labels` names the quantities (one label when the arrays have one dimension). `df` is infinite
    where the reference distribution is normal. `lower` and `upper` are set only where the interval
    is not value ± quantile × standard error (Wilson, exact, bootstrap).
    """

    labels: tuple[str, ...]
    value: Floats
    standard_error: Floats
    df: Floats
    status: npt.NDArray[np.int8]  # FitStatus.code, shape (replicates,)
    lower: Floats | None = None
    upper: Floats | None = None
    extras: Mapping[str, Floats] = field(default_factory=dict)  # e.g. sigma, tau, deviance

    def __post_init__(self) -> None:
        if not self.value.shape == self.standard_error.shape == self.df.shape:
            raise ValueError(
                f"value {self.value.shape}, standard_error {self.standard_error.shape} and "
                f"df {self.df.shape} must have one shape."
            )

    @property
    def replicates(self) -> int:
        """How many replicates were fitted."""
        return int(self.value.shape[0])


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """One estimate with its uncertainty; `n` counts observations, `participants` people."""

    label: str
    value: float
    standard_error: float = nan
    df: float = inf
    lower: float = nan  # limits of the interval at `level`
    upper: float = nan
    p: float = nan  # two-sided, against `null`
    null: float = 0.0
    level: float = 0.95
    unit: str = ""
    n: int | None = None
    participants: int | None = None
    status: FitStatus = FitStatus.CONVERGED
    interval: str = "Wald"  # how the limits were made: "t", "Wilson", "cluster bootstrap", ...

    def __str__(self) -> str:
        """One line for people; a fit that failed gives its sentence instead of a number."""
        if not self.status.usable and not isfinite(self.value):
            return f"{self.label}: no estimate. {self.status.value}"
        people = f", n = {self.n}" if self.n is not None else ""
        limits = (
            f" ({self.level:.0%} CI {self.lower:.3g} to {self.upper:.3g}{people})"
            if isfinite(self.lower) or isfinite(self.upper)
            else ""
        )
        return "\n".join(
            filter(None, [f"{self.label}: {self.value:.4g}{limits}", self.status.value])
        )

    @classmethod
    def normal(
        cls, *, label: str, value: float, standard_error: float, level: float = 0.95, **rest: Any
    ) -> Estimate:
        """An estimate with a Wald interval and a two-sided p from the normal distribution."""
        if isnan(value) or isnan(standard_error) or standard_error <= 0:
            return cls(label=label, value=value, standard_error=standard_error, level=level, **rest)
        z = NormalDist().inv_cdf(0.5 + level / 2)
        null = float(rest.get("null", 0.0))
        p = 2 * NormalDist().cdf(-abs(value - null) / standard_error)
        return cls(
            label=label,
            value=value,
            standard_error=standard_error,
            lower=value - z * standard_error,
            upper=value + z * standard_error,
            p=p,
            level=level,
            **rest,
        )
