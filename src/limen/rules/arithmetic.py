"""Arithmetic on single numbers: missing if something in it is missing."""

from __future__ import annotations

import math
from collections.abc import Callable

from limen.rules.node import Node, Operator, Option, Scope
from limen.rules.value import MISSING, Absent, Value, finite, float_of

Say = Callable[[Node], str]


def _on_numbers(compute: Callable[..., float | None]) -> Callable[[Node, Scope], Value]:
    """Make the computation of an operator out of a function of its numbers."""

    def computed(node: Node, scope: Scope) -> Value:
        found = [scope.one(argument, "number") for argument in node.arguments]
        numbers = [float_of(value) for value in found if not isinstance(value, Absent)]
        if len(numbers) < len(found):
            return MISSING
        try:
            result = compute(*numbers)
        except OverflowError:
            result = math.inf
        return MISSING if result is None else finite(result, node.path)

    return computed


def _ratio(one: float, other: float) -> float | None:
    return None if other == 0 else one / other


def _round(node: Node, scope: Scope) -> Value:
    digits = int(node.options.get("digits", 0))

    def half_up(number: float) -> float:
        scaled = math.floor(number * 10.0**digits + 0.5)
        return scaled / 10.0**digits if digits else scaled

    return _on_numbers(half_up)(node, scope)


def _say_two(template: str) -> Callable[[Node, Say], str]:
    return lambda node, say: template.format(*map(say, node.arguments))


_NUMBER = {"value": "minutes"}

OPERATORS = (
    Operator(
        name="difference",
        group="arithmetic",
        shape="two",
        gives="number",
        wants="number",
        meaning="The first minus the second.",
        example={"difference": [{"value": "positive"}, {"value": "negative"}]},
        compute=_on_numbers(lambda one, other: one - other),
        words=_say_two("({} minus {})"),
    ),
    Operator(
        name="ratio",
        group="arithmetic",
        shape="two",
        gives="number",
        wants="number",
        meaning="The first divided by the second; missing if the second is 0.",
        example={"ratio": [{"value": "asleep"}, {"value": "in_bed"}]},
        compute=_on_numbers(_ratio),
        words=_say_two("({} divided by {})"),
    ),
    Operator(
        name="product",
        group="arithmetic",
        shape="several",
        gives="number",
        wants="number",
        meaning="All of them multiplied, from left to right.",
        example={"product": [{"value": "raw"}, 4]},
        compute=_on_numbers(lambda *numbers: math.prod(numbers)),
        words=lambda node, say: "(" + " times ".join(map(say, node.arguments)) + ")",
    ),
    Operator(
        name="absolute",
        group="arithmetic",
        shape="one",
        gives="number",
        wants="number",
        meaning="The number without its sign.",
        example={"absolute": {"difference": [_NUMBER, 480]}},
        compute=_on_numbers(abs),
        words=lambda node, say: f"the size of {say(node.arguments[0])}",
    ),
    Operator(
        name="round",
        group="arithmetic",
        shape="one",
        gives="number",
        wants="number",
        meaning="The nearest number with so many digits: floor(x · 10^digits + 0.5) / 10^digits.",
        example={"round": {"value": "mean"}, "digits": 1},
        options={"digits": Option(holds="whole", meaning="digits after the point, 0 to 9; 0")},
        compute=_round,
        words=lambda node, say: (
            f"{say(node.arguments[0])} rounded to {node.options.get('digits', 0)} digits"
        ),
    ),
)
