"""The truth first: what a study's estimands are under a scenario, before anything is estimated."""

from limen.rehearse.truth.measures import MEASURES
from limen.rehearse.truth.truth import Truth
from limen.rehearse.truth.truths import truths

__all__ = ["MEASURES", "Truth", "truths"]
