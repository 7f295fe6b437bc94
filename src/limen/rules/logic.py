"""And, or, not with three values (Kleene: missing is "not known"), and choices between results."""

from __future__ import annotations

from collections.abc import Callable

from limen.rules.node import Node, Operator, Option, Scope
from limen.rules.value import MISSING, Absent, Value

Say = Callable[[Node], str]


def _decide(node: Node, scope: Scope, decisive: bool) -> Value:
    """Stop at the first decisive argument; else missing if one is; else the other truth."""
    unknown = False
    for argument in node.arguments:
        found = scope.one(argument, "truth")
        if found is decisive:
            return decisive
        unknown = unknown or isinstance(found, Absent)
    return MISSING if unknown else not decisive


def _and(node: Node, scope: Scope) -> Value:
    return _decide(node, scope, decisive=False)


def _or(node: Node, scope: Scope) -> Value:
    return _decide(node, scope, decisive=True)


def _join(word: str) -> Callable[[Node, Say], str]:
    def words(node: Node, say: Say) -> str:
        return f" {word} ".join(_bracketed(argument, say) for argument in node.arguments)

    return words


def _bracketed(node: Node, say: Say) -> str:
    compound = node.operator.name in ("and", "or") and len(node.arguments) > 1
    return f"({say(node)})" if compound else say(node)


def _not(node: Node, scope: Scope) -> Value:
    found = scope.one(node.arguments[0], "truth")
    return MISSING if isinstance(found, Absent) else not found


def _is_missing(node: Node, scope: Scope) -> Value:
    return isinstance(scope.one(node.arguments[0]), Absent)


def _first_answered(node: Node, scope: Scope) -> Value:
    for argument in node.arguments:
        found = scope.one(argument)
        if not isinstance(found, Absent):
            return found
    return MISSING


def _if(node: Node, scope: Scope) -> Value:
    condition, then, otherwise = node.arguments
    truth = scope.one(condition, "truth")
    if isinstance(truth, Absent):
        return MISSING
    return scope.one(then if truth else otherwise)


def _cases(node: Node, scope: Scope) -> Value:
    for condition, result in zip(node.arguments[::2], node.arguments[1::2], strict=True):
        truth = scope.one(condition, "truth")
        if isinstance(truth, Absent):
            return MISSING
        if truth:
            return scope.one(result)
    otherwise = node.options.get("otherwise")
    return scope.one(otherwise) if otherwise is not None else MISSING


def _say_cases(node: Node, say: Say) -> str:
    pairs = zip(node.arguments[::2], node.arguments[1::2], strict=True)
    parts = [f"{say(result)} if {say(condition)}" for condition, result in pairs]
    if "otherwise" in node.options:
        parts.append(f"otherwise {say(node.options['otherwise'])}")
    return "; ".join(parts)


def _say_if(node: Node, say: Say) -> str:
    condition, then, otherwise = map(say, node.arguments)
    return f"{then} if {condition}, otherwise {otherwise}"


_ADULT = {"at_least": [{"value": "age_years"}, 18]}
_CONSENTS = {"value": "consents"}

OPERATORS = (
    Operator(
        name="and",
        group="logic",
        shape="several",
        gives="truth",
        wants="truth",
        meaning="False as soon as one is false; else missing if one is missing; else true.",
        example={"and": [_ADULT, _CONSENTS]},
        compute=_and,
        words=_join("and"),
    ),
    Operator(
        name="or",
        group="logic",
        shape="several",
        gives="truth",
        wants="truth",
        meaning="True as soon as one is true; else missing if one is missing; else false.",
        example={"or": [_ADULT, _CONSENTS]},
        compute=_or,
        words=_join("or"),
    ),
    Operator(
        name="not",
        group="logic",
        shape="one",
        gives="truth",
        wants="truth",
        meaning="True for false, false for true, missing for missing.",
        example={"not": _CONSENTS},
        compute=_not,
        words=lambda node, say: f"not ({say(node.arguments[0])})",
    ),
    Operator(
        name="is_missing",
        group="logic",
        shape="one",
        gives="truth",
        meaning="Whether there is no value, for whatever reason; never missing itself.",
        example={"is_missing": {"value": "item_9"}},
        compute=_is_missing,
        words=lambda node, say: f"{say(node.arguments[0])} is missing",
    ),
    Operator(
        name="first_answered",
        group="logic",
        shape="several",
        gives="any",
        meaning="The first that is not missing.",
        example={"first_answered": [{"value": "weight_gain"}, {"value": "weight_loss"}]},
        compute=_first_answered,
        words=lambda node, say: "the first answered of " + ", ".join(map(say, node.arguments)),
    ),
    Operator(
        name="if",
        group="logic",
        shape="three",
        gives="any",
        meaning="`[condition, then, otherwise]`; a missing condition gives missing. "
        "Only the chosen branch is computed.",
        example={"if": [{"equals": [{"value": "sex"}, "male"]}, 6, 2]},
        compute=_if,
        words=_say_if,
    ),
    Operator(
        name="cases",
        group="logic",
        shape="cases",
        gives="any",
        meaning="`[[condition, result], …]`: the result of the first condition that is true; "
        "missing as soon as a condition is missing before that.",
        example={"cases": [[{"value": "plan"}, "high"]], "otherwise": "low"},
        options={"otherwise": Option(holds="node", meaning="the result if no condition is true")},
        compute=_cases,
        words=_say_cases,
    ),
)
