"""Blinded raters: what they rate, and what they say of their own blind.

A rater finds people by what is to be rated of them, and learns nothing else. What writes is in
`services`.
"""

from __future__ import annotations

from limen.conduct.core.ratings.given import Given, given_in, guess_is_open
from limen.conduct.core.ratings.reading import (
    Rating,
    is_stored,
    may_be_corrected,
    rating_for,
    ratings_for,
)

__all__ = [
    "Given",
    "Rating",
    "given_in",
    "guess_is_open",
    "is_stored",
    "may_be_corrected",
    "rating_for",
    "ratings_for",
]
