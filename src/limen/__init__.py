"""Limen: the open laboratory that takes a micro-dosing study from dose to evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from limen.analyse.plan.run import run
    from limen.dataset import Dataset, UnsealedDataset, read_allocations, read_dataset
    from limen.protocol import Protocol, load_protocol

__version__ = "0.1.0.dev0"

__all__ = [
    "Dataset",
    "Protocol",
    "UnsealedDataset",
    "__version__",
    "load_protocol",
    "read_allocations",
    "read_dataset",
    "run",
]

_FROM = {
    "Dataset": "limen.dataset",
    "Protocol": "limen.protocol",
    "UnsealedDataset": "limen.dataset",
    "load_protocol": "limen.protocol",
    "read_allocations": "limen.dataset",
    "read_dataset": "limen.dataset",
    "run": "limen.analyse.plan",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for: a rule needs no statistics."""
    from importlib import import_module

    if name in _FROM:
        return getattr(import_module(_FROM[name]), name)
    raise AttributeError(f"module 'limen' has no attribute {name!r}")
