"""Words for what the record holds as a code."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from limen.conduct.core.occasions import Reason, State

STATES: Mapping[State, Any] = {
    State.PLANNED: _("To come"),
    State.OPEN: _("Open now"),
    State.STARTED: _("Begun"),
    State.SUBMITTED: _("Sent"),
    State.EXPIRED: _("Begun, not sent"),
    State.MISSED: _("Missed"),
    State.CANCELLED: _("Cancelled"),
}
REASONS: Mapping[Reason, Any] = {
    Reason.NONE: "",
    Reason.PAUSED: _("paused"),
    Reason.WITHDRAWN: _("withdrew"),
    Reason.BEFORE_START: _("was over before the start"),
    Reason.BY_STAFF: _("by staff"),
    Reason.AMENDED: _("the protocol was amended"),
    Reason.NEVER_OPEN: _("the server was down, so nobody was reminded"),
}
