"""From a YAML file to a `Protocol`: all problems at once, each with its place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from limen.counted import counted
from limen.errors import Problem, ProtocolError
from limen.protocol.check import Finding, check
from limen.protocol.document.opening import steps, written
from limen.protocol.document.protocol import Protocol
from limen.protocol.migrate import CURRENT, migrate
from limen.protocol.reading.faults import faults
from limen.protocol.reading.mend import mended
from limen.protocol.reading.text import read_text
from limen.protocol.reading.tree import Tree, read_tree


@dataclass(frozen=True)
class Document:
    """A protocol together with the places of its text."""

    protocol: Protocol
    tree: Tree
    file: Path | None = None

    def located(self, problem: Problem) -> Problem:
        """Return a problem with file, line and column of the place that its path names."""
        line, column = self.tree.place(steps(problem.path))
        return replace(problem, file=self.file, line=line, column=column)


def load_protocol(path: str | Path) -> Protocol:
    """Return the protocol in a YAML file.

    Raises `ProtocolError` with everything that is wrong: in the YAML, in the parts, and between
    them. Each problem has file, line, column, the path inside the document, and a remedy.
    """
    file = Path(path)
    return parse_protocol(read_text(file), file=file)


def load_document(path: str | Path) -> Document:
    """Return the protocol in a YAML file with the places of its text, or raise as above."""
    file = Path(path)
    return _document(read_text(file), file)


def parse_protocol(text: str, *, file: Path | None = None) -> Protocol:
    """Return the protocol in a YAML text; `file` is named in problems."""
    return _document(text, file).protocol


def _document(text: str, file: Path | None) -> Document:
    tree = read_tree(text)
    protocol, problems = _read(tree)
    if problems or protocol is None:
        name = str(file) if file is not None else "The protocol"
        raise ProtocolError(
            f"{name} has {counted(len(problems), 'problem')}.", _in_order(problems, file)
        )
    return Document(protocol, tree, file)


def _read(tree: Tree) -> tuple[Protocol | None, list[Problem]]:
    problems = list(tree.problems)
    if not isinstance(tree.data, dict):
        if not problems:
            problems.append(_no_document(tree.data))
        return None, problems
    later = _later_version(tree)
    if later is not None:
        return None, [*problems, later]
    data = migrate(tree.data)
    try:
        protocol = Protocol.model_validate(data)
    except ValidationError as error:
        found = faults(error.errors(), data, Protocol)
        problems += [
            _problem(tree, Finding(fault.path, fault.message, fault.remedy, key=fault.key))
            for fault in found
        ]
        mending = mended(data, found)
        if mending.protocol is not None:
            for finding in check(mending.protocol, lost=mending.lost):
                written_at = mending.original(finding.path)
                problems.append(_problem(tree, replace(finding, path=written_at)))
        return mending.protocol, problems
    problems += [_problem(tree, finding) for finding in check(protocol)]
    return protocol, problems


def _no_document(data: Any) -> Problem:
    if data is None:
        return Problem(
            message="The document is empty.",
            remedy="`limen protocol new FILE` writes one to start from.",
            line=1,
        )
    return Problem(
        message="The document is not a mapping.",
        remedy="Begin with `limen: 1`, then `id: ...`, `title: ...`, each on its line.",
        line=1,
        column=1,
    )


def _later_version(tree: Tree) -> Problem | None:
    version = tree.data.get("limen")
    if not isinstance(version, int) or isinstance(version, bool) or version <= CURRENT:
        return None
    line, column = tree.place(("limen",))
    return Problem(
        message=f"The document is in version {version} of the format; this Limen reads up to "
        f"{CURRENT}.",
        remedy="Update Limen.",
        line=line,
        column=column,
        path="limen",
    )


def _problem(tree: Tree, finding: Finding) -> Problem:
    line, column = tree.place(finding.path, key=finding.key)
    return Problem(
        message=finding.message,
        remedy=finding.remedy,
        line=line,
        column=column,
        path=written(finding.path),
    )


def _in_order(problems: Iterable[Problem], file: Path | None) -> list[Problem]:
    ordered = sorted(problems, key=lambda p: (p.line or 0, p.column or 0))
    return [replace(problem, file=file) for problem in dict.fromkeys(ordered)]
