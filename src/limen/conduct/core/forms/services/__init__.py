"""What writes about forms, an event per file: one transaction, one audit entry each."""

from __future__ import annotations

from limen.conduct.core.forms.services.fill import fill_form
from limen.conduct.core.forms.services.freeze import freeze, unfreeze
from limen.conduct.core.forms.services.mark_not_done import mark_not_done
from limen.conduct.core.forms.services.release import release
from limen.conduct.core.forms.services.sign import Seen, meaning_of_signing, sign
from limen.conduct.core.forms.services.verify import verify

__all__ = [
    "Seen",
    "fill_form",
    "freeze",
    "mark_not_done",
    "meaning_of_signing",
    "release",
    "sign",
    "unfreeze",
    "verify",
]
