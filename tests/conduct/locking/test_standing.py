"""What stands in the way of the lock: each kind of thing, and nothing once all is done."""

from __future__ import annotations

import life
import pytest

from limen.conduct.core.locking import KINDS, in_the_way, standing_in_the_way_of_lock
from limen.conduct.core.services.invite import invite


def kinds() -> list[str]:
    return [problem.path for problem in standing_in_the_way_of_lock()]


def test_at_the_end_only_casebooks_are_left(over):
    (problem,) = standing_in_the_way_of_lock()
    assert problem.path == "casebooks"
    numbers = [one.number for one in over.people]
    assert problem.message.endswith(f": 8 ({', '.join(numbers[:3])} and 5 more).")
    life.sign(over)
    assert standing_in_the_way_of_lock() == []
