"""Why the team changes: one word of a list, the same in every study. Staff alone read them."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

#: Why somebody's role or second factor changes. One of them is needed.
TEAM: Final[dict[str, Any]] = {
    "joins": _("Joins the team"),
    "other_task": _("Takes on another task"),
    "task_ended": _("The task has ended"),
    "stands_in": _("Stands in for somebody"),
    "leaves": _("Leaves the team"),
    "lost_device": _("Telephone lost or replaced"),
    "suspicion": _("Somebody else may have got in"),
    "mistake": _("Entered by mistake"),
    "other": _("Other"),
}
