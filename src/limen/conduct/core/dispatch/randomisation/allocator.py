"""The allocator of a minimisation: another process, which answers with a set number."""

from __future__ import annotations

from pathlib import Path

from limen.conduct.core.deployment import Deployment
from limen.conduct.core.models import Participant
from limen.conduct.core.served import served
from limen.supply.sealed import ask

SOCKET = "allocator-socket"


def allocator_socket(deployment: Deployment) -> Path:
    """Return where the allocator answers: a socket in the deployment's folder."""
    return deployment.folder / SOCKET


def has_allocator(deployment: Deployment) -> bool:
    """Whether there is an allocator to ask."""
    return allocator_socket(deployment).is_socket()


def allocated_set(participant: Participant, levels: dict[str, str]) -> str:
    """Return the number of the set that the allocator gives somebody: asked again, the same.

    Ask it outside of `recording`. `SupplyError` with its words, or if it cannot be reached.
    """
    return ask(allocator_socket(served()), participant=str(participant.code), levels=levels)
