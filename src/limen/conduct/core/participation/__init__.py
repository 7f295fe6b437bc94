"""How somebody's taking part ends or changes, apart from withdrawing: an event per file."""

from __future__ import annotations

from limen.conduct.core.participation.complete import complete
from limen.conduct.core.participation.discontinue import discontinue
from limen.conduct.core.participation.lose import lose

__all__ = ["complete", "discontinue", "lose"]
