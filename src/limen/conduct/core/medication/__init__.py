"""What people take besides the intervention, and what of it the protocol says must not be.

`matching` is pure: which rules of `safety.medications` a name matches, and which it nearly does. A
match of something that is taken now makes an alert, holds doses, and proposes a deviation, in the
transaction in which it was entered; a near miss is only shown.
"""

from __future__ import annotations

from limen.conduct.core.medication.matching import Flags, flags
from limen.conduct.core.medication.reading import (
    Taken,
    beside,
    latest_of,
    medication_rules,
    medications_of,
    perhaps_meant,
    said_of,
)
from limen.conduct.core.medication.services import Said, add_medication, correct_medication

__all__ = [
    "Flags",
    "Said",
    "Taken",
    "add_medication",
    "beside",
    "correct_medication",
    "flags",
    "latest_of",
    "medication_rules",
    "medications_of",
    "perhaps_meant",
    "said_of",
]
