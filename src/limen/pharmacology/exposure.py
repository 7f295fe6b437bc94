"""What a regimen does to virtual people of a substance: plasma, effect site, effect, occupancy."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from limen.errors import AnalysisError
from limen.pharmacology.course import course
from limen.pharmacology.effect_site import share_of_maximum
from limen.pharmacology.occupancy import draw_binding
from limen.pharmacology.people import draw_people
from limen.pharmacology.substance import Quantity, Substance
from limen.randomness import stream
from limen.results import Floats


@dataclass(frozen=True, kw_only=True)
class Exposure:
    """People × times; what the substance's file has no model for is None.

    `effect` is a share of the largest subjective effect, `occupancy` a share of receptors. People
    differ in the concentration of half effect as published. In occupancy every person has own
    binding constants, drawn from their published intervals, so its band holds that uncertainty as
    well as the differences between people.
    """

    hours: Floats  # (T,)
    concentration_nanograms_per_millilitre: Floats  # (N, T)
    effect_site_nanograms_per_millilitre: Floats | None = None  # (N, T)
    effect: Floats | None = None  # (N, T)
    occupancy: Floats | None = None  # (N, T)


def exposure(
    substance: Substance,
    *,
    hours: npt.ArrayLike,
    given_hours: npt.ArrayLike,
    dose_micrograms: npt.ArrayLike,
    people: int = 400,
    seed: int,
    formulation: str | None = None,
    covariates: tuple[str, ...] = (),
    block: int = 0,
) -> Exposure:
    """Exposure of `people` virtual people at `hours` (T,) after doses given at `given_hours` (D,).

    `dose_micrograms` is (D,) or (N, D). Draws come from named streams of `seed`: the same people
    whatever else is drawn. It is a model of groups in studies, and knows no person.
    """
    if people < 1:
        raise AnalysisError("Exposure needs at least one person; give --people 1 or more.")
    kinetics = draw_people(
        substance,
        people=people,
        seed=seed,
        formulation=formulation,
        covariates=covariates,
        block=block,
    )
    entry = substance.kinetics_entry(formulation).equilibration_per_hour
    found = course(
        hours,
        given_hours=given_hours,
        dose_micrograms=dose_micrograms,
        kinetics=kinetics,
        equilibration_per_hour=None if entry is None else entry.value,
    )
    plasma = found.concentration_nanograms_per_millilitre
    site = found.effect_site_nanograms_per_millilitre
    return Exposure(
        hours=found.hours,
        concentration_nanograms_per_millilitre=plasma,
        effect_site_nanograms_per_millilitre=site,
        effect=None if site is None else _effect(substance, site, seed, block),
        occupancy=_occupancy(substance, plasma, seed, block),
    )


def _effect(substance: Substance, site: Floats, seed: int, block: int) -> Floats | None:
    entry = substance.effect
    if entry is None:
        return None
    rng = stream(seed, "pharmacology: effect", block)
    half = log_normal(entry.half_effect, rng.standard_normal((site.shape[0],)))
    return share_of_maximum(
        site,
        half_effect_nanograms_per_millilitre=half[:, None],
        slope=entry.slope.value,
    )


def log_normal(quantity: Quantity, deviates: Floats) -> Floats:
    """A quantity of people, log-normal with its mean and its SD between them."""
    spread = float(np.log1p(((quantity.sd or 0.0) / quantity.value) ** 2))
    return np.asarray(quantity.value * np.exp(np.sqrt(spread) * deviates - spread / 2))


def _occupancy(substance: Substance, plasma: Floats, seed: int, block: int) -> Floats | None:
    entry = substance.occupancy
    if entry is None:
        return None
    binding = draw_binding(
        largest_occupancy=_with_limits(entry.largest_occupancy),
        half_occupancy_nanograms_per_millilitre=_with_limits(entry.half_occupancy),
        draws=plasma.shape[0],
        rng=stream(seed, "pharmacology: binding", block),
    )
    largest = np.asarray(binding.largest_occupancy)[:, None]
    half = np.asarray(binding.half_occupancy_nanograms_per_millilitre)[:, None]
    return np.asarray(largest * plasma / (half + plasma))


def _with_limits(quantity: Quantity) -> tuple[float, float, float]:
    lower = quantity.value if quantity.lower is None else quantity.lower
    upper = quantity.value if quantity.upper is None else quantity.upper
    return quantity.value, lower, upper
