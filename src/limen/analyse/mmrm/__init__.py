"""Mixed models for repeated measures (MMRM): correlated residuals over visits."""

from limen.analyse.mmrm.contrasts import Df, adjusted_vcov, contrasts
from limen.analyse.mmrm.covariance import COVARIANCES, Covariance, covariance_named
from limen.analyse.mmrm.door import mmrm
from limen.analyse.mmrm.joint import JointTest, joint_test
from limen.analyse.mmrm.moments import Moments, moments
from limen.analyse.mmrm.replicates import mmrm_estimates
from limen.analyse.mmrm.scoring import Fit, fit_moments

__all__ = [
    "COVARIANCES",
    "Covariance",
    "Df",
    "Fit",
    "JointTest",
    "Moments",
    "adjusted_vcov",
    "contrasts",
    "covariance_named",
    "fit_moments",
    "joint_test",
    "mmrm",
    "mmrm_estimates",
    "moments",
]
