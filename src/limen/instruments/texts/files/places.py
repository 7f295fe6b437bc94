"""From YAML to texts, lists and mappings that know their line and column.

Every scalar stays the text that was written: a label `No` is not a truth value, and `1.0` is not a
number. The document is composed, not constructed, so nothing in it can act; aliases are refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from limen.errors import InstrumentError, Problem

_NULL = "tag:yaml.org,2002:null"
DEEPEST = 8  # levels


@dataclass(frozen=True)
class Placed:
    """A piece of a document: its content, and where it stands (counted from 1)."""

    content: str | dict[Placed, Placed] | list[Placed] | None
    line: int
    column: int
    path: str = ""

    def __hash__(self) -> int:
        return hash((self.line, self.column))


class Reader:
    """Reads one YAML file piece by piece, and collects what is wrong with it."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def read(self, text: str) -> Placed:
        """Return the whole document; `InstrumentError` if it is no YAML."""
        try:
            root = YAML(typ="safe", pure=True).compose(text)
        except MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            what = "; ".join(filter(None, [error.context, error.problem])) or "unreadable"
            place = Placed(None, mark.line + 1 if mark else 1, mark.column + 1 if mark else 1)
            self.wrong(place, f"This is not YAML: {what}.", "Look at indentation and quotes.")
            raise self.error() from None
        except (YAMLError, RecursionError, ValueError) as error:
            what = str(error).splitlines()[0] if str(error) else type(error).__name__
            self.wrong(Placed(None, 1, 1), f"This is not YAML: {what}.", "Look for odd characters.")
            raise self.error() from None
        if root is None:
            self.wrong(Placed(None, 1, 1), "The file is empty.", "Write the words into it.")
            raise self.error()
        return self._placed(root, "", set(), 0)

    def wrong(self, place: Placed, message: str, remedy: str) -> None:
        """Note a problem at a place."""
        self.problems.append(
            Problem(
                file=self.file,
                line=place.line,
                column=place.column,
                path=place.path,
                message=message,
                remedy=remedy,
            )
        )

    def error(self) -> InstrumentError:
        """Return the error that tells every problem found."""
        return InstrumentError(f"{self.file} cannot be imported.", self.problems)

    def text(self, piece: Placed | None) -> str:
        """Return a scalar's text; anything else is noted, and counts as empty."""
        if piece is None or piece.content is None:
            return ""
        if isinstance(piece.content, str):
            return piece.content
        self.wrong(piece, "This must be a text.", "Write it on one line, or after `|`.")
        return ""

    def mapping(self, piece: Placed | None) -> Iterator[tuple[str, Placed, Placed]]:
        """Yield key, the key's place and the value; anything but a mapping is noted."""
        if piece is None:
            return
        if not isinstance(piece.content, dict):
            self.wrong(piece, "This must be a mapping.", "Write `key: value` lines, indented.")
            return
        for key, value in piece.content.items():
            yield str(key.content), key, value

    def fields(self, piece: Placed, known: tuple[str, ...]) -> dict[str, Placed]:
        """Return the known keys of a mapping; an unknown one is noted with the nearest."""
        found = {}
        for name, place, value in self.mapping(piece):
            if name in known:
                found[name] = value
                continue
            close = get_close_matches(name, known, n=1)
            remedy = f"Did you mean {close[0]!r}?" if close else f"Use {', '.join(known)}."
            self.wrong(place, f"There is no key {name!r} here.", remedy)
        return found

    def _placed(self, node: Node, path: str, seen: set[int], depth: int) -> Placed:
        line, column = node.start_mark.line + 1, node.start_mark.column + 1
        here = Placed(None, line, column, path)
        if id(node) in seen or depth > DEEPEST:
            what = "An alias (*name) is not read" if id(node) in seen else "This is nested too deep"
            self.wrong(here, f"{what}.", "Write the content out.")
            return here
        seen.add(id(node))
        content: Any = None
        if isinstance(node, ScalarNode):
            content = None if node.tag == _NULL else str(node.value)
        elif isinstance(node, SequenceNode):
            content = [
                self._placed(piece, f"{path}[{number}]", seen, depth + 1)
                for number, piece in enumerate(node.value)
            ]
        elif isinstance(node, MappingNode):
            content = self._pairs(node, path, seen, depth)
        return Placed(content, line, column, path)

    def _pairs(
        self, node: MappingNode, path: str, seen: set[int], depth: int
    ) -> dict[Placed, Placed]:
        content: dict[Placed, Placed] = {}
        names: dict[str, int] = {}
        for key, value in node.value:
            name = str(key.value) if isinstance(key, ScalarNode) else ""
            inside = f"{path}.{name}" if path else name
            place = Placed(name, key.start_mark.line + 1, key.start_mark.column + 1, inside)
            if not name:
                self.wrong(place, "A key must be a plain word.", "Write `key: value`.")
            elif name in names:
                message = f"The key {name!r} stands a second time; see line {names[name]}."
                self.wrong(place, message, "Keep one of them.")
            else:
                names[name] = place.line
                content[place] = self._placed(value, inside, seen, depth + 1)
        return content
