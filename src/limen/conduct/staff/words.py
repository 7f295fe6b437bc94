"""Words for what the record holds as a code."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from limen.conduct.core.models import OutboxMessage
from limen.conduct.core.occasions import Reason, State, Verdict

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
VERDICTS: Mapping[Verdict, Any] = {
    Verdict.STARTED: _("begun"),
    Verdict.IN_TIME: _("in time"),
    Verdict.LATE: _("late, counts"),
    Verdict.AGAIN: _("a further version"),
    Verdict.SET_ASIDE: _("set aside, does not count"),
    Verdict.TOO_EARLY: _("too early, not kept"),
    Verdict.CLOSED: _("closed, not kept"),
    Verdict.WITHDRAWN: _("withdrawn, not kept"),
}
MESSAGES: Mapping[str, Any] = {
    OutboxMessage.State.WAITING: _("waiting"),
    OutboxMessage.State.SENDING: _("being sent"),
    OutboxMessage.State.SENT: _("sent"),
    OutboxMessage.State.UNCERTAIN: _("uncertain"),
    OutboxMessage.State.FAILED: _("failed"),
    OutboxMessage.State.CANCELLED: _("not needed any more"),
    OutboxMessage.State.EXPIRED: _("too late to send"),
}
