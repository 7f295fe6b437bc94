"""What the parts of a calibration hand on: learned, used without being learned, or open."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, inf, log, nan, sqrt

import numpy as np

from limen.rehearse.calibrate.calibration import Learned, NotIdentified
from limen.rehearse.calibrate.fits.estimating import Solved

LEVEL = 0.975


@dataclass(frozen=True, kw_only=True)
class Used:
    """A value that goes into the scenario although the data do not say it is the truth."""

    path: str
    value: float | int | str | bool
    why: str = ""
    error: float = nan


@dataclass(frozen=True)
class Finding:
    """Something about the data that a reader of the scenario must know."""

    text: str


Item = Learned | NotIdentified | Used | Finding


def learned(
    path: str, solved: Solved, *, n: int, place: int = 0, unit: str = "", given: str = ""
) -> Learned:
    """A parameter with limits from Student's t with as many degrees of freedom as people − 1."""
    value, error = float(solved.value[place]), float(solved.standard_error[place])
    reach = quantile(solved.people) * error
    return Learned(
        path=path,
        value=value,
        standard_error=error,
        lower=value - reach,
        upper=value + reach,
        n=n,
        participants=solved.people,
        unit=unit,
        given=given,
    )


def learned_sd(
    path: str, solved: Solved, *, n: int, place: int = 0, unit: str = "", given: str = ""
) -> Learned:
    r"""A standard deviation from its variance, which may come out below 0: then the SD is 0.

    A variance between N people is that of their means less a noise e, and the error of the former
    is $\sqrt{2/N}$ of it; limits are of its logarithm, so that they fit near 0 as well.
    """
    variance, error = float(solved.value[place]), float(solved.standard_error[place])
    noise = max(error * sqrt(solved.people / 2) - variance, 0.0)
    whole = max(variance + noise, 1e-300)
    reach = min(quantile(solved.people) * error / whole, 50.0)
    limits = [whole * exp(side * reach) - noise for side in (-1, 1)]
    sd = sqrt(max(variance, 0.0))
    return Learned(
        path=path,
        value=sd,
        standard_error=error / (2 * sd) if variance > error else nan,
        lower=sqrt(max(limits[0], 0.0)),
        upper=sqrt(max(limits[1], 0.0)),
        n=n,
        participants=solved.people,
        unit=unit,
        given=given,
    )


def learned_share(
    path: str, solved: Solved, *, n: int, place: int = 0, unit: str = "", given: str = ""
) -> Learned:
    """A share with Wilson's limits for as many independent answers as its error is worth.

    ```bibtex
    @article{wilson1927probable,
      title   = {Probable inference, the law of succession, and statistical inference},
      author  = {Wilson, Edwin B.},
      journal = {Journal of the American Statistical Association},
      volume  = {22}, pages = {209--212}, year = {1927}
    }
    ```
    """
    share, error = float(solved.value[place]), float(solved.standard_error[place])
    size = share * (1 - share) / error**2 if error > 0 else float(n)
    z2 = quantile(solved.people if error > 0 else n) ** 2
    middle = (share + z2 / (2 * size)) / (1 + z2 / size)
    reach = sqrt(z2 * (share * (1 - share) / size + z2 / (4 * size**2))) / (1 + z2 / size)
    return Learned(
        path=path,
        value=share,
        standard_error=error if error > 0 else nan,
        lower=max(middle - reach, 0.0),
        upper=min(middle + reach, 1.0),
        n=n,
        participants=solved.people,
        unit=unit,
        given=given,
    )


def learned_positive(
    path: str, solved: Solved, *, n: int, place: int = 0, unit: str = "", given: str = ""
) -> Learned:
    """A number above 0 with limits on its logarithm."""
    value, error = float(solved.value[place]), float(solved.standard_error[place])
    reach = quantile(solved.people) * error / value if value > 0 else inf
    return Learned(
        path=path,
        value=value,
        standard_error=error,
        lower=value * exp(-min(reach, 50.0)),
        upper=value * exp(min(reach, 50.0)),
        n=n,
        participants=solved.people,
        unit=unit,
        given=given,
    )


def quantile(people: int) -> float:
    """The 97.5 % quantile of Student's t."""
    from scipy.special import stdtrit

    return float(stdtrit(max(people - 1, 1), LEVEL))


def rounded(value: float, error: float) -> float:
    """A value to two digits of its error; to four of its own where there is no error."""
    size = error if np.isfinite(error) and error > 0 else abs(value) / 100
    if size <= 0:
        return 0.0
    found = round(value, max(1 - int(np.floor(log(size) / log(10))), 0))
    return float(found) + 0.0
