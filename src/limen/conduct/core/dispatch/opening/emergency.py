"""What the protocol says of breaking a blind in an emergency."""

from __future__ import annotations

from limen.protocol import Protocol
from limen.protocol.document.treatment.blinding import Blinding, EmergencyUnblinding


def emergency_of(protocol: Protocol) -> EmergencyUnblinding | None:
    """Return that part of the protocol; None if it has none, or does not know."""
    blinding = protocol.blinding
    found = blinding.emergency if isinstance(blinding, Blinding) else None
    return found if isinstance(found, EmergencyUnblinding) else None
