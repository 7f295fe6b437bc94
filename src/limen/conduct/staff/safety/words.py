"""Words for what the record of safety holds as a code."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from limen.conduct.core.models import AlertEvent

OUTCOMES: Mapping[str, Any] = {
    "no_danger": _("No danger: nothing more was needed"),
    "watched": _("It is watched, with a plan"),
    "referred": _("Referred to a physician or a service outside the study"),
    "emergency_help": _("Emergency help was called"),
    "dosing_stopped": _("Doses were stopped for good"),
    "not_reached": _("The person could not be reached; who was told stands in the note"),
    "mistake": _("It was answered or entered by mistake"),
}
STORY: Mapping[str, Any] = {
    AlertEvent.Kind.FIRED: _("The rule fired"),
    AlertEvent.Kind.FIRED_AGAIN: _("The rule fired again; the deadline stays"),
    AlertEvent.Kind.CALLED: _("called"),
    AlertEvent.Kind.NOBODY: _("Nobody was on call"),
    AlertEvent.Kind.ESCALATED: _("Nobody had acknowledged in time"),
    AlertEvent.Kind.ACKNOWLEDGED: _("acknowledged"),
    AlertEvent.Kind.NOTED: _("noted"),
    AlertEvent.Kind.CLOSED: _("closed"),
}
#: What makes an event serious (ICH E2A), by the word that reports hold.
CRITERIA: Mapping[str, Any] = {
    "death": _("Death"),
    "life_threatening": _("Danger to life"),
    "hospital": _("Stay in hospital, or a longer one"),
    "lasting": _("Lasting or significant disability"),
    "birth": _("Congenital anomaly, or about a pregnancy"),
    "important": _("Otherwise medically important"),
}
GRADES: Mapping[int, Any] = {
    1: _("1: mild"),
    2: _("2: moderate"),
    3: _("3: severe, or medically significant"),
    4: _("4: life-threatening"),
    5: _("5: death"),
}
