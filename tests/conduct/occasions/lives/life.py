"""The life of an occasion: events at moments, run through the decisions one after the other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from limen.conduct.core.occasions import Clock, Decision, Event, Occasion, State, Verdict, decide


@dataclass
class Life:
    """An occasion, every state it went through, and how often it opened."""

    occasion: Occasion
    states: list[State] = field(default_factory=list)
    openings: list[datetime] = field(default_factory=list)
    verdicts: list[Verdict] = field(default_factory=list)

    def happens(self, event: Event, at: datetime) -> Decision:
        """Decide an event, note what it did."""
        before = self.occasion.state
        decision = decide(self.occasion, event, at)
        self.occasion = decision.occasion
        after = self.occasion.state
        if before != after:
            self.states.append(after)
        seen_open = (State.OPEN, State.STARTED, State.SUBMITTED)
        if before in (State.PLANNED, State.CANCELLED) and after in seen_open:
            self.openings.append(at)
        if decision.verdict is not None:
            self.verdicts.append(decision.verdict)
        return decision

    def lived(self, events: Iterable[tuple[datetime, Event]]) -> Life:
        """Run events in the order of their moments."""
        for at, event in sorted(events, key=lambda one: one[0]):
            self.happens(event, at)
        return self

    def ends(self, at: datetime) -> Occasion:
        """Return the occasion long after."""
        self.happens(Clock(), at)
        return self.occasion
