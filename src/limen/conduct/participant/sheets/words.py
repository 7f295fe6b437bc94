"""What the script of a form says, in the language of the page."""

from __future__ import annotations

from django.utils.translation import gettext as _


def script_words() -> dict[str, str]:
    """Return the script's sentences by name; names in braces are filled in by the script."""
    return {
        "progress": _("{number} of {of}"),
        "ready": _("Ready to send"),
        "missing": _("Please answer, or choose “Prefer not to say”."),
        "number": _("Please write a number."),
        "whole": _("Please write a whole number."),
        "range": _("Please write a number from {low} to {high}."),
        "unanswered": _("Not answered"),
        "between": _("{value}, between “{low}” and “{high}”"),
        "sending": _("Sending …"),
        "not_sent": _("Not sent yet. It is kept on this page. Try again."),
        "again": _("Try again"),
        "wrong": _("Not sent yet: please look at this question again."),
    }
