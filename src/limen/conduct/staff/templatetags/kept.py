"""`{{ version.reason|in_words:person }}`: why there is a new version, decrypted where it is."""

from __future__ import annotations

from django import template

from limen.conduct.core.models import Participant
from limen.conduct.core.services.free_text import read_reason

register = template.Library()


@register.filter
def in_words(stored: str, person: Participant) -> str:
    """Return a reason as people read it; "(erased)" if it was erased."""
    return read_reason(person, stored)
