"""The `limen` command: one file per verb; each imports its room when it runs."""

from __future__ import annotations

from limen.cli.app import app, main

__all__ = ["app", "main"]
