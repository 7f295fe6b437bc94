"""Who did it: what every service takes as `by`, and every audit entry holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from limen.conduct.core.models import Participant, StaffMember


@dataclass(frozen=True)
class Actor:
    """Somebody or something that acts; written `staff:anna`, `participant:<code>`, `system:web`."""

    kind: Literal["staff", "participant", "system"]
    name: str

    def __str__(self) -> str:
        """`kind:name`."""
        return f"{self.kind}:{self.name}"

    @classmethod
    def staff(cls, member: StaffMember) -> Actor:
        """A member of staff, by the name they sign in with."""
        return cls("staff", member.name)

    @classmethod
    def participant(cls, participant: Participant) -> Actor:
        """A participant, by code."""
        return cls("participant", str(participant.code))


COMMAND = Actor("system", "command")  # somebody at the server's command line
WORKER = Actor("system", "worker")  # what happens because time passes
