"""A rule: parsed once, evaluated on any values, and readable as a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from limen.errors import RuleError
from limen.rules.node import Node, Scope
from limen.rules.parse import Parser
from limen.rules.value import Absent, Scalar, refuse


@dataclass(frozen=True)
class Rule:
    """A rule as data (`tree`) and as a parsed tree of nodes (`root`)."""

    tree: Any
    root: Node = field(repr=False, compare=False)

    def names(self) -> frozenset[str]:
        """The names that the rule refers to."""
        names = (node.options.get("names", ()) for node in self.root.walk())
        return frozenset(name for some in names for name in some)

    def operators(self) -> frozenset[str]:
        """The operators that the rule uses."""
        return frozenset(node.operator.name for node in self.root.walk())

    def evaluate(self, values: Mapping[str, Any]) -> Scalar | None:
        """Return the rule's result on these values, or None if it is missing.

        A value is a number, a truth or a text; None if it is missing; or
        ``{"state": ..., "value": ...}`` (see `STATES`). A name that `values` lack is missing.
        Raises `RuleError` for a value of the wrong kind or outside a table or range.
        """
        result = Scope(values).of(self.root)
        if isinstance(result, list):
            raise refuse("", "The rule gives a list.", "Make one value of it, e.g. with `sum`.")
        return None if isinstance(result, Absent) else result

    def holds(self, values: Mapping[str, Any]) -> bool:
        """Whether the rule is true: a missing result is not; one that is no truth is an error."""
        result = self.evaluate(values)
        if result is not None and not isinstance(result, bool):
            raise refuse("", f"The rule gives {result!r}, which is neither true nor false.")
        return result is True

    def in_words(self) -> str:
        """The rule as a sentence for people."""
        return _say(self.root)


def _say(node: Node) -> str:
    return node.operator.words(node, _say)


def parse_rule(tree: object, *, path: str = "") -> Rule:
    """Return the rule that a tree of plain data describes.

    `tree` is what YAML or JSON gives: mappings, lists, numbers, texts, true, false, null. Nothing
    in it is ever executed. `path` is where the rule stands in its document. Raises `RuleError` with
    all problems, each with its path.
    """
    parser = Parser()
    root = parser.node(tree, path)
    if parser.problems:
        raise RuleError("The rule is malformed.", parser.problems)
    return Rule(_plain(tree), root)


def _plain(tree: Any) -> Any:
    """Return a copy as plain dicts, lists and scalars, safe from later changes."""
    if isinstance(tree, Mapping):
        return {str(key): _plain(value) for key, value in tree.items()}
    if isinstance(tree, (list, tuple)):
        return [_plain(value) for value in tree]
    return tree
