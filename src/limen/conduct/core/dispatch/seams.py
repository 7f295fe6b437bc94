"""Rooms that may say no: they are asked if this version of Limen has them."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

from limen.conduct.core.models import Participant, Site
from limen.errors import Problem


def _asked(module: str, name: str) -> Callable[..., Any] | None:
    try:
        found = import_module(module)
    except ModuleNotFoundError:
        return None
    service: Callable[..., Any] | None = getattr(found, name, None)
    return service


def is_held(participant: Participant) -> bool:
    """Whether a clinician or a safety rule holds somebody's dosing."""
    service = _asked("limen.conduct.core.safety", "is_held")
    return bool(service and service(participant))


def lacking_approvals(site: Site) -> tuple[Problem, ...]:
    """Return which approvals a site lacks, or let lapse."""
    service = _asked("limen.conduct.core.approvals", "lacking_approvals")
    return tuple(service(site)) if service else ()
