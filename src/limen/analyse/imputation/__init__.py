"""Missing visits under stated assumptions: reference-based imputation and delta tipping."""

from limen.analyse.imputation.door import delta_tipping, reference_based
from limen.analyse.imputation.jackknife import Jackknife, jackknife
from limen.analyse.imputation.strategies import STRATEGIES, Strategy, strategy_named
from limen.analyse.imputation.tipping import Tipping, tipping_of

__all__ = [
    "STRATEGIES",
    "Jackknife",
    "Strategy",
    "Tipping",
    "delta_tipping",
    "jackknife",
    "reference_based",
    "strategy_named",
    "tipping_of",
]
