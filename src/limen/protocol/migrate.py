"""From each older version of the format to the next.

Version 1 is the first, so there is nothing to move yet: a document of a later version is refused
with the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

CURRENT = 1

# STEPS[n] turns a document of version n into one of version n + 1; it must not change its argument.
STEPS: Mapping[int, Callable[[dict[str, Any]], dict[str, Any]]] = {}


def migrate(data: dict[str, Any]) -> dict[str, Any]:
    """Return the document in the current version of the format.

    A document without a usable `limen:` is returned as it is; loading says what is wrong with it.
    """
    version = data.get("limen")
    while isinstance(version, int) and version in STEPS and version < CURRENT:
        data = STEPS[version](data)
        version = data["limen"]
    return data
