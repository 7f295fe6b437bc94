"""The states of a message, the steps between them, and the words of its evidence."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class State(StrEnum):
    """Where a message stands; the words are those of `OutboxMessage.State`."""

    WAITING = "waiting"
    SENDING = "sending"
    """A worker prepares it, or is handing it over; `leased_by` says which."""
    SENT = "sent"
    UNCERTAIN = "uncertain"
    """Nobody knows whether it left. It is never sent again, and staff are shown it."""
    FAILED = "failed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


STEPS: Mapping[State, frozenset[State]] = {
    State.WAITING: frozenset({State.SENDING, State.FAILED, State.CANCELLED, State.EXPIRED}),
    State.SENDING: frozenset(
        {
            State.WAITING,
            State.SENT,
            State.UNCERTAIN,
            State.FAILED,
            State.CANCELLED,
            State.EXPIRED,
        }
    ),
    State.UNCERTAIN: frozenset({State.SENT}),
    State.SENT: frozenset(),
    State.FAILED: frozenset(),
    State.CANCELLED: frozenset(),
    State.EXPIRED: frozenset(),
}
"""Every step there is. From uncertain to sent goes a message whose worker was thought dead, and who
comes back with the provider's word that it was taken. Nothing that was handed over waits again.
"""


class Evidence(StrEnum):
    """What happened to a message: the kinds of `MessageEvent`."""

    INTENDED = "intended"
    """Queued, in the same transaction as its cause."""
    SENT = "sent"
    """Its words began to be handed over."""
    ACCEPTED = "accepted"
    """The provider said that it took it."""
    OPENED = "opened"
    """Somebody followed its link, and confirmed it with a tap."""
    ANSWERED = "answered"
    """The occasion that it reminded of was submitted after it was sent."""
    REFUSED = "refused"
    """It could not be handed over this time; it is tried again until its time is over."""
    FAILED = "failed"
    """The provider refused it for good."""
    UNREACHABLE = "unreachable"
    """There was no way to this person when it was due."""
    UNCERTAIN = "uncertain"
    EXPIRED = "expired"
    """Its time passed before it could be sent."""
    SUPERSEDED = "superseded"
    """A later reminder of the same occasion was due as well: one is enough."""
    CANCELLED = "cancelled"
    """Not needed any more, found out when it was due."""
