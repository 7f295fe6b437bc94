"""Words for what the record holds as a code."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from limen.conduct.core.messages.state import Evidence
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
PURPOSES: Mapping[str, Any] = {
    "reminder": _("reminder"),
    "confirm_address": _("confirmation of the address"),
    "read_today": _("something to read at once"),
    "safety_call": _("call about an alert"),
    "blind_broken": _("notice that a blind was broken"),
    "approval_lapses": _("notice that an approval lapses soon"),
}
CHANNELS: Mapping[str, Any] = {
    "email": _("e-mail"),
    "push": _("push, sent as e-mail"),
    "text_message": _("text message"),
    "call": _("telephone call"),
    "pager": _("pager"),
}
EVIDENCE: Mapping[str, Any] = {
    Evidence.INTENDED: _("planned"),
    Evidence.SENT: _("sent"),
    Evidence.ACCEPTED: _("accepted by the mail server"),
    Evidence.OPENED: _("link followed"),
    Evidence.ANSWERED: _("answered"),
    Evidence.REFUSED: _("refused, tried again"),
    Evidence.FAILED: _("refused for good"),
    Evidence.UNREACHABLE: _("no way to the person"),
    Evidence.UNCERTAIN: _("uncertain"),
    Evidence.EXPIRED: _("its time passed"),
    Evidence.SUPERSEDED: _("a later one took its place"),
    Evidence.CANCELLED: _("not needed any more"),
}
#: Why there was no way to somebody, as the evidence holds it.
UNREACHED: Mapping[str, Any] = {
    "no e-mail address": _("no e-mail address"),
    "the e-mail address is not confirmed": _("address not confirmed"),
    "no mail server is set": _("no mail server"),
    "staff answer this occasion": _("answered by staff"),
    "this version sends nothing by text_message": _("no text messages yet"),
    "this version sends nothing by call": _("no calls yet"),
}
#: What was done with the intervention after an adverse event; the words of the report's answers.
ACTIONS: Mapping[str, Any] = {
    "none": _("Nothing was changed"),
    "left_out": _("A dose was left out"),
    "reduced": _("The dose was reduced"),
    "stopped": _("It was stopped"),
    "does_not_apply": _("Does not apply"),
}
OUTCOMES: Mapping[str, Any] = {
    "over": _("Over"),
    "not_over": _("Not over"),
    "over_with_harm": _("Over, and something stays"),
    "fatal": _("Fatal"),
    "unknown": _("Not known"),
}
RELATEDNESS: Mapping[str, Any] = {
    "unrelated": _("Unrelated"),
    "unlikely": _("Unlikely"),
    "possible": _("Possible"),
    "probable": _("Probable"),
    "definite": _("Definite"),
}
EXPECTEDNESS: Mapping[str, Any] = {"expected": _("Expected"), "unexpected": _("Unexpected")}
