"""All operators of the rule language, by name."""

from __future__ import annotations

from limen.rules import access, aggregate, arithmetic, clock, comparison, logic, mapping
from limen.rules.node import Operator

_ALL = (
    *access.OPERATORS,
    *comparison.OPERATORS,
    *logic.OPERATORS,
    *arithmetic.OPERATORS,
    *aggregate.OPERATORS,
    *mapping.OPERATORS,
    *clock.OPERATORS,
)

OPERATORS: dict[str, Operator] = {operator.name: operator for operator in _ALL}
