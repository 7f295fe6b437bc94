"""The tasks that may be delegated: words of a list, the same in every study."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from limen.conduct.core.models import Delegation

TASKS: Final[Mapping[str, Any]] = {
    "consent_talk": _("Informs people and takes consent"),
    "eligibility": _("Decides on eligibility"),
    "randomisation": _("Randomises"),
    "kits": _("Receives, dispenses and counts kits"),
    "supervision": _("Supervises doses and releases people"),
    "visit_forms": _("Fills in forms of visits"),
    "examination": _("Examines people and reads findings"),
    "rating": _("Rates, blinded"),
    "data_entry": _("Enters and corrects data, answers queries"),
    "adverse_events": _("Judges adverse events"),
    "on_call": _("Acts on alerts"),
    "unblinding": _("Breaks the blind in an emergency"),
    "contact": _("Keeps in contact with people"),
    "payments": _("Pays people for their time"),
    "site_file": _("Keeps the site's papers"),
}


def tasks_of(row: Delegation) -> tuple[str, ...]:
    """Return the tasks of a line's version, as words of the list."""
    return tuple(json.loads(row.tasks))


def titles_of(row: Delegation) -> list[Any]:
    """Return them as people read them."""
    return [TASKS.get(one, one) for one in tasks_of(row)]
