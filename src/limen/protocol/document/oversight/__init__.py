"""Safety rules and stopping boundaries."""

from limen.protocol.document.oversight.boundaries import (
    Boundary,
    EventRateBoundary,
    GroupSequentialBoundary,
)
from limen.protocol.document.oversight.medications import Medication
from limen.protocol.document.oversight.safety import (
    AdverseEventCollection,
    Role,
    Safety,
    SafetyRule,
)

__all__ = [
    "AdverseEventCollection",
    "Boundary",
    "EventRateBoundary",
    "GroupSequentialBoundary",
    "Medication",
    "Role",
    "Safety",
    "SafetyRule",
]
