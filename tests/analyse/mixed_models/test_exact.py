"""Drawn statistics have the distribution of those of drawn outcomes."""

import numpy as np
import pytest
from scipy.stats import chi2, ks_2samp

from limen.analyse.mixed_models import FixedDesign, contrasts, exact_statistics
from limen.analyse.mixed_models.fit import fit
from limen.randomness import stream

BETA = np.array([10.0, 0.4, -0.2, 0.05])


def design_of(sizes, seed):
    rng = np.random.default_rng(seed)
    group = np.repeat(np.arange(len(sizes)), sizes)
    arm = (group % 2).astype(float)
    columns = [
        np.ones(len(group)),
        arm,
        rng.normal(size=len(group)),
        rng.normal(size=len(sizes))[group],
    ]
    return np.column_stack(columns), group


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("sizes", [[4] * 30, [1, 2, 2, 3, 3, 3, 3, 5, 5, 6] * 3 + [8]])
def test_exact_and_raw_simulation_agree(sizes, seed):
    """Kolmogorov–Smirnov on every statistic of the fit; the smallest of 11 p values is tested."""
    X, group = design_of(sizes, seed)
    design, R = FixedDesign(X, group), 1500
    raw = stream(seed, "raw")
    y = X @ BETA + 0.8 * raw.standard_normal((R, len(sizes)))[:, group]
    y += 1.5 * raw.standard_normal(y.shape)
    exact = exact_statistics(
        design, beta=BETA, tau=0.8, sigma=1.5, replicates=R, rng=stream(seed, "exact")
    )
    one, two = fit(design.statistics(y)), fit(exact)
    found = [contrasts(f, np.eye(4), labels="abcd") for f in (one, two)]
    pairs = [(one.sigma2, two.sigma2), (one.ratio, two.ratio), (one.deviance, two.deviance)]
    pairs += [(found[0].value[:, j], found[1].value[:, j]) for j in range(4)]
    pairs += [(found[0].standard_error[:, j], found[1].standard_error[:, j]) for j in range(4)]

    assert min(ks_2samp(*pair).pvalue for pair in pairs) > 1e-4 / 11


def test_the_statistics_themselves_have_their_known_means():
    X, group = design_of([4] * 30, 5)
    design, R = FixedDesign(X, group), 20_000
    drawn = exact_statistics(
        design, beta=BETA, tau=0.0, sigma=2.0, replicates=R, rng=stream(5, "exact")
    )
    error = drawn.rss / 4.0

    assert abs(error.mean() - 116) < 4 * error.std() / R**0.5
    assert error.var() == pytest.approx(chi2(116).var(), rel=0.05)
    spread = np.cov(drawn.start.T)
    assert spread == pytest.approx(4 * np.linalg.inv(X.T @ X), abs=0.02 * np.abs(spread).max())
