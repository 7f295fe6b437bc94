"""Who was given what, as a layout holds it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from limen.errors import NotIdentifiedError
from limen.results import Ints


@dataclass(frozen=True, kw_only=True)
class Given:
    """The fields of a layout that only known arms can fill; all empty if they are sealed."""

    arms: tuple[str, ...] = ()
    arm: Ints | None = None
    interventions: tuple[str, ...] = ()
    intervention: Ints | None = None
    period: Ints | None = None


def refuse_nothing_given(given: Ints, basis: str, occasions: tuple[str, ...]) -> None:
    """Raise `NotIdentifiedError` where no intervention is known at any of the occasions."""
    if not np.any(given >= 0):
        raise NotIdentifiedError(
            f"The allocations name no {basis} for any of {', '.join(occasions)}, so "
            "nothing can be compared there. Compare on another basis, or complete them."
        )
