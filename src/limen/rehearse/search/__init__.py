"""The smallest sample that reaches a power while the type I error stays bounded."""

from limen.rehearse.search.chosen import Evaluate, Refusal, chosen
from limen.rehearse.search.found import NullRate, SampleSearch
from limen.rehearse.search.smallest_sample import smallest_sample

__all__ = ["Evaluate", "NullRate", "Refusal", "SampleSearch", "chosen", "smallest_sample"]
