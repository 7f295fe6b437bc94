"""Adverse events as they were recorded, one row each, and the counts an analysis needs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from limen.analyse.layout import UNKNOWN
from limen.errors import AnalysisError
from limen.results import Bools, Floats, Ints


@dataclass(frozen=True, kw_only=True)
class SafetyRecords:
    """N participants, and E adverse events that point at them.

    `arm` holds indices into `arms` (0 is the reference) or `UNKNOWN`; `exposure_days` is the time
    under observation, NaN where unknown. `severity` names a grade of `grades` (mildest first) or
    "" where none was given. `withdrawn` says who left the study, or stopped, for an adverse event.
    """

    arms: tuple[str, ...]
    arm: Ints  # (N,)
    exposure_days: Floats  # (N,)
    participant: Ints  # (E,), index of the participant
    term: tuple[str, ...]  # E
    serious: Bools  # (E,)
    severity: tuple[str, ...] = ()  # E, or none
    grades: tuple[str, ...] = ("mild", "moderate", "severe")
    withdrawn: Bools | None = None  # (N,)

    def __post_init__(self) -> None:
        events = len(self.term)
        lengths = {len(self.participant), len(self.serious), len(self.severity) or events, events}
        if len(lengths) > 1 or len(self.exposure_days) != len(self.arm):
            raise AnalysisError(
                "Adverse events: participant, term, serious and severity need one entry per event, "
                "arm and exposure_days one per participant."
            )
        if events and not (self.participant.min() >= 0 and self.participant.max() < len(self.arm)):
            raise AnalysisError(
                "An adverse event names a participant who is not in the study. "
                "Correct the participant of that event."
            )
        for index, name in enumerate(self.arms):
            if not np.any(self.arm == index):
                raise AnalysisError(
                    f"Arm {name!r} has no participants, so adverse events cannot be compared. "
                    "Check the allocations, or leave the arm out."
                )

    def per_arm(self, having: Bools) -> Ints:
        """Participants of each arm for whom `having` (N,) holds; shape (arms,)."""
        known = having & (self.arm != UNKNOWN)
        return np.bincount(self.arm[known], minlength=len(self.arms)).astype(np.int64)

    def people(self, events: Bools | None = None) -> Ints:
        """Participants of each arm with at least one of `events` (E,); all events if None."""
        having = np.zeros(len(self.arm), dtype=bool)
        having[self.participant if events is None else self.participant[events]] = True
        return self.per_arm(having)

    def events(self, events: Bools | None = None) -> Ints:
        """Number of `events` (E,) in each arm; all if None."""
        who = self.participant if events is None else self.participant[events]
        arm = self.arm[who]
        return np.bincount(arm[arm != UNKNOWN], minlength=len(self.arms)).astype(np.int64)

    @property
    def participants(self) -> Ints:
        """Number of participants in each arm."""
        return self.per_arm(np.ones(len(self.arm), dtype=bool))

    @property
    def exposed(self) -> Bools:
        """(N,): whose time under observation is known and positive."""
        days = np.where(np.isfinite(self.exposure_days), self.exposure_days, 0.0)
        return days > 0

    @property
    def person_days(self) -> Floats:
        """Days under observation in each arm, over those whose time is known."""
        keep = self.exposed & (self.arm != UNKNOWN)
        days = np.zeros(len(self.arms))
        np.add.at(days, self.arm[keep], self.exposure_days[keep])
        return days
