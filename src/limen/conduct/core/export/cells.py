"""Small things that cells of several tables are made of."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")  # no table of a dataset takes these

PAGE = "limen conduct: page"
BY_STAFF = "limen conduct: entered by staff"
CORRECTION = "limen conduct: correction"
COMPUTED = "limen conduct: computed"
SERVER = "limen conduct: server"


def source(submission: int | None, entered_by: str | None) -> str:
    """Return where a record comes from; never which member of staff."""
    if submission is None:
        return CORRECTION
    return BY_STAFF if entered_by else PAGE


def ends(respondent: str, source: str, entered_at: datetime | None) -> dict[str, Any]:
    """Return the columns that every record ends with."""
    return {"respondent": respondent, "source": source, "entered_at": entered_at}


def clean(text: str) -> str:
    """Return somebody's words without characters that no screen shows."""
    return _CONTROL.sub("", text)
