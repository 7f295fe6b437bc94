"""The allocators of a minimisation: other processes, which answer with a set number."""

from __future__ import annotations

from pathlib import Path

from limen.conduct.core.deployment import Deployment
from limen.conduct.core.models import Participant, Supply
from limen.conduct.core.served import served
from limen.errors import ExhaustedError
from limen.supply.sealed import ask

SOCKET = "allocator-socket"


def allocator_socket(deployment: Deployment, supply: Supply | None = None) -> Path:
    """Return where the allocator of a supply answers: a socket in the deployment's folder.

    That of the first supply has the plain name, that of a later one ends with the supply's id.
    """
    first = Supply.objects.filter(assigned_by=Supply.AssignedBy.ALLOCATOR).order_by("pk").first()
    if supply is None or supply == first:
        return deployment.folder / SOCKET
    return deployment.folder / f"{SOCKET}-{supply.identifier}"


def newest_socket(deployment: Deployment) -> Path:
    """Return where the allocator of the newest supply answers."""
    return allocator_socket(deployment, _supplies()[-1] if _supplies() else None)


def allocated_set(participant: Participant, levels: dict[str, str]) -> str:
    """Return the number of the set that an allocator gives somebody: asked again, the same.

    The oldest is asked first: whom it gave a set keeps that set. Where its pool has run out the
    next is asked. One that has a socket and does not answer is not passed over. Ask it outside of
    `recording`. `SupplyError` with the last one's words, or if it cannot be reached.
    """
    here = served()
    paths = [allocator_socket(here, supply) for supply in _supplies()]
    there = [path for path in paths if path.is_socket()] or [newest_socket(here)]
    for path in there[:-1]:
        try:
            return ask(path, participant=str(participant.code), levels=levels)
        except ExhaustedError:
            continue
    return ask(there[-1], participant=str(participant.code), levels=levels)


def _supplies() -> list[Supply]:
    rows = Supply.objects.filter(assigned_by=Supply.AssignedBy.ALLOCATOR)
    return list(rows.order_by("pk"))
