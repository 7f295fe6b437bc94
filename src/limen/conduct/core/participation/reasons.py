"""Why somebody pauses or stops: one word of a list, the same for every study."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

#: The word that is kept, and what people read. Blank is allowed everywhere: nobody owes a reason.
REASONS: Final[dict[str, Any]] = {
    "adverse_event": _("Adverse event"),
    "no_benefit": _("No benefit"),
    "too_much_effort": _("Too much effort"),
    "new_medicine_or_illness": _("New medicine or illness"),
    "moved_or_travels": _("Moved or travels"),
    "protocol_deviation": _("Deviation from the protocol"),
    "investigator_decision": _("Decision of the investigator"),
    "other": _("Other"),
}
