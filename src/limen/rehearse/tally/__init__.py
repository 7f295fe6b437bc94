"""Sums over replicates from which every operating characteristic follows."""

from limen.rehearse.tally.histogram import P_EDGES
from limen.rehearse.tally.sums import Sums
from limen.rehearse.tally.tally import Refusal, Tally

__all__ = ["P_EDGES", "Refusal", "Sums", "Tally"]
