"""Where values come from: constants, names, states, and the element that a `where` looks at."""

from __future__ import annotations

from collections.abc import Callable

from limen.rules.node import Node, Operator, Option, Scope
from limen.rules.value import STATES, Absent, Single, Value, refuse

_SUBSTITUTES = {
    state: Option(holds="scalar", meaning=f"what an answer that is {state} counts as")
    for state in STATES[1:]
}


def _constant(node: Node, scope: Scope) -> Value:
    value: Single = node.options["value"]
    return Absent() if value is None else value


def _say_constant(node: Node, say: Callable[[Node], str]) -> str:
    value = node.options["value"]
    if value is None:
        return "missing"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _look_up(node: Node, scope: Scope, name: str) -> Single:
    found = scope.named(name, node.path)
    if isinstance(found, Absent) and found.state in node.options:
        substitute: Single = node.options[found.state]
        return substitute
    return found


def _value(node: Node, scope: Scope) -> Value:
    return _look_up(node, scope, node.options["names"][0])


def _values(node: Node, scope: Scope) -> Value:
    return [_look_up(node, scope, name) for name in node.options["names"]]


def _say_names(node: Node, say: Callable[[Node], str]) -> str:
    names = ", ".join(node.options["names"])
    counted = [f"{s} as {node.options[s]}" for s in STATES if s in node.options]
    return f"{names} (counting {', '.join(counted)})" if counted else names


def _state(node: Node, scope: Scope) -> Value:
    found = scope.named(node.options["names"][0], node.path)
    return found.state if isinstance(found, Absent) else "answered"


def _say_state(node: Node, say: Callable[[Node], str]) -> str:
    return f"the state of {node.options['names'][0]}"


def _each(node: Node, scope: Scope) -> Value:
    if scope.element is None:
        raise refuse(node.path, "There is no element to look at.", "Use `each` inside a `where`.")
    if node.options["what"] == "value":
        return scope.element
    return scope.element.state if isinstance(scope.element, Absent) else "answered"


def _say_each(node: Node, say: Callable[[Node], str]) -> str:
    return "it" if node.options["what"] == "value" else "its state"


CONSTANT = Operator(
    name="constant",
    group="values",
    shape="one",
    gives="any",
    meaning="A number, a text in quotes, true, false, or null for missing, written as it is.",
    example=18,
    compute=_constant,
    words=_say_constant,
)

OPERATORS = (
    Operator(
        name="value",
        group="values",
        shape="name",
        gives="any",
        meaning="What is known under this name; missing if nothing is.",
        example={"value": "age_years"},
        options=_SUBSTITUTES,
        compute=_value,
        words=_say_names,
    ),
    Operator(
        name="values",
        group="values",
        shape="names",
        gives="list",
        meaning="The values of several names, as a list.",
        example={"values": ["1", "2", "3"], "skipped": 0},
        options=_SUBSTITUTES,
        compute=_values,
        words=_say_names,
    ),
    Operator(
        name="state",
        group="values",
        shape="name",
        gives="text",
        meaning=f"Whether there is an answer, or why not: {', '.join(STATES)}.",
        example={"state": "item_4"},
        compute=_state,
        words=_say_state,
    ),
    Operator(
        name="each",
        group="values",
        shape="each",
        gives="any",
        meaning="Inside a `where`: the `value` or the `state` of the element looked at.",
        example={"count_if": {"values": ["1", "2"]}, "where": {"at_least": [{"each": "value"}, 2]}},
        compute=_each,
        words=_say_each,
    ),
)
