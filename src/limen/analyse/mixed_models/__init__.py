"""Mixed models: random intercept, compound symmetry and random slope, replicates first.

`mixed_model` is the door for one dataset, `mixed_model_of` the same for a layout of many
replicates. Below them are kernels on arrays: `FixedDesign` or `statistics_of` make sufficient
statistics, `fit.fit` fits them, `contrasts` and `joint_test` read the fit, `exact_statistics`
draws statistics without drawing outcomes.
"""

from limen.analyse.mixed_models.answers import Model, mixed_model, mixed_model_of
from limen.analyse.mixed_models.exact import exact_statistics
from limen.analyse.mixed_models.fit import Fit
from limen.analyse.mixed_models.fixed_design import FixedDesign
from limen.analyse.mixed_models.inference import JointTest, contrasts, joint_test, p_values
from limen.analyse.mixed_models.statistics import Statistics, statistics_of

__all__ = [
    "Fit",
    "FixedDesign",
    "JointTest",
    "Model",
    "Statistics",
    "contrasts",
    "exact_statistics",
    "joint_test",
    "mixed_model",
    "mixed_model_of",
    "p_values",
    "statistics_of",
]
