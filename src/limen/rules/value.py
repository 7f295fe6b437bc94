"""What a rule computes with: numbers, truths, texts, and answers that are not there."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from limen.errors import Problem, RuleError

#: Why there is an answer, or why there is none.
STATES = ("answered", "not_applicable", "skipped", "declined", "missing")

Scalar: TypeAlias = bool | int | float | str


@dataclass(frozen=True, slots=True)
class Absent:
    """An answer that is not there, and why: one of `STATES` other than ``answered``."""

    state: str = "missing"


Value: TypeAlias = "Scalar | Absent | list[Scalar | Absent]"
Single: TypeAlias = Scalar | Absent

MISSING = Absent("missing")


def refuse(path: str, message: str, remedy: str = "") -> RuleError:
    """Return the error of a rule that cannot be evaluated at `path`."""
    problem = Problem(path=path, message=message, remedy=remedy)
    return RuleError("The rule cannot be evaluated.", [problem])


def kind_of(value: object) -> str:
    """Return ``truth``, ``number`` or ``text``; the Python type's name for anything else."""
    if isinstance(value, bool):
        return "truth"
    if isinstance(value, (int, float)):
        return "number"
    return "text" if isinstance(value, str) else type(value).__name__


def float_of(value: Scalar) -> float:
    """Return a number as such; its kind was checked before."""
    assert not isinstance(value, str)
    return value


def finite(number: float, path: str) -> float:
    """Return the number, or raise `RuleError` if it is not finite."""
    try:
        fine = math.isfinite(number)
    except OverflowError:
        fine = False
    if not fine:
        raise refuse(path, "The result is too large to be a number.", "Check the units.")
    return number


def read(values: Mapping[str, Any], name: str, path: str) -> Single:
    """Return what `values` hold under `name`.

    A plain value was answered; None, NaN or no such name is missing; a mapping
    ``{"state": ..., "value": ...}`` says its state itself.
    """
    raw: Any = values.get(name)
    if isinstance(raw, Mapping):
        state = raw.get("state", "answered")
        if state not in STATES or set(raw) - {"state", "value"}:
            raise refuse(path, f"{name!r} has no state that a rule knows: {dict(raw)!r}.", _SHAPE)
        if state != "answered":
            return Absent(state)
        raw = raw.get("value")
    if raw is None:
        return MISSING
    plain = raw.item() if hasattr(raw, "item") else raw  # a NumPy scalar
    if isinstance(plain, float) and math.isnan(plain):
        return MISSING
    if not isinstance(plain, (bool, int, float, str)):
        raise refuse(path, f"{name!r} is a {type(raw).__name__}.", _SHAPE)
    if kind_of(plain) == "number":
        finite(float_of(plain), path)
    return plain


_SHAPE = (
    "Give a number, a truth, a text, None, or {'state': S} with S one of "
    f"{', '.join(STATES[1:])}."
)
