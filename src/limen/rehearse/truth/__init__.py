"""The truth first: what a study's estimands are under a scenario, before anything is estimated."""

from limen.rehearse.truth.measures import MEASURES
from limen.rehearse.truth.truth import Truth
from limen.rehearse.truth.truths import Lives, concluded, lived, truths
from limen.rehearse.truth.worlds import Part, parts

__all__ = ["MEASURES", "Lives", "Part", "Truth", "concluded", "lived", "parts", "truths"]
