"""Many doses: superposition over weeks, for many people at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from limen.pharmacology.exponentials import bateman, bateman_three
from limen.pharmacology.kinetics import Kinetics
from limen.results import Floats


@dataclass(frozen=True, kw_only=True)
class Course:
    """People × times; the effect site is there where an equilibration rate was given."""

    hours: Floats  # (T,)
    concentration_nanograms_per_millilitre: Floats  # (N, T)
    effect_site_nanograms_per_millilitre: Floats | None = None  # (N, T)


@dataclass(frozen=True)
class _State:
    """What is where, per litre of distribution volume, each (N, 1)."""

    gut: Floats
    plasma: Floats
    site: Floats


def course(
    hours: npt.ArrayLike,
    *,
    given_hours: npt.ArrayLike,
    dose_micrograms: npt.ArrayLike,
    kinetics: Kinetics,
    equilibration_per_hour: npt.ArrayLike | None = None,
) -> Course:
    """Concentrations of N people at T times after repeated doses: superposition, in closed form.

    `hours` (T,) and `given_hours` (D,) count from one origin, in any order; doses are (D,) for
    everybody or (N, D), with 0 where a dose was missed or held nothing. Kinetics are numbers or
    arrays (N,); the lag is one number for all. A dose counts from the moment it is given.

    Linear kinetics forget where their contents came from, so one state is carried from dose to
    dose instead of a sum over all earlier doses: time and memory grow with T + D, not with T × D.
    Raises ValueError where shapes do not fit or the lag differs between people.
    """
    k = _columns(kinetics)
    rate = None if equilibration_per_hour is None else _column(equilibration_per_hour)
    people = max(_people(k), 1 if rate is None else rate.shape[0])
    times = np.asarray(hours, dtype=float)
    given, doses = _in_order(given_hours, dose_micrograms, people)
    people = max(people, doses.shape[0])
    lag = float(np.asarray(kinetics.lag_hours).flat[0])
    plasma = np.zeros((people, times.size))
    site = np.zeros_like(plasma)
    nothing = np.zeros((people, 1))
    state = _State(nothing, nothing, nothing)
    for number, (start, end) in enumerate(_stretches(given + lag)):
        amount = doses[:, number, None] * k.bioavailability / np.asarray(k.volume_litres)
        state = _State(state.gut + amount, state.plasma, state.site)
        inside = (times >= start) & (times < end)
        if inside.any():
            later = _advance(state, times[inside] - start, k, rate)
            plasma[:, inside], site[:, inside] = later.plasma, later.site
        if np.isfinite(end):
            state = _advance(state, np.array([end - start]), k, rate)
    return Course(
        hours=times,
        concentration_nanograms_per_millilitre=plasma,
        effect_site_nanograms_per_millilitre=None if rate is None else site,
    )


def _advance(state: _State, hours: Floats, k: Kinetics, rate: Floats | None) -> _State:
    """The state later, each (N, times): sums of exponentials, exact."""
    ka, ke = np.asarray(k.absorption_per_hour), k.elimination_per_hour
    with np.errstate(under="ignore"):
        gut = state.gut * np.exp(-ka * hours)
        plasma = state.plasma * np.exp(-ke * hours) + state.gut * ka * bateman(hours, ka, ke)
        if rate is None:
            return _State(gut, plasma, np.zeros_like(plasma))
        site = state.site * np.exp(-rate * hours) + rate * (
            state.plasma * bateman(hours, ke, rate)
            + state.gut * ka * bateman_three(hours, ka, ke, rate)
        )
    return _State(gut, plasma, site)


def _stretches(starts: Floats) -> Iterator[tuple[float, float]]:
    return zip(starts.tolist(), [*starts.tolist()[1:], np.inf], strict=True)


def _in_order(
    given_hours: npt.ArrayLike, dose_micrograms: npt.ArrayLike, people: int
) -> tuple[Floats, Floats]:
    given = np.atleast_1d(np.asarray(given_hours, dtype=float))
    doses = np.atleast_2d(np.asarray(dose_micrograms, dtype=float))
    if given.ndim != 1 or doses.shape[-1] not in (1, given.size):
        raise ValueError(
            f"Doses of shape {doses.shape} do not fit {given.size} times of dosing: give one dose "
            "per time, (D,) or (N, D)."
        )
    if doses.shape[0] != 1 and people != 1 and doses.shape[0] != people:
        raise ValueError(f"Doses are for {doses.shape[0]} people, kinetics for {people}.")
    if np.any(doses < 0):
        raise ValueError("A dose cannot be negative; write 0 for one that was missed.")
    order = np.argsort(given, kind="stable")
    return given[order], np.broadcast_to(doses, (doses.shape[0], given.size))[:, order]


def _columns(kinetics: Kinetics) -> Kinetics:
    lag = np.asarray(kinetics.lag_hours, dtype=float)
    if lag.size == 0 or np.any(lag != lag.flat[0]):
        raise ValueError("One lag for all people; add what differs to the times of dosing.")
    return Kinetics(
        clearance_litres_per_hour=_column(kinetics.clearance_litres_per_hour),
        volume_litres=_column(kinetics.volume_litres),
        absorption_per_hour=_column(kinetics.absorption_per_hour),
        bioavailability=_column(kinetics.bioavailability),
        lag_hours=lag.flat[0],
    )


def _column(values: npt.ArrayLike) -> Floats:
    return np.atleast_1d(np.asarray(values, dtype=float))[:, None]


def _people(kinetics: Kinetics) -> int:
    fields = (
        kinetics.clearance_litres_per_hour,
        kinetics.volume_litres,
        kinetics.absorption_per_hour,
        kinetics.bioavailability,
    )
    return int(np.broadcast_shapes(*(np.shape(values) for values in fields))[0])
