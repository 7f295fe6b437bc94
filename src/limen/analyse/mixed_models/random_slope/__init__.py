"""A random intercept and slope per participant, with an unstructured 2 × 2 covariance."""

from limen.analyse.mixed_models.random_slope.contrasts import slope_contrasts, slope_joint_test
from limen.analyse.mixed_models.random_slope.fit import SlopeFit, fit_slopes
from limen.analyse.mixed_models.random_slope.statistics import SlopeStatistics, slope_statistics

__all__ = [
    "SlopeFit",
    "SlopeStatistics",
    "fit_slopes",
    "slope_contrasts",
    "slope_joint_test",
    "slope_statistics",
]
