"""What an occasion is called where people read it: `Evening diary (3)`, not `diary.3`."""

from __future__ import annotations

from limen.protocol import Protocol, listed


def name_of(protocol: Protocol, identifier: str) -> str:
    """Return title and number; also the phase, where another occasion has the same title.

    What this version of the protocol does not know is called by its identifier.
    """
    definition, _dot, number = identifier.partition(".")
    titles = {str(one.id): title_of(protocol, str(one.id)) for one in listed(protocol.occasions)}
    if definition not in titles:
        return identifier
    title = titles[definition]
    shared = list(titles.values()).count(title) > 1
    more = [one for one in (number, _phase(protocol, definition) if shared else "") if one]
    return f"{title} ({', '.join(more)})" if more else title


def title_of(protocol: Protocol, definition: str) -> str:
    """Return the title of an occasion's definition; its id where it has none."""
    titles = {str(one.id): one.title for one in listed(protocol.occasions)}
    title = titles.get(definition)
    return title if isinstance(title, str) else definition


def _phase(protocol: Protocol, definition: str) -> str:
    phase = str(protocol.occasion(definition).phase)
    titles = {str(one.id): one.title for one in listed(protocol.phases)}
    return str(titles.get(phase) or phase)
