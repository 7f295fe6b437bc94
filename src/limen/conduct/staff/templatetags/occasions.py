"""`{{ occasion|named }}`: what an occasion is called, in the words of its own version."""

from __future__ import annotations

from django import template

from limen.conduct.core.models import Occasion
from limen.conduct.core.occasions.named import name_of

register = template.Library()


@register.filter
def named(occasion: Occasion) -> str:
    """Return an occasion's title and number, such as `Evening diary (3)`."""
    return name_of(occasion.made_under.protocol, occasion.identifier)
