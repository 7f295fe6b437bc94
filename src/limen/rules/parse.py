"""From a tree of plain data to a rule: all that is wrong with it at once, each with its place."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from limen.errors import Problem
from limen.rules.access import CONSTANT
from limen.rules.node import Kind, Node, Operator
from limen.rules.operators import OPERATORS
from limen.rules.option import READERS, Unfit, is_list, is_scalar
from limen.rules.value import kind_of

DEEPEST = 32  # levels of operators inside operators
LARGEST = 5000  # nodes

#: Words of other languages, and what they are called here.
_CALLED = {
    "eq": "equals", "==": "equals", "ne": "differs", "!=": "differs", "lt": "less_than",
    "<": "less_than", "le": "at_most", "<=": "at_most", "gt": "more_than", ">": "more_than",
    "ge": "at_least", ">=": "at_least", "add": "sum", "+": "sum", "minus": "difference",
    "-": "difference", "subtract": "difference", "divide": "ratio", "/": "ratio",
    "multiply": "product", "*": "product", "max": "max_of", "min": "min_of", "var": "value",
    "ref": "value", "average": "mean", "count": "count_if", "abs": "absolute", "case": "cases",
    "one_of": "in", "answered": "count_answered", "coalesce": "first_answered",
    "not_equals": "differs", "missing": "is_missing",
}  # fmt: skip
_COUNTS = {"one": (1, 1), "two": (2, 2), "three": (3, 3), "several": (1, None), "list": (1, None)}
_ELEMENTWISE = frozenset({"reverse", "recode", "lookup_table", "band", "linear_map"})


class Parser:
    """Reads one tree, and collects what is wrong with it in `problems`."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self._nodes = 0

    def node(self, tree: object, path: str, *, depth: int = 0, inside: bool = False) -> Node:
        """Return the node of a tree; `inside` a `where`, `each` may be used."""
        self._nodes += 1
        if depth > DEEPEST or self._nodes > LARGEST:
            return self._too_big(path, depth)
        if isinstance(tree, Mapping):
            return self._operation(tree, path, depth, inside)
        if tree is not None and not is_scalar(tree):
            self._wrong(path, f"{_described(tree)} is no rule.", "Write {operator: arguments}.")
            tree = None
        return Node(CONSTANT, options={"value": tree}, path=path)

    def _too_big(self, path: str, depth: int) -> Node:
        if not any("at most" in problem.message for problem in self.problems):
            limit = f"{DEEPEST} levels deep" if depth > DEEPEST else f"{LARGEST} nodes large"
            self._wrong(path, f"A rule may be at most {limit}.", "Split it, or use `cases`.")
        return Node(CONSTANT, options={"value": None}, path=path)

    def _wrong(self, path: str, message: str, remedy: str = "") -> None:
        self.problems.append(Problem(path=path, message=message, remedy=remedy))

    def _operation(self, tree: Mapping[Any, Any], path: str, depth: int, inside: bool) -> Node:
        operator = self._operator(tree, path)
        if operator is None:
            return Node(CONSTANT, options={"value": None}, path=path)
        here = f"{path}.{operator.name}" if path else operator.name
        options = self._options(operator, tree, path, depth, inside)
        operand = tree[operator.name]
        if operator.shape in ("name", "names"):
            options["names"] = self._names(operator, operand, here)
            return Node(operator, options=options, path=here)
        if operator.shape == "each":
            options["what"] = self._each(operand, here, inside)
            return Node(operator, options=options, path=here)
        arguments = self._arguments(operator, operand, here, depth, inside)
        self._check_kinds(operator, arguments)
        return Node(operator, arguments, options, here)

    def _operator(self, tree: Mapping[Any, Any], path: str) -> Operator | None:
        known = [key for key in tree if key in OPERATORS]
        # `state: x` beside `value` would be an operator too: the first one written counts
        if known:
            return OPERATORS[known[0]]
        if not tree:
            self._wrong(path, "An empty mapping is no rule.", "Write {operator: arguments}.")
            return None
        key = str(next(iter(tree)))
        close = get_close_matches(key, OPERATORS, n=1, cutoff=0.6)
        suggestion = _CALLED.get(key.lower()) or (close[0] if close else None)
        remedy = f"Did you mean {suggestion!r}?" if suggestion else f"Use {', '.join(OPERATORS)}."
        self._wrong(f"{path}.{key}" if path else key, f"There is no operator {key!r}.", remedy)
        return None

    def _options(
        self, operator: Operator, tree: Mapping[Any, Any], path: str, depth: int, inside: bool
    ) -> dict[str, Any]:
        options: dict[str, Any] = {}
        for key, found in tree.items():
            if key == operator.name:
                continue
            place = f"{path}.{key}" if path else str(key)
            option = operator.options.get(key)
            if option is None:
                self._unknown_option(operator, str(key), place)
            elif option.holds in ("node", "where"):
                below = inside or option.holds == "where"
                options[key] = self.node(found, place, depth=depth + 1, inside=below)
                self._one_value(options[key])
                self._kind(options[key], option.gives)
            else:
                try:
                    options[key] = READERS[option.holds](found)
                except Unfit as unfit:
                    self._wrong(place, f"{key!r} {unfit}.", f"It is {found!r}.")
        for key, option in operator.options.items():
            if option.required and key not in tree:
                here = f"{path}.{operator.name}" if path else operator.name
                self._wrong(here, f"{operator.name!r} needs {key!r}.", f"Add it: {option.meaning}.")
        return options

    def _unknown_option(self, operator: Operator, key: str, place: str) -> None:
        allowed = ", ".join(operator.options) or "no further key"
        remedy = f"It may have {allowed}."
        if key in OPERATORS:
            remedy += f" To use the operator {key!r} too, put both into a list, e.g. under 'and'."
        self._wrong(place, f"{operator.name!r} has no {key!r}.", remedy)

    def _names(self, operator: Operator, operand: object, here: str) -> tuple[str, ...]:
        if operator.shape == "name":
            if isinstance(operand, str) and operand:
                return (operand,)
            remedy = "Put a name that looks like a number into quotes."
            self._wrong(here, f"{operand!r} is no name.", remedy)
            return ("",)
        if (
            not is_list(operand)
            or not operand
            or not all(isinstance(n, str) and n for n in operand)
        ):
            remedy = "Put names that look like numbers into quotes."
            self._wrong(here, "'values' takes a list of names.", remedy)
            return ("",)
        return tuple(operand)

    def _each(self, operand: object, here: str, inside: bool) -> object:
        if operand not in ("value", "state"):
            self._wrong(here, f"'each' takes value or state, not {operand!r}.")
        if not inside:
            self._wrong(here, "'each' is used outside a `where`.", "Use {value: NAME} instead.")
        return operand

    def _arguments(
        self, operator: Operator, operand: object, here: str, depth: int, inside: bool
    ) -> tuple[Node, ...]:
        if operator.shape == "cases":
            return self._cases(operand, here, depth, inside)
        if operator.shape == "one":
            return (self.node(operand, here, depth=depth + 1, inside=inside),)
        if operator.shape == "list" and isinstance(operand, Mapping):
            return (self.node(operand, here, depth=depth + 1, inside=inside),)
        least, most = _COUNTS[operator.shape]
        if not is_list(operand) or len(operand) < least or (most and len(operand) > most):
            wanted = f"exactly {most}" if most else f"at least {least}"
            got = f"{len(operand)}" if is_list(operand) else _described(operand)
            self._wrong(here, f"{operator.name!r} takes a list of {wanted}; it has {got}.")
            if not is_list(operand):
                return ()
        return tuple(
            self.node(tree, f"{here}[{index}]", depth=depth + 1, inside=inside)
            for index, tree in enumerate(operand)
        )

    def _cases(self, operand: object, here: str, depth: int, inside: bool) -> tuple[Node, ...]:
        if not is_list(operand) or not operand:
            self._wrong(here, "'cases' takes a list of [condition, result].")
            return ()
        nodes: list[Node] = []
        for index, pair in enumerate(operand):
            place = f"{here}[{index}]"
            if not is_list(pair) or len(pair) != 2:
                self._wrong(place, "A case is [condition, result].")
                continue
            for side in (0, 1):
                nodes.append(
                    self.node(pair[side], f"{place}[{side}]", depth=depth + 1, inside=inside)
                )
        return tuple(nodes)

    def _check_kinds(self, operator: Operator, arguments: tuple[Node, ...]) -> None:
        conditions = {"if": arguments[:1], "cases": arguments[::2]}.get(operator.name, ())
        for argument in arguments:
            if operator.shape != "list" and operator.name not in _ELEMENTWISE:
                self._one_value(argument)
            self._kind(argument, "truth" if argument in conditions else operator.wants)
        if operator.name in ("equals", "differs") and len(arguments) == 2:
            one, other = map(_static_kind, arguments)
            if "any" not in (one, other) and one != other:
                self._wrong(arguments[1].path, f"A {one} is compared with a {other}.")

    def _one_value(self, node: Node) -> None:
        if _gives_list(node):
            remedy = "Use it inside sum, mean, max_of, count_if, all, any …"
            self._wrong(node.path, "This is a list where one value is needed.", remedy)

    def _kind(self, node: Node, wanted: Kind) -> None:
        found = _static_kind(node)
        if wanted != "any" and found not in ("any", "list", wanted):
            self._wrong(node.path, f"This is a {found}, and a {wanted} is needed.")


def _gives_list(node: Node) -> bool:
    if node.operator.name in _ELEMENTWISE and node.arguments:
        return _gives_list(node.arguments[0])
    return node.operator.gives == "list"


def _static_kind(node: Node) -> str:
    """Return the kind that a node gives whatever the values are, or ``any``."""
    if node.operator is CONSTANT:
        value = node.options["value"]
        return "any" if value is None else kind_of(value)
    return node.operator.gives


def _described(found: object) -> str:
    if is_list(found):
        return "a list"
    if found is None:
        return "nothing"
    return f"{found!r} ({type(found).__name__})"
