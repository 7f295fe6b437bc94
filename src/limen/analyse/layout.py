"""What every estimator eats: arrays of one outcome, replicates first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from limen.errors import AnalysisError
from limen.results import Bools, Floats, Ints

UNKNOWN = -1  # an arm or intervention that nobody recorded
DONT_KNOW = -1  # a guess: asked, and answered "don't know"
NOT_ASKED = -2  # a guess: not asked, or not answered
_PER_OCCASION = ("intervention", "guess", "confidence", "period", "day")


@dataclass(frozen=True, kw_only=True)
class Covariate:
    """A covariate: numbers, or codes of a factor.

    `values` has shape (R, N) when constant within a participant, else (R, N, T). For a factor,
    `levels` names the codes 0, 1, ...; the first level is the reference. Missing is NaN.
    """

    name: str
    values: Floats
    levels: tuple[str, ...] = ()

    @property
    def is_factor(self) -> bool:
        """Whether the values are codes of levels."""
        return bool(self.levels)


@dataclass(frozen=True, kw_only=True)
class Layout:
    """One outcome of R replicates × N participants × T occasions.

    `value` is NaN where `observed` is False. `arm`, `intervention` and `guess` hold indices into
    `arms` and `interventions` (index 0 is the reference, placebo); a guess is an index into
    `interventions`, `DONT_KNOW` or `NOT_ASKED`. An intervention is that of the exposure the
    outcome follows: a capsule, a period or the whole arm, as the analysis says.
    """

    outcome: str
    value: Floats  # (R, N, T)
    observed: Bools  # (R, N, T)
    participants: tuple[str, ...]  # N
    occasions: tuple[str, ...]  # T
    arms: tuple[str, ...] = ()
    arm: Ints | None = None  # (R, N)
    interventions: tuple[str, ...] = ()
    intervention: Ints | None = None  # (R, N, T)
    guess: Ints | None = None  # (R, N, T)
    confidence: Floats | None = None  # (R, N, T), share 0-1
    baseline: Floats | None = None  # (R, N)
    period: Ints | None = None  # (R, N, T), first period is 0
    day: Floats | None = None  # (R, N, T), study day
    covariates: Mapping[str, Covariate] = field(default_factory=dict)
    unit: str = ""

    def __post_init__(self) -> None:
        shape = (self.value.shape[0], len(self.participants), len(self.occasions))
        for name in ("value", "observed", *_PER_OCCASION):
            array = getattr(self, name)
            if array is not None and array.shape != shape:
                raise AnalysisError(
                    f"Layout of {self.outcome!r}: {name} has shape {array.shape}, "
                    f"but {len(self.participants)} participants × {len(self.occasions)} "
                    f"occasions need {shape}."
                )
        if np.any(self.observed & ~np.isfinite(self.value)):
            raise AnalysisError(
                f"Layout of {self.outcome!r}: an observed value is not a finite number. "
                "Correct the entry, or leave it empty if it was not measured."
            )

    @property
    def replicates(self) -> int:
        """R."""
        return int(self.value.shape[0])

    def only(self, keep: Bools) -> Layout:
        """The same layout with values outside `keep` (shape (R, N, T)) treated as unobserved."""
        observed = self.observed & keep
        return replace(self, observed=observed, value=np.where(observed, self.value, np.nan))

    def take(self, index: Ints | slice) -> Layout:
        """The same layout with some of its replicates."""
        arrays = {
            name: array[index]
            for name in ("value", "observed", "arm", "baseline", *_PER_OCCASION)
            if (array := getattr(self, name)) is not None
        }
        covariates = {
            name: replace(covariate, values=covariate.values[index])
            for name, covariate in self.covariates.items()
        }
        return replace(self, covariates=covariates, **arrays)

    def at(self, *occasions: str) -> Layout:
        """The same layout at some of its occasions."""
        index = [self.occasions.index(name) for name in occasions]
        per_occasion = {
            name: array[:, :, index]
            for name in ("value", "observed", *_PER_OCCASION)
            if (array := getattr(self, name)) is not None
        }
        covariates = {
            name: replace(covariate, values=covariate.values[:, :, index])
            if covariate.values.ndim == 3
            else covariate
            for name, covariate in self.covariates.items()
        }
        return replace(self, occasions=tuple(occasions), covariates=covariates, **per_occasion)
