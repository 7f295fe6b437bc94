"""From kernel to reader: one replicate's estimates with t intervals, and what a door needs."""

from __future__ import annotations

from math import inf, isfinite

import numpy as np
from scipy.special import stdtr, stdtrit

from limen.analyse.layout import Layout
from limen.counted import counted
from limen.errors import AnalysisError
from limen.results import Bools, Estimate, Estimates, FitStatus, Ints


def estimates_by_arm(
    found: Estimates, layout: Layout, title: str, *, level: float, unit: str = "", people: Ints
) -> tuple[Estimate, ...]:
    """One estimate per arm after the reference; `people` counts participants per arm."""
    given = []
    for index, label in enumerate(labels_by_arm(layout, title)):
        value, error = float(found.value[0, index]), float(found.standard_error[0, index])
        status = FitStatus.of(found.status[0])
        df = float(found.df[0, index])
        lower = upper = p = float("nan")
        if status.usable and error > 0 and df > 0:
            half = float(stdtrit(df, 0.5 + level / 2)) * error
            lower, upper = value - half, value + half
            p = float(2 * stdtr(df, -abs(value) / error))
        given.append(
            Estimate(
                label=label,
                value=value,
                standard_error=error,
                df=df if isfinite(df) else inf,
                lower=lower,
                upper=upper,
                p=p,
                level=level,
                unit=unit,
                participants=int(people[0] + people[index + 1]),
                status=status,
                interval="t" if isfinite(df) else "Wald",
            )
        )
    return tuple(given)


def labels_by_arm(layout: Layout, title: str) -> tuple[str, ...]:
    """Names of the comparisons of each arm with the reference."""
    return tuple(f"{title}: {name} − {layout.arms[0]}" for name in layout.arms[1:])


def arms_of(layout: Layout) -> Ints:
    """The arm of every participant, (R, N); refuses a layout whose arms are sealed or too few."""
    if layout.arm is None or len(layout.arms) < 2:
        raise AnalysisError(
            f"{layout.outcome!r}: arms are not known, or there is only one, so nothing can be "
            "compared. Unseal the allocations first."
        )
    return layout.arm


def people_per_arm(layout: Layout, use: np.ndarray) -> Ints:
    """How many of `use` (N,) are in each arm of the first replicate."""
    arm = arms_of(layout)[0]
    return np.array([int(np.sum(use & (arm == a))) for a in range(len(layout.arms))])


def in_every_arm(layout: Layout, use: Bools) -> Bools:
    """In which replicates each arm has two participants or more of `use` (R, N); shape (R,)."""
    arm = arms_of(layout)
    counts = [np.sum(use & (arm == a), axis=1) for a in range(len(layout.arms))]
    return np.asarray(np.min(counts, axis=0) >= 2)


def require_people(layout: Layout, people: Ints, what: str) -> None:
    """Refuse when an arm has fewer than two participants with `what`."""
    for name, count in zip(layout.arms, people, strict=True):
        if count < 2:
            raise AnalysisError(
                f"Arm {name!r} has {counted(int(count), 'participant')} with {what}; a "
                "comparison needs two or "
                "more in each arm. Leave the arm out, or wait for more data."
            )
