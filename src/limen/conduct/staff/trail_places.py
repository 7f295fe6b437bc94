"""Places that the trail holds as ids (`diary.3:limen_daily.mood`), in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from limen.conduct.core.models import ProtocolVersion
from limen.conduct.core.occasions.named import name_of
from limen.conduct.staff.person.answers import title_of
from limen.protocol import Protocol, listed

#: Notes that say where something stands: an occasion, and what of it after a colon.
PLACES = frozenset({"occasion", "form", "forms", "response", "payments"})


def protocols() -> list[Protocol]:
    """Return every version, the latest first: an entry may be about an occasion of any."""
    return [one.protocol for one in ProtocolVersion.objects.order_by("-number")]


def in_words(place: str, versions: Sequence[Protocol]) -> str:
    """Return a place in the words of the latest version that knows its occasion.

    A place of no version stays as it is.
    """
    identifier, _colon, part = place.partition(":")
    definition = identifier.partition(".")[0]
    for protocol in versions:
        if any(str(one.id) == definition for one in listed(protocol.occasions)):
            name = name_of(protocol, identifier)
            return f"{name}: {_part(protocol, part)}" if part not in ("", definition) else name
    return place


def _part(protocol: Protocol, part: str) -> str:
    """Return a form, a payment, or an item of an instrument, in words."""
    found = _titles(protocol).get(part)
    if found is not None:
        return found
    instrument, _dot, item = part.partition(".")
    return f"{title_of(instrument)}, {item}" if item else part


def _titles(protocol: Protocol) -> Mapping[str, str]:
    forms = {str(one.id): str(one.title) for one in listed(protocol.forms)}
    return forms | {str(one.id): str(one.title) for one in listed(protocol.payments)}
