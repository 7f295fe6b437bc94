"""Draw people: how kinetics differ from person to person."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from limen.pharmacology.kinetics import Kinetics
from limen.pharmacology.substance import Substance, VariabilityEntry
from limen.randomness import stream
from limen.results import Floats

PURPOSE = "pharmacology: kinetics"


@dataclass(frozen=True, kw_only=True)
class Variability:
    """Log-SDs between people, and the correlation of clearance with volume."""

    log_sd_clearance: float
    log_sd_volume: float
    log_sd_absorption: float
    correlation_clearance_volume: float

    def __post_init__(self) -> None:
        if min(self.log_sd_clearance, self.log_sd_volume, self.log_sd_absorption) < 0:
            raise ValueError("A log-SD cannot be negative.")
        if not -1 <= self.correlation_clearance_volume <= 1:
            raise ValueError("A correlation lies between -1 and 1.")

    @property
    def log_sd_half_life(self) -> float:
        """Log-SD of the half-life of elimination, which is ln 2 · V / CL."""
        c, v, r = self.log_sd_clearance, self.log_sd_volume, self.correlation_clearance_volume
        return float(np.sqrt(max(c**2 + v**2 - 2 * r * c * v, 0.0)))


def variability_of(entry: VariabilityEntry) -> Variability:
    """The plain numbers of a substance's file."""
    return Variability(
        log_sd_clearance=entry.log_sd_clearance.value,
        log_sd_volume=entry.log_sd_volume.value,
        log_sd_absorption=entry.log_sd_absorption.value,
        correlation_clearance_volume=entry.correlation_clearance_volume.value,
    )


def draw_kinetics(
    typical: Kinetics,
    variability: Variability,
    *,
    size: int | tuple[int, ...],
    rng: np.random.Generator,
) -> Kinetics:
    """Kinetics of people, arrays of `size`; see `kinetics_of_people`."""
    shape = (size,) if isinstance(size, int) else tuple(size)
    return kinetics_of_people(typical, variability, rng.standard_normal((3, *shape)))


def kinetics_of_people(typical: Kinetics, variability: Variability, deviates: Floats) -> Kinetics:
    """Kinetics from standard normal `deviates` (3, ...): log-normal about the typical person.

    The typical person is the median. Clearance and volume are correlated, absorption is
    independent of both; bioavailability and lag are everybody's.
    """
    z, shape = deviates, deviates.shape[1:]
    r = variability.correlation_clearance_volume
    with_clearance = r * z[0] + np.sqrt(1 - r**2) * z[1]
    return Kinetics(
        clearance_litres_per_hour=typical.clearance_litres_per_hour
        * np.exp(variability.log_sd_clearance * z[0]),
        volume_litres=typical.volume_litres * np.exp(variability.log_sd_volume * with_clearance),
        absorption_per_hour=typical.absorption_per_hour
        * np.exp(variability.log_sd_absorption * z[2]),
        bioavailability=np.broadcast_to(typical.bioavailability, shape),
        lag_hours=np.broadcast_to(typical.lag_hours, shape),
    )


def draw_people(
    substance: Substance,
    *,
    people: int,
    seed: int,
    formulation: str | None = None,
    covariates: tuple[str, ...] = (),
    block: int = 0,
) -> Kinetics:
    """Kinetics of `people` virtual people of a substance, arrays (people,).

    The stream is named, so other draws of the same seed do not change them.
    """
    typical = substance.kinetics_of(formulation, *covariates)
    rng = stream(seed, PURPOSE, block)
    return draw_kinetics(typical, variability_of(substance.variability), size=people, rng=rng)
