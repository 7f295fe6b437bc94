"""Words for what the team's records hold as a code."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from limen.conduct.core.models import ContactAttempt, Deviation

CATEGORIES: Mapping[str, Any] = {
    Deviation.Category.ELIGIBILITY: _("Eligibility: took part without fitting"),
    Deviation.Category.CONSENT: _("Consent"),
    Deviation.Category.DOSING: _("Dosing: wrong, missed or extra dose"),
    Deviation.Category.VISIT_WINDOW: _("Visit outside of its window, or missed"),
    Deviation.Category.PROHIBITED_MEDICATION: _("Prohibited medication"),
    Deviation.Category.PROCEDURE: _("Procedure left out or done otherwise"),
    Deviation.Category.BLINDING: _("Blinding"),
    Deviation.Category.OTHER: _("Other"),
}
WAYS: Mapping[str, Any] = {
    ContactAttempt.Way.TELEPHONE: _("Telephone"),
    ContactAttempt.Way.EMAIL: _("E-mail"),
    ContactAttempt.Way.VISIT: _("Visit"),
    ContactAttempt.Way.LETTER: _("Letter"),
}
