"""What may stand under each option of an operator."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeGuard

from limen.rules.aggregate import STRICT, MissingPolicy
from limen.rules.value import STATES


class Unfit(Exception):  # noqa: N818 - not an error of Limen's: parse turns it into a problem
    """An option holds something that it may not; the text says what it must be."""


def is_list(found: object) -> TypeGuard[Sequence[Any]]:
    """Whether this is a list of a rule: a list or a tuple, no text."""
    return isinstance(found, (list, tuple))


def is_scalar(found: object) -> TypeGuard[bool | int | float | str]:
    """Whether this is a number that is finite, a truth or a text."""
    if isinstance(found, float):
        return math.isfinite(found)
    return isinstance(found, (bool, int, str))


def is_number(found: object) -> TypeGuard[int | float]:
    """Whether this is a finite number; true and false are none."""
    return is_scalar(found) and not isinstance(found, (bool, str))


def scalar(found: object) -> object:
    """A number, a truth or a text."""
    if not is_scalar(found):
        raise Unfit("must be a number, a text, true or false")
    return found


def scalar_or_null(found: object) -> object:
    """A number, a truth, a text, or null."""
    return None if found is None else scalar(found)


def scalars(found: object) -> object:
    """A list of at least one scalar."""
    if not is_list(found) or not found or not all(map(is_scalar, found)):
        raise Unfit("must be a list of numbers, texts, true or false, with at least one")
    return tuple(found)


def _pairs(found: object, old: Callable[[object], bool], what: str) -> tuple[tuple[Any, Any], ...]:
    if not is_list(found) or not found:
        raise Unfit(f"must be a list of {what}, with at least one")
    for pair in found:
        if not is_list(pair) or len(pair) != 2 or not old(pair[0]):
            raise Unfit(f"must be a list of {what}; {pair!r} is none")
    firsts = [(isinstance(pair[0], bool), pair[0]) for pair in found]
    if len(set(firsts)) < len(firsts):
        raise Unfit("must not have the same first element twice")
    return tuple((pair[0], pair[1]) for pair in found)


def pairs(found: object) -> object:
    """Pairs of scalars; the new one may be null."""
    made = _pairs(found, is_scalar, "[old, new]")
    if not all(new is None or is_scalar(new) for _, new in made):
        raise Unfit("must have a number, a text, true, false or null as the second of each pair")
    return made


def number_pairs(found: object) -> object:
    """Pairs of numbers."""
    made = _pairs(found, is_number, "[number, number]")
    if not all(is_number(new) for _, new in made):
        raise Unfit("must be a list of [number, number]")
    return made


def bands(found: object) -> object:
    """Pairs of a lowest value and a name, lowest first."""
    made = _pairs(found, is_number, "[lowest value, name]")
    lows = [low for low, _ in made]
    if lows != sorted(lows):
        raise Unfit("must have the lowest band first")
    if not all(is_scalar(name) for _, name in made):
        raise Unfit("must give each band a name (or a number)")
    return made


def number_range(found: object) -> object:
    """Two numbers that differ."""
    if not is_list(found) or len(found) != 2 or not all(map(is_number, found)):
        raise Unfit("must be two numbers, [low, high]")
    if found[0] == found[1]:
        raise Unfit("must be two different numbers")
    return (found[0], found[1])


def whole(found: object) -> object:
    """A whole number from 0 to 9."""
    if not isinstance(found, int) or isinstance(found, bool) or not 0 <= found <= 9:
        raise Unfit("must be a whole number from 0 to 9")
    return found


def states(found: object) -> object:
    """A list of reasons why an answer is not there."""
    if not is_list(found) or not all(state in STATES[1:] for state in found):
        raise Unfit(f"must be a list out of {', '.join(STATES[1:])}")
    return tuple(found)


def unit(found: object) -> object:
    """A unit of time."""
    units = ("seconds", "minutes", "hours", "days")
    if found not in units:
        raise Unfit(f"must be one of {', '.join(units)}")
    return found


def _policy(kinds: tuple[str, ...]) -> Callable[[object], object]:
    wanted = " or ".join(["strict", *(f"{{{kind}: k}}" for kind in kinds)])

    def read(found: object) -> object:
        if found == "strict":
            return STRICT
        if isinstance(found, Mapping) and len(found) == 1:
            ((kind, most),) = found.items()
            if kind in kinds and type(most) is int and most >= 0:
                return MissingPolicy(kind, most)
        raise Unfit(f"must be {wanted}, with k a whole number")

    return read


READERS: dict[str, Callable[[object], object]] = {
    "scalar": scalar,
    "scalar_or_null": scalar_or_null,
    "scalars": scalars,
    "pairs": pairs,
    "number_pairs": number_pairs,
    "bands": bands,
    "range": number_range,
    "whole": whole,
    "states": states,
    "unit": unit,
    "policy": _policy(("prorate", "ignore")),
    "policy_ignore": _policy(("ignore",)),
}
