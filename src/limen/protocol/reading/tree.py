"""From YAML text to plain data, with the place of every key and value.

The text is composed, not constructed: nothing in it is executed, tags are refused, and so are
merges. An alias is expanded, but never beyond a fixed number of nodes.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from limen.errors import Problem
from limen.protocol.document.opening import Path, written

LARGEST = 50_000  # nodes, aliases expanded
DEEPEST = 64  # levels
_CORE = "tag:yaml.org,2002:"
_PLAIN_TAGS = {
    _CORE + name
    for name in ("map", "seq", "str", "int", "float", "bool", "null", "timestamp", "merge")
}


@dataclass
class Tree:
    """Plain data, and where each piece stands (line and column, counted from 1)."""

    data: Any = None
    keys: dict[Path, tuple[int, int]] = field(default_factory=dict)
    values: dict[Path, tuple[int, int]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def place(self, path: Path, *, key: bool = False) -> tuple[int | None, int | None]:
        """Return line and column of a value (or its key), or of the nearest thing around it."""
        while True:
            found = (self.keys.get(path) if key else None) or self.values.get(path)
            if found is not None:
                return found
            if not path:
                return (None, None)
            path = path[:-1]


def read_tree(text: str) -> Tree:
    """Return the data of a YAML text; what is wrong with the YAML itself is in `problems`."""
    tree = Tree()
    try:
        root = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = "; ".join(filter(None, [error.context, error.problem])) or "unreadable"
        tree.problems.append(
            Problem(
                message=f"This is not YAML: {what}.",
                remedy="Look at indentation, colons and quotes on this line and the one above.",
                line=mark.line + 1 if mark else None,
                column=mark.column + 1 if mark else None,
            )
        )
        return tree
    except (YAMLError, RecursionError, ValueError) as error:
        tree.problems.append(
            Problem(
                message=f"This is not YAML: {str(error) or type(error).__name__}.",
                remedy="Look for control characters or very deep nesting.",
            )
        )
        return tree
    if root is not None:
        tree.data = _Builder(tree).build(root, (), ())
    return tree


class _Builder:
    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.nodes = 0

    def build(self, node: Node, path: Path, above: tuple[int, ...]) -> Any:
        """Return a node's plain data, and note where it stands."""
        mark = node.start_mark
        self.tree.values[path] = (mark.line + 1, mark.column + 1)
        self.nodes += 1
        if id(node) in above:
            return self._wrong(path, "This alias contains itself.", "Write the content out.")
        if self.nodes > LARGEST or len(path) > DEEPEST:
            if self.nodes <= LARGEST + 1:
                self._wrong(path, "The document is too large or too deep.", "Use fewer aliases.")
            return None
        tag = str(node.tag)
        if tag not in _PLAIN_TAGS:
            return self._wrong(path, f"The tag {tag} is not allowed.", "Write plain values.")
        if isinstance(node, ScalarNode):
            return self._scalar(node, tag, path)
        above = (*above, id(node))
        if isinstance(node, MappingNode):
            return self._mapping(node, path, above)
        if isinstance(node, SequenceNode):
            return [
                self.build(element, (*path, number), above)
                for number, element in enumerate(node.value)
            ]
        return self._wrong(path, "This is no value.", "Write plain values.")

    def _mapping(self, node: MappingNode, path: Path, above: tuple[int, ...]) -> dict[str, Any]:
        content: dict[str, Any] = {}
        for key_node, value_node in node.value:
            mark = key_node.start_mark
            place = (mark.line + 1, mark.column + 1)
            key = key_node.value if isinstance(key_node, ScalarNode) else None
            if not isinstance(key, str) or key_node.tag == _CORE + "merge":
                self._wrong(
                    path,
                    "A key must be a plain word; merges (<<) are not allowed.",
                    "Write the content out.",
                    place,
                )
                continue
            here = (*path, key)
            if key in content:
                first = self.tree.keys[here][0]
                self._wrong(
                    here,
                    f"The key '{key}' is here a second time; the first is on line {first}.",
                    "Keep one of them.",
                    place,
                )
                continue
            self.tree.keys[here] = place
            content[key] = self.build(value_node, here, above)
        return content

    def _scalar(self, node: ScalarNode, tag: str, path: Path) -> Any:
        text = str(node.value)
        kind = tag.removeprefix(_CORE)
        if kind == "null":
            return None
        if kind == "bool":
            return text.lower() in ("true", "yes", "on", "y")
        if kind in ("int", "float"):
            return self._number(text, path)
        return text

    def _number(self, text: str, path: Path) -> Any:
        plain = text.replace("_", "")
        try:
            if re.fullmatch(r"[-+]?0[xo][0-9a-fA-F]+", plain):
                return int(plain, 0)
            number = float(re.sub(r"\.(?=inf|nan)", "", plain.lower()))  # YAML writes .inf
        except ValueError:
            return text
        if not math.isfinite(number):
            return self._wrong(path, f"{text} is not a number.", "Leave the field out.")
        if number.is_integer():
            return int(plain) if re.fullmatch(r"[-+]?[0-9]+", plain) else int(number)
        return number

    def _wrong(
        self, path: Path, message: str, remedy: str, place: tuple[int, int] | None = None
    ) -> None:
        line, column = place or self.tree.values[path]
        self.tree.problems.append(
            Problem(message=message, remedy=remedy, line=line, column=column, path=written(path))
        )
