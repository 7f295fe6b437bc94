"""What to say when an id is not there: the nearest one that is."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from limen.errors import InstrumentError, Problem


def nearest(id: str, known: Iterable[str], *, what: str, path: str) -> InstrumentError:
    """Return the error for an unknown id, which suggests the nearest known one."""
    names = list(known)
    close = get_close_matches(id, names, n=1, cutoff=0.5)
    remedy = f"Did you mean {close[0]!r}?" if close else f"Use {', '.join(names)}."
    message = f"There is no {what} called {id!r}."
    return InstrumentError(message, [Problem(path=path, message=message, remedy=remedy)])
