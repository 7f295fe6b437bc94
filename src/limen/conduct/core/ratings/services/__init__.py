"""What raters write."""

from __future__ import annotations

from limen.conduct.core.ratings.services.correct_rating import correct_rating
from limen.conduct.core.ratings.services.doubt_blind import HOW, doubt_blind
from limen.conduct.core.ratings.services.rate import guess, rate

__all__ = ["HOW", "correct_rating", "doubt_blind", "guess", "rate"]
