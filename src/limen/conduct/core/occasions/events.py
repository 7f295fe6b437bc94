"""What can happen to an occasion, besides the clock running on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias


@dataclass(frozen=True)
class Clock:
    """Nothing but time passed."""


@dataclass(frozen=True)
class Start:
    """The page of questions was asked for."""


@dataclass(frozen=True)
class Submit:
    """Answers arrived.

    `page_made_at` is when the server made the page they were given on, by the server's own signed
    mark in it; None if there is no such mark. `answered_at` is given by staff only, who enter what
    somebody answered on paper or by telephone: they vouch for the moment, and it is judged. What is
    `examined` staff found or rated themselves: it counts whenever it was, marked if out of time. A
    part is not `final`: more of the occasion's questions are to come.
    """

    page_made_at: datetime | None = None
    answered_at: datetime | None = None
    examined: bool = False
    final: bool = True


@dataclass(frozen=True)
class ChangeZone:
    """The participant's clocks changed to another IANA time zone."""

    zone: str


@dataclass(frozen=True)
class Pause:
    """The participant pauses: what would open before `until`, or at all, is cancelled.

    What an earlier pause had cancelled and opens later is planned again. One that is over by now
    changes nothing.
    """

    until: datetime | None = None


@dataclass(frozen=True)
class Resume:
    """The participant takes part again; `zone` is the time zone they now live in."""

    zone: str


@dataclass(frozen=True)
class Withdraw:
    """The participant withdraws consent: whatever is unfinished is cancelled."""


@dataclass(frozen=True)
class Cancel:
    """Staff cancel one occasion."""


Event: TypeAlias = Clock | Start | Submit | ChangeZone | Pause | Resume | Withdraw | Cancel
