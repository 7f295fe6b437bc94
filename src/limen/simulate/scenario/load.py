"""From a YAML file to a `Scenario`: all problems at once, each with its place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from limen.errors import DocumentError, Problem
from limen.protocol import Protocol
from limen.protocol.check import Finding
from limen.protocol.document.opening import written
from limen.protocol.reading.faults import Fault, faults
from limen.protocol.reading.text import document_text
from limen.protocol.reading.tree import Tree, read_tree
from limen.simulate.gaps import refuse_gaps
from limen.simulate.scenario.check import check
from limen.simulate.scenario.document import Scenario

LARGEST_BYTES = 1_000_000


def load_scenario(path: str | Path, *, protocol: Protocol | None = None) -> Scenario:
    """Return the scenario in a YAML file.

    Raises `DocumentError` with everything that is wrong, each with file, line, column, path and
    remedy. With a protocol, also what the scenario names and the protocol does not have, or what
    of it can have no effect there.
    """
    file = Path(path)
    remedy = "Check the name; `limen scenario new FILE` writes one to start from."
    text = document_text(file, noun="scenario", remedy=remedy, largest_bytes=LARGEST_BYTES)
    return parse_scenario(text, file=file, protocol=protocol)


def parse_scenario(
    text: str, *, file: Path | None = None, protocol: Protocol | None = None
) -> Scenario:
    """Return the scenario in a YAML text; `file` is named in problems."""
    if protocol is not None:
        refuse_gaps(protocol)
    tree = read_tree(text)
    scenario, problems = _read(tree, protocol)
    if problems or scenario is None:
        name = str(file) if file is not None else "The scenario"
        count = f"{len(problems)} problem{'s' if len(problems) != 1 else ''}"
        raise DocumentError(f"{name} has {count}.", _in_order(problems, file))
    return scenario


def _read(tree: Tree, protocol: Protocol | None) -> tuple[Scenario | None, list[Problem]]:
    problems = list(tree.problems)
    if not isinstance(tree.data, dict):
        if not problems:
            problems.append(
                Problem(
                    message="The document is empty."
                    if tree.data is None
                    else "The document is not a mapping.",
                    remedy="`limen scenario new FILE` writes one to start from.",
                    line=1,
                )
            )
        return None, problems
    scenario: Scenario | None = None
    try:
        scenario = Scenario.model_validate(tree.data)
    except ValidationError as error:
        found = faults(error.errors(), tree.data, Scenario)
        problems += [
            _problem(tree, Finding(one.path, one.message, one.remedy, key=one.key)) for one in found
        ]
        scenario = _mended(tree.data, found)
    if scenario is not None:
        problems += [_problem(tree, finding) for finding in check(scenario, protocol)]
    return scenario, problems


def _mended(data: dict[str, Any], found: Sequence[Fault]) -> Scenario | None:
    """The scenario without its faulty fields, so that the rest can be checked; None if too little.

    Elements of lists stay where they are, so that places remain true.
    """
    copied: Any = _copy(data)
    for fault in found:
        holder = copied
        for step in fault.path[:-1]:
            try:
                holder = holder[step]
            except (KeyError, IndexError, TypeError):
                break
        if isinstance(holder, dict) and fault.path:
            holder.pop(fault.path[-1], None)
    spare = {"limen": 1, "id": "unreadable", "title": "unreadable"}
    try:
        return Scenario.model_validate({**spare, **copied})
    except ValidationError:
        return None


def _copy(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _copy(value) for key, value in data.items()}
    return [_copy(value) for value in data] if isinstance(data, list) else data


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
