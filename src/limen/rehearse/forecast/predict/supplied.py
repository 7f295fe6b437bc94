"""A protocol with what might be, where it says that it does not know."""

from __future__ import annotations

from typing import Any

from limen.protocol import Protocol, known
from limen.rehearse.forecast.document import Beliefs


def completed(protocol: Protocol, beliefs: Beliefs) -> Protocol:
    """Return the protocol with the guesses and the allocation that the beliefs supply.

    What the protocol says itself stays.
    """
    supplied = beliefs.supplied
    update: dict[str, Any] = {}
    if supplied.guesses and (not known(protocol.guesses) or not protocol.guesses):
        update["guesses"] = supplied.guesses
    if supplied.allocation and (not known(protocol.allocation) or not protocol.allocation):
        update["allocation"] = supplied.allocation
    return protocol.model_copy(update=update) if update else protocol
