"""Deviations from the protocol: entered by staff, or proposed by what the server noticed.

`note_deviation` is for other rooms, inside their own event. What was proposed counts until staff
say that it was none; none may be left undecided when the database is locked.
"""

from __future__ import annotations

from limen.conduct.core.deviations.reading import (
    Noted,
    deviations_of,
    latest_of,
    undecided_deviations,
)
from limen.conduct.core.deviations.services import (
    Said,
    add_deviation,
    correct_deviation,
    note_deviation,
)

__all__ = [
    "Noted",
    "Said",
    "add_deviation",
    "correct_deviation",
    "deviations_of",
    "latest_of",
    "note_deviation",
    "undecided_deviations",
]
