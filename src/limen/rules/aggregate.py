"""Many into one: sums and means under a policy for missing answers, counts, all and any."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from limen.rules.logic import Say
from limen.rules.node import Node, Operator, Option, Scope
from limen.rules.value import MISSING, Absent, Single, Value, finite, float_of


@dataclass(frozen=True, slots=True)
class MissingPolicy:
    """How many values may be missing, and what is done then: strict, prorate or ignore."""

    kind: str = "strict"
    most: int = 0


STRICT = MissingPolicy()
_LEAVE_OUT = Option(
    holds="states", meaning="values in these states count neither as answered nor as missing"
)
_POLICY = "`strict` (the default: one missing value makes the result missing)"
_PRORATE = Option(
    holds="policy",
    meaning=f"{_POLICY}, `{{prorate: k}}` (up to k missing values count as the mean of the others) "
    "or `{ignore: k}` (up to k missing values count for nothing)",
)
_IGNORE = Option(
    holds="policy_ignore",
    meaning=f"{_POLICY} or `{{ignore: k}}` (up to k missing values count for nothing)",
)

Numbers: TypeAlias = Sequence[float]


def _left_in(node: Node, values: list[Single]) -> list[Single]:
    out = node.options.get("leave_out", ())
    return [v for v in values if not (isinstance(v, Absent) and v.state in out)]


def _answered(node: Node, scope: Scope) -> tuple[list[float], int]:
    """Return the numbers and how many are missing; no number at all if too many are."""
    values = _left_in(node, scope.several(node, "number"))
    numbers = [float_of(value) for value in values if not isinstance(value, Absent)]
    missing = len(values) - len(numbers)
    policy: MissingPolicy = node.options.get("missing", STRICT)
    return (numbers, missing) if missing <= policy.most else ([], missing)


def _sum(node: Node, scope: Scope) -> Value:
    numbers, missing = _answered(node, scope)
    if not numbers:
        return MISSING
    total = sum(numbers)
    if missing and node.options["missing"].kind == "prorate":
        total = total / len(numbers) * (len(numbers) + missing)
    return finite(total, node.path)


def _on_answered(compute: Callable[[Numbers], float]) -> Callable[[Node, Scope], Value]:
    def computed(node: Node, scope: Scope) -> Value:
        numbers, _ = _answered(node, scope)
        return finite(compute(numbers), node.path) if numbers else MISSING

    return computed


def _truths(node: Node, scope: Scope) -> list[Single]:
    """Return what the `where` says of each element that is left in."""
    where: Node = node.options["where"]
    elements = _left_in(node, scope.several(node))
    return [Scope(scope.values, element).one(where, "truth") for element in elements]


def _count_if(node: Node, scope: Scope) -> Value:
    truths = _truths(node, scope)
    missing = sum(isinstance(truth, Absent) for truth in truths)
    policy: MissingPolicy = node.options.get("missing", STRICT)
    return MISSING if missing > policy.most else sum(truth is True for truth in truths)


def _quantifier(decisive: bool) -> Callable[[Node, Scope], Value]:
    def computed(node: Node, scope: Scope) -> Value:
        truths = _truths(node, scope)
        if decisive in [truth for truth in truths if not isinstance(truth, Absent)]:
            return decisive
        return MISSING if any(isinstance(truth, Absent) for truth in truths) else not decisive

    return computed


def _count_answered(node: Node, scope: Scope) -> Value:
    return sum(not isinstance(value, Absent) for value in scope.several(node))


def _say_all(phrase: str) -> Callable[[Node, Say], str]:
    def words(node: Node, say: Say) -> str:
        policy: MissingPolicy = node.options.get("missing", STRICT)
        allowed = f" ({policy.kind}: up to {policy.most} missing)" if policy.most else ""
        return f"the {phrase} of {', '.join(map(say, node.arguments))}{allowed}"

    return words


def _say_where(template: str) -> Callable[[Node, Say], str]:
    def words(node: Node, say: Say) -> str:
        among = ", ".join(map(say, node.arguments))
        return template.format(among=among, where=say(node.options["where"]))

    return words


def _aggregate(
    name: str, compute: Callable[[Node, Scope], Value], meaning: str, *, missing: Option
) -> Operator:
    return Operator(
        name=name,
        group="many into one",
        shape="list",
        gives="number",
        wants="number",
        meaning=meaning,
        example={name: {"values": ["1", "2", "3"]}, "missing": {"ignore": 1}},
        options={"missing": missing, "leave_out": _LEAVE_OUT},
        compute=compute,
        words=_say_all({"max_of": "highest", "min_of": "lowest"}.get(name, name)),
    )


_WHERE = Option(
    holds="where", meaning="a condition on `each` element", required=True, gives="truth"
)
_HIGH = {"at_least": [{"each": "value"}, 2]}
_ITEMS = {"values": ["1", "2", "3"]}


def _with_where(
    name: str, compute: Callable[[Node, Scope], Value], meaning: str, words: str
) -> Operator:
    policy = {"missing": _IGNORE} if name == "count_if" else {}
    return Operator(
        name=name,
        group="many into one",
        shape="list",
        gives="number" if name == "count_if" else "truth",
        meaning=meaning,
        example={name: _ITEMS, "where": _HIGH},
        options={"where": _WHERE, "leave_out": _LEAVE_OUT, **policy},
        compute=compute,
        words=_say_where(words),
    )


OPERATORS = (
    _aggregate("sum", _sum, "The sum.", missing=_PRORATE),
    _aggregate(
        "mean",
        _on_answered(lambda numbers: sum(numbers) / len(numbers)),
        "The sum divided by the number of those answered.",
        missing=_PRORATE,
    ),
    _aggregate("max_of", _on_answered(max), "The highest.", missing=_IGNORE),
    _aggregate("min_of", _on_answered(min), "The lowest.", missing=_IGNORE),
    _with_where(
        "count_if",
        _count_if,
        "How many elements meet the condition.",
        "how many of {among} have: {where}",
    ),
    _with_where(
        "all",
        _quantifier(decisive=False),
        "Whether all elements meet the condition; three-valued like `and`.",
        "each of {among} has: {where}",
    ),
    _with_where(
        "any",
        _quantifier(decisive=True),
        "Whether at least one element meets the condition; three-valued like `or`.",
        "any of {among} has: {where}",
    ),
    Operator(
        name="count_answered",
        group="many into one",
        shape="list",
        gives="number",
        meaning="How many of them are there, that is, not missing.",
        example={"count_answered": _ITEMS},
        compute=_count_answered,
        words=_say_all("number answered"),
    ),
)
