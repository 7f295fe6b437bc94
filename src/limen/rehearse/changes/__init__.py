"""Changes of a design, each rehearsed: which would help most?"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from limen.rehearse.changes.active_placebo import ACTIVE_PLACEBO
from limen.rehearse.changes.change import DesignChange, Unfit
from limen.rehearse.changes.guesses import GUESS_FIRST, RANDOM_PART_ASKED, SEVERAL_GUESS_TIMES
from limen.rehearse.changes.improvement import Changed, Improvement, improve
from limen.rehearse.changes.instruction import INSTRUCTION
from limen.rehearse.changes.people import HALF_AS_MANY_AGAIN, TWICE_AS_MANY
from limen.rehearse.changes.run_in import LONGER_RUN_IN

CHANGES: Mapping[str, DesignChange] = MappingProxyType(
    {
        one.key: one
        for one in (
            HALF_AS_MANY_AGAIN,
            TWICE_AS_MANY,
            SEVERAL_GUESS_TIMES,
            RANDOM_PART_ASKED,
            GUESS_FIRST,
            INSTRUCTION,
            ACTIVE_PLACEBO,
            LONGER_RUN_IN,
        )
    }
)

__all__ = ["CHANGES", "Changed", "DesignChange", "Improvement", "Unfit", "improve"]
