"""One value into another: reversed items, recoded answers, tables, bands, linear maps.

Each of these takes a list too, and then maps every element of it. An absent value stays absent, for
the same reason.
"""

from __future__ import annotations

from collections.abc import Callable

from limen.rules.comparison import same
from limen.rules.logic import Say
from limen.rules.node import Kind, Node, Operator, Option, Scope, expect
from limen.rules.value import MISSING, Absent, Scalar, Single, Value, finite, float_of, refuse


def _elementwise(
    compute: Callable[[Node, Scalar], Single], kind: Kind
) -> Callable[[Node, Scope], Value]:
    def one(node: Node, value: Single) -> Single:
        found = expect(value, kind, node.arguments[0].path)
        return found if isinstance(found, Absent) else compute(node, found)

    def computed(node: Node, scope: Scope) -> Value:
        found = scope.of(node.arguments[0])
        return [one(node, v) for v in found] if isinstance(found, list) else one(node, found)

    return computed


def _reverse(node: Node, value: Scalar) -> Single:
    low, high = node.options["range"]
    number = float_of(value)
    if not low <= number <= high:
        raise refuse(node.path, f"{value!r} is outside {low} to {high}.", "Check the answer.")
    return float_of(low + high - number)


def _recode(node: Node, value: Scalar) -> Single:
    for old, new in node.options["pairs"]:
        if same(old, value):
            return MISSING if new is None else new
    if "otherwise" not in node.options:
        known = ", ".join(repr(old) for old, _ in node.options["pairs"])
        raise refuse(node.path, f"{value!r} is not among {known}.", "Add a pair or `otherwise`.")
    otherwise = node.options["otherwise"]
    return MISSING if otherwise is None else otherwise


def _band(node: Node, value: Scalar) -> Single:
    result: Single | None = None
    for low, name in node.options["bands"]:
        if float_of(value) >= low:
            result = name
    if result is None:
        lowest = node.options["bands"][0][0]
        raise refuse(node.path, f"{value!r} is below the lowest band, {lowest}.")
    return result


def _linear_map(node: Node, value: Scalar) -> Single:
    (low, high), (bottom, top) = node.options["from"], node.options["to"]
    share = (float_of(value) - low) / (high - low)
    return finite(bottom + share * (top - bottom), node.path)


def _say_pairs(key: str, phrase: str) -> Callable[[Node, Say], str]:
    def words(node: Node, say: Say) -> str:
        pairs = ", ".join(f"{old} → {new}" for old, new in node.options[key])
        return f"{say(node.arguments[0])} {phrase} ({pairs})"

    return words


def _say_bands(node: Node, say: Say) -> str:
    bands = ", ".join(f"{name} from {low}" for low, name in node.options["bands"])
    return f"the band of {say(node.arguments[0])} ({bands})"


def _say_range(node: Node, say: Say) -> str:
    low, high = node.options["range"]
    return f"{say(node.arguments[0])} reversed between {low} and {high}"


def _say_linear(node: Node, say: Say) -> str:
    (low, high), (bottom, top) = node.options["from"], node.options["to"]
    return f"{say(node.arguments[0])} mapped from {low}–{high} to {bottom}–{top}"


_PAIRS_OF = "list of `[old, new]`; null as the new one makes it missing"
_RAW = {"value": "raw"}

OPERATORS = (
    Operator(
        name="reverse",
        group="mapping",
        shape="one",
        gives="number",
        wants="number",
        meaning="low + high − the value; an error outside the range.",
        example={"reverse": {"values": ["2", "4", "6"]}, "range": [1, 5]},
        options={"range": Option(holds="range", meaning="`[low, high]`", required=True)},
        compute=_elementwise(_reverse, "number"),
        words=_say_range,
    ),
    Operator(
        name="recode",
        group="mapping",
        shape="one",
        gives="any",
        meaning="The new value of the pair with this old one; an error if there is none.",
        example={"recode": {"value": "answer"}, "pairs": [["yes", 1], ["no", 0]]},
        options={
            "pairs": Option(holds="pairs", meaning=_PAIRS_OF, required=True),
            "otherwise": Option(holds="scalar_or_null", meaning="the result if no pair has it"),
        },
        compute=_elementwise(_recode, "any"),
        words=_say_pairs("pairs", "recoded"),
    ),
    Operator(
        name="lookup_table",
        group="mapping",
        shape="one",
        gives="number",
        wants="number",
        meaning="The number that the table has for exactly this one; an error if it has none.",
        example={"lookup_table": _RAW, "pairs": [[7, 7], [8, 9.51], [9, 11.25]]},
        options={
            "pairs": Option(
                holds="number_pairs",
                meaning="the table, as a list of `[raw, result]`",
                required=True,
            )
        },
        compute=_elementwise(_recode, "number"),
        words=_say_pairs("pairs", "looked up"),
    ),
    Operator(
        name="band",
        group="mapping",
        shape="one",
        gives="any",
        wants="number",
        meaning="The name of the highest band that starts at or below it; an error below all.",
        example={"band": _RAW, "bands": [[0, "minimal"], [5, "mild"], [10, "moderate"]]},
        options={
            "bands": Option(
                holds="bands", meaning="list of `[lowest value, name]`, lowest first", required=True
            )
        },
        compute=_elementwise(_band, "number"),
        words=_say_bands,
    ),
    Operator(
        name="linear_map",
        group="mapping",
        shape="one",
        gives="number",
        wants="number",
        meaning="The straight line that takes one range to the other; it continues beyond them.",
        example={"linear_map": _RAW, "from": [0, 100], "to": [1, 9]},
        options={
            "from": Option(holds="range", meaning="`[a, b]`", required=True),
            "to": Option(
                holds="range", meaning="`[c, d]`: a becomes c, b becomes d", required=True
            ),
        },
        compute=_elementwise(_linear_map, "number"),
        words=_say_linear,
    ),
)
