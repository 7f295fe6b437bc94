"""New numbers for kits and sets: drawn apart from the list, so that they can say nothing of it."""

from __future__ import annotations

from collections.abc import Callable

from limen.errors import SupplyError
from limen.supply.sealed import check_digit

Below = Callable[[int], int]  # a whole number from 0 up to, not including, its argument


def new_numbers(count: int, digits: int, below: Below) -> tuple[str, ...]:
    """Return so many different numbers, in the order in which chance gave them.

    The last digit is a check digit; the first is not 0, which spreadsheets drop. `below` must be a
    source that nobody can predict (`secrets.randbelow`): everybody sees these numbers.
    """
    least = 10 ** (digits - 2)
    if count > 3 * least:  # a third of all: drawing a free one stays quick
        raise SupplyError(f"There are not {count} numbers of {digits} digits to choose from.")
    found: dict[str, None] = {}
    while len(found) < count:
        body = str(least + below(9 * least))
        found[body + check_digit(body)] = None
    return tuple(found)
