"""When a board must look, and when it must stop."""

from limen.boundaries.design import KINDS, SequentialDesign, sequential_design
from limen.boundaries.spending import SPENDING, spent

__all__ = ["KINDS", "SPENDING", "SequentialDesign", "sequential_design", "spent"]
