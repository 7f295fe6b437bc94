"""One participant's phases, periods, doses, occasions and assessment windows: pure logic."""

from __future__ import annotations

from limen.calendar.course import PeriodSpan, PhaseSpan, period_of, period_spans, phase_spans
from limen.calendar.dosing import DosingDay, dosing_days
from limen.calendar.occasions import PlannedOccasion, expand_occasions
from limen.calendar.participant import DueDose, DueOccasion, ParticipantCalendar, of
from limen.calendar.problems import problems
from limen.calendar.window import AssessmentWindow, ReminderTime

__all__ = [
    "AssessmentWindow",
    "DosingDay",
    "DueDose",
    "DueOccasion",
    "ParticipantCalendar",
    "PeriodSpan",
    "PhaseSpan",
    "PlannedOccasion",
    "ReminderTime",
    "dosing_days",
    "expand_occasions",
    "of",
    "period_of",
    "period_spans",
    "phase_spans",
    "problems",
]
