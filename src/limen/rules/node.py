"""A parsed rule is a tree of nodes; an operator says what a kind of node may hold and computes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from limen.rules.value import Single, Value, finite, float_of, kind_of, read, refuse

Kind: TypeAlias = Literal["truth", "number", "text", "any", "list"]
#: What stands after an operator's colon.
Shape: TypeAlias = Literal[
    "name", "names", "each", "one", "two", "three", "several", "list", "cases"
]


@dataclass(frozen=True, slots=True)
class Node:
    """An operator with its arguments and options, and where it stands in the rule."""

    operator: Operator
    arguments: tuple[Node, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)
    path: str = ""

    def walk(self) -> Iterator[Node]:
        """Give this node and everything below it."""
        yield self
        below = (option for option in self.options.values() if isinstance(option, Node))
        for node in (*self.arguments, *below):
            yield from node.walk()


@dataclass(frozen=True, kw_only=True)
class Option:
    """A further key beside an operator: what may stand there, and whether it must."""

    holds: str
    meaning: str
    required: bool = False
    gives: Kind = "any"  # what a node that stands there must give


@dataclass(frozen=True, kw_only=True)
class Operator:
    """One word of the rule language; it computes, puts itself into words and documents itself."""

    name: str
    group: str
    shape: Shape
    gives: Kind
    meaning: str
    example: Any
    compute: Callable[[Node, Scope], Value]
    words: Callable[[Node, Callable[[Node], str]], str]
    wants: Kind = "any"  # what its arguments must be
    options: Mapping[str, Option] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Scope:
    """The values that a rule is evaluated on, and the element that a `where` looks at."""

    values: Mapping[str, Any]
    element: Single | None = None

    def of(self, node: Node) -> Value:
        """Compute a node."""
        return node.operator.compute(node, self)

    def one(self, node: Node, kind: Kind = "any") -> Single:
        """Compute a node that gives one value; refuse a value that is not of this kind."""
        found = self.of(node)
        if isinstance(found, list):
            raise refuse(node.path, "This is a list where one value is needed.")
        return expect(found, kind, node.path)

    def several(self, node: Node, kind: Kind = "any") -> list[Single]:
        """Compute all arguments of a node; lists among them are spliced in."""
        found: list[Single] = []
        for argument in node.arguments:
            value = self.of(argument)
            for single in value if isinstance(value, list) else [value]:
                found.append(expect(single, kind, argument.path))
        return found

    def named(self, name: str, path: str) -> Single:
        """Look a name up among the values."""
        return read(self.values, name, path)


def expect(value: Single, kind: Kind, path: str) -> Single:
    """Return a value if it is absent or of this kind; raise `RuleError` otherwise."""
    if not isinstance(value, (bool, int, float, str)):
        return value
    found = kind_of(value)
    if kind not in ("any", found):
        raise refuse(path, f"{value!r} is a {found}, and a {kind} is needed.")
    if found == "number":
        finite(float_of(value), path)
    return value
