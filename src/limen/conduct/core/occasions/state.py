"""The states of an occasion, the steps between them, and why one was cancelled or missed."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class State(StrEnum):
    """Where an occasion stands; the words are those of the dataset's table `occasions`."""

    PLANNED = "planned"
    OPEN = "open"
    STARTED = "started"
    SUBMITTED = "submitted"
    EXPIRED = "expired"
    """Begun, and not sent by the end."""
    MISSED = "missed"
    """Never begun."""
    CANCELLED = "cancelled"


class Reason(StrEnum):
    """Why an occasion was cancelled, or missed without anybody's doing; else empty."""

    NONE = ""
    PAUSED = "paused"
    WITHDRAWN = "withdrawn"
    BEFORE_START = "before_start"
    """Its window was over when the participant's occasions were made."""
    BY_STAFF = "by_staff"
    AMENDED = "amended"
    """A new version of the protocol has it no more."""
    NEVER_OPEN = "never_open"
    """No worker ran while its window was open, so nobody was reminded of it."""


STEPS: Mapping[State, frozenset[State]] = {
    State.PLANNED: frozenset({State.OPEN, State.MISSED, State.CANCELLED}),
    State.OPEN: frozenset({State.STARTED, State.SUBMITTED, State.MISSED, State.CANCELLED}),
    State.STARTED: frozenset({State.SUBMITTED, State.EXPIRED, State.CANCELLED}),
    State.EXPIRED: frozenset({State.SUBMITTED}),
    State.MISSED: frozenset({State.SUBMITTED, State.EXPIRED}),
    State.CANCELLED: frozenset({State.PLANNED}),
    State.SUBMITTED: frozenset(),
}
"""Every step there is. Back to planned goes only what a pause had cancelled.

From missed to expired goes an occasion whose page turns out to have been opened in time, when a
part of its answers arrives.
"""
