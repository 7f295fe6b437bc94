"""A site's approvals: asked of the room that keeps them, if this version of Limen has it."""

from __future__ import annotations

from importlib import import_module

from limen.conduct.core.models import Site
from limen.errors import Problem

_ROOM = "limen.conduct.core.approvals"


def lacking_approvals(site: Site) -> tuple[Problem, ...]:
    """Return which approvals a site lacks, or let lapse; none where nobody keeps them."""
    try:
        room = import_module(_ROOM)
    except ModuleNotFoundError:
        return ()
    return tuple(room.lacking_approvals(site))
