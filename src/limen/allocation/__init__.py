"""Sequences and procedures of allocation; drawing them lives apart, in `generate`."""

from limen.allocation.crossover import williams
from limen.allocation.predictability import block_predictability, convergence_guesses
from limen.allocation.procedure import Procedure

__all__ = ["Procedure", "block_predictability", "convergence_guesses", "williams"]
