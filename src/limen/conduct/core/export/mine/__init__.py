"""A person's own data, to take along: everything of theirs, nothing about anybody else."""

from __future__ import annotations

from limen.conduct.core.export.mine.archive import my_data

__all__ = ["my_data"]
