"""Why somebody pauses or stops: one word of a list, the same for every study."""

from __future__ import annotations

from limen.conduct.core.reasons import TAKING_PART as REASONS

__all__ = ["REASONS"]
