"""Re-randomisation: inference from the act of randomising alone."""

from limen.analyse.rerandomisation.door import rerandomisation_test
from limen.analyse.rerandomisation.kernel import contrast_statistics, p_value

__all__ = ["contrast_statistics", "p_value", "rerandomisation_test"]
