"""What both documents share: the text of a file, its data, and problems with their places."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from limen.counted import counted
from limen.errors import DocumentError, Problem
from limen.protocol.check import Finding
from limen.protocol.document.opening import written
from limen.protocol.document.part import Part
from limen.protocol.reading.faults import faults
from limen.protocol.reading.tree import Tree, read_tree

Model = TypeVar("Model", bound=Part)


def parsed(text: str, model: type[Model], noun: str, file: Path | None) -> tuple[Model, Tree]:
    """Return a document of a class, and its tree; `DocumentError` with all that is wrong."""
    tree = read_tree(text)
    problems = list(tree.problems)
    if not isinstance(tree.data, dict):
        what = "empty" if tree.data is None else "not a mapping"
        problems = problems or [Problem(message=f"The document is {what}.", line=1)]
    found: Model | None = None
    if isinstance(tree.data, dict):
        try:
            found = model.model_validate(tree.data)
        except ValidationError as error:
            wrong = faults(error.errors(), tree.data, model)
            problems += [
                problem(tree, Finding(one.path, one.message, one.remedy, key=one.key))
                for one in wrong
            ]
    if problems or found is None:
        raise refused(problems, noun, file)
    return found, tree


def problem(tree: Tree, finding: Finding) -> Problem:
    """A finding with its line and column."""
    line, column = tree.place(finding.path, key=finding.key)
    return Problem(
        message=finding.message,
        remedy=finding.remedy,
        line=line,
        column=column,
        path=written(finding.path),
    )


def refused(problems: Iterable[Problem], noun: str, file: Path | None) -> DocumentError:
    """The error that lists all problems in the order of their lines."""
    ordered = sorted(dict.fromkeys(problems), key=lambda one: (one.line or 0, one.column or 0))
    name = str(file) if file is not None else f"The {noun}"
    return DocumentError(
        f"{name} has {counted(len(ordered), 'problem')}.",
        [replace(one, file=file) for one in ordered],
    )
