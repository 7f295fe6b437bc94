"""The purpose of messages to the team that say that a blind was broken, and never of whom."""

from __future__ import annotations

from typing import Final

TOLD: Final = "blind_broken"
