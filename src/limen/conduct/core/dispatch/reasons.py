"""Why something happened to a kit, or a dose level changed: one word of a list."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

#: Why a kit is replaced, or goes out of use.
KITS: Final[dict[str, Any]] = {
    "broken": _("Broken or leaking"),
    "temperature": _("Stored outside of its temperatures"),
    "expired": _("Expired"),
    "label": _("Label cannot be read"),
    "left_behind": _("Left behind or lost by the participant"),
    "missing": _("Missing at the site"),
    "recalled": _("Recalled by the sponsor"),
    "end_of_use": _("Not needed any more"),
    "other": _("Other"),
}
#: Why somebody moves to another dose level.
LEVELS: Final[dict[str, Any]] = {
    "titration": _("Planned step of the titration"),
    "not_tolerated": _("Not tolerated"),
    "safety_rule": _("A safety rule of the protocol"),
    "investigator_decision": _("Decision of the investigator"),
}
