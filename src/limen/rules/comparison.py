"""Comparisons: true, false, or missing if something compared is missing."""

from __future__ import annotations

import operator
from collections.abc import Callable

from limen.rules.node import Node, Operator, Option, Scope
from limen.rules.value import MISSING, Absent, Scalar, Value, float_of, kind_of, refuse

Say = Callable[[Node], str]


def same(one: Scalar, other: Scalar) -> bool:
    """Whether two values are equal and of the same kind: 1 is 1.0, but neither true nor "1"."""
    return kind_of(one) == kind_of(other) and one == other


def _equal(node: Node, scope: Scope) -> bool | None:
    one, other = (scope.one(argument) for argument in node.arguments)
    if isinstance(one, Absent) or isinstance(other, Absent):
        return None
    if kind_of(one) != kind_of(other):
        message = f"A {kind_of(one)} ({one!r}) is compared with a {kind_of(other)} ({other!r})."
        raise refuse(node.path, message, "Compare values of the same kind.")
    return one == other


def _equals(node: Node, scope: Scope) -> Value:
    equal = _equal(node, scope)
    return MISSING if equal is None else equal


def _differs(node: Node, scope: Scope) -> Value:
    equal = _equal(node, scope)
    return MISSING if equal is None else not equal


def _ordered(compare: Callable[[float, float], bool]) -> Callable[[Node, Scope], Value]:
    def compute(node: Node, scope: Scope) -> Value:
        one, other = (scope.one(argument, "number") for argument in node.arguments)
        if isinstance(one, Absent) or isinstance(other, Absent):
            return MISSING
        return compare(float_of(one), float_of(other))

    return compute


def _between(node: Node, scope: Scope) -> Value:
    found = [scope.one(argument, "number") for argument in node.arguments]
    numbers = [float_of(value) for value in found if not isinstance(value, Absent)]
    if len(numbers) < 3:
        return MISSING
    value, low, high = numbers
    return low <= value <= high


def _in(node: Node, scope: Scope) -> Value:
    value = scope.one(node.arguments[0])
    if isinstance(value, Absent):
        return MISSING
    return any(same(value, option) for option in node.options["options"])


def _say(phrase: str) -> Callable[[Node, Say], str]:
    return lambda node, say: f"{say(node.arguments[0])} {phrase} {say(node.arguments[1])}"


def _say_between(node: Node, say: Say) -> str:
    value, low, high = map(say, node.arguments)
    return f"{value} is between {low} and {high}"


def _say_in(node: Node, say: Say) -> str:
    options = ", ".join(str(option) for option in node.options["options"])
    return f"{say(node.arguments[0])} is one of {options}"


def _order(
    name: str, compare: Callable[[float, float], bool], phrase: str, meaning: str
) -> Operator:
    return Operator(
        name=name,
        group="comparison",
        shape="two",
        gives="truth",
        wants="number",
        meaning=meaning,
        example={name: [{"value": "age_years"}, 18]},
        compute=_ordered(compare),
        words=_say(phrase),
    )


_SEX = {"value": "sex"}

OPERATORS = (
    Operator(
        name="equals",
        group="comparison",
        shape="two",
        gives="truth",
        meaning="Whether both are the same; both must be of one kind.",
        example={"equals": [_SEX, "female"]},
        compute=_equals,
        words=_say("is"),
    ),
    Operator(
        name="differs",
        group="comparison",
        shape="two",
        gives="truth",
        meaning="Whether they are not the same; both must be of one kind.",
        example={"differs": [_SEX, "female"]},
        compute=_differs,
        words=_say("is not"),
    ),
    _order("less_than", operator.lt, "is less than", "Whether the first number is smaller."),
    _order("at_most", operator.le, "is at most", "Whether the first number is smaller or equal."),
    _order("more_than", operator.gt, "is more than", "Whether the first number is larger."),
    _order("at_least", operator.ge, "is at least", "Whether the first number is larger or equal."),
    Operator(
        name="between",
        group="comparison",
        shape="three",
        gives="truth",
        wants="number",
        meaning="`[number, low, high]`: whether it lies between them, both ends included.",
        example={"between": [{"value": "age_years"}, 18, 65]},
        compute=_between,
        words=_say_between,
    ),
    Operator(
        name="in",
        group="comparison",
        shape="one",
        gives="truth",
        meaning="Whether it is one of the options; an option of another kind is no match.",
        example={"in": _SEX, "options": ["female", "male"]},
        options={"options": Option(holds="scalars", meaning="what it may be", required=True)},
        compute=_in,
        words=_say_in,
    ),
)
