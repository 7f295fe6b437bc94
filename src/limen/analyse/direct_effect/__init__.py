"""Controlled direct effects: what the intervention does with belief held fixed."""

from limen.analyse.direct_effect.direct_effect import direct_effect
from limen.analyse.direct_effect.estimators.doubly_robust import doubly_robust, participant_folds
from limen.analyse.direct_effect.estimators.g_formula import g_formula
from limen.analyse.direct_effect.estimators.inverse_probability import inverse_probability
from limen.analyse.direct_effect.models.regression import least_squares, logistic
from limen.analyse.direct_effect.order import OrderOfMeasurement
from limen.analyse.direct_effect.potential import PotentialMeans
from limen.analyse.direct_effect.rows import Rows
from limen.analyse.direct_effect.unmeasured import bias, e_value, e_value_of_difference

__all__ = [
    "OrderOfMeasurement",
    "PotentialMeans",
    "Rows",
    "bias",
    "direct_effect",
    "doubly_robust",
    "e_value",
    "e_value_of_difference",
    "g_formula",
    "inverse_probability",
    "least_squares",
    "logistic",
    "participant_folds",
]
