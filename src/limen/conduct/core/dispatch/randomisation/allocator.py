"""The allocator of a minimisation: another process, which answers with a set number."""

from __future__ import annotations

from pathlib import Path

from limen.conduct.core.deployment import Deployment

ADDRESS_FILE = "allocator.socket"


def allocator_socket(deployment: Deployment) -> Path:
    """Return where the allocator listens: a socket in the folder, which both accounts may use."""
    return deployment.folder / ADDRESS_FILE


def has_allocator(deployment: Deployment) -> bool:
    """Whether there is an allocator to ask."""
    return allocator_socket(deployment).is_socket()
