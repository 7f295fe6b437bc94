"""From a fit to contrasts: standard errors, degrees of freedom, single and joint tests."""

from limen.analyse.mixed_models.inference.contrasts import (
    DegreesOfFreedom,
    JointTest,
    contrasts,
    f_test,
    independent_parts,
    joint_test,
    matched_df,
    p_values,
)
from limen.analyse.mixed_models.inference.kenward_roger import KenwardRoger, kenward_roger
from limen.analyse.mixed_models.inference.satterthwaite import satterthwaite_df

__all__ = [
    "DegreesOfFreedom",
    "JointTest",
    "KenwardRoger",
    "contrasts",
    "f_test",
    "independent_parts",
    "joint_test",
    "kenward_roger",
    "matched_df",
    "p_values",
    "satterthwaite_df",
]
