"""Why something happened to somebody's taking part: one word of a list, the same in every study.

The word is kept, and stands in the trail for ever; the words are what people read and choose from.
What nobody may write is a sentence: it could name somebody.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from limen.errors import ConductError, Problem

#: Why somebody pauses or stops. Blank is allowed: nobody owes a reason.
TAKING_PART: Final[dict[str, Any]] = {
    "adverse_event": _("Adverse event"),
    "no_benefit": _("No benefit"),
    "too_much_effort": _("Too much effort"),
    "new_medicine_or_illness": _("New medicine or illness"),
    "moved_or_travels": _("Moved or travels"),
    "protocol_deviation": _("Deviation from the protocol"),
    "investigator_decision": _("Decision of the investigator"),
    "other": _("Other"),
}
#: Why staff cancel one occasion. One of them is needed.
CANCELLING: Final[dict[str, Any]] = {
    "illness": _("Illness"),
    "site_closed": _("The site is closed"),
    "protocol_deviation": _("Deviation from the protocol"),
    "technical_fault": _("Technical fault"),
    "wish_of_participant": _("Wish of the participant"),
    "other": _("Other"),
}
#: Why participants change an answer at screening. The record keeps the words.
CHANGING: Final[dict[str, str]] = {
    "mistake": "I made a mistake",
    "changed": "It has changed since",
}


def refuse_other_words(reason: str, among: Mapping[str, Any], *, needed: bool = False) -> None:
    """Raise `ConductError` if a reason is none of a list, or is missing where it is needed."""
    if reason in among or (not reason and not needed):
        return
    message = "It is no reason of the list." if reason else "No reason was given."
    problem = Problem(message=message, remedy=f"Give one of {', '.join(among)}.", path="reason")
    raise ConductError("Nothing was changed.", [problem])
