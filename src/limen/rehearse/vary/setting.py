"""A cell with other values in some fields, checked as a file would be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from pydantic import ValidationError

from limen.counted import counted
from limen.errors import DocumentError, Problem
from limen.protocol import Protocol
from limen.protocol.canonical import canonical
from limen.protocol.check import check
from limen.protocol.document.opening import Path, steps, written
from limen.protocol.document.part import Part
from limen.protocol.reading.faults import faults
from limen.rehearse.cell import Cell
from limen.rehearse.vary.field import put
from limen.rehearse.vary.hints import elsewhere
from limen.rehearse.vary.variation import shown

PREFIX = "scenario"
PLANNED = ("population", "planned")
Document = TypeVar("Document", bound=Part)
Values = Mapping[str, Any]


def with_fields(cell: Cell, values: Values, *, labels: Mapping[str, str] | None = None) -> Cell:
    """Return the cell with other values, by path; `scenario.` stands before the scenario's fields.

    `labels` replaces what `varied` says of them. Where `population.planned` is set, a number of
    participants in the scenario gives way. Raises `DocumentError` with the words that a file with
    these values would be refused with.
    """
    refuse_overlap(list(values))
    of_protocol, of_scenario = divided(values)
    protocol = with_protocol(cell, of_protocol)
    return joined(cell, protocol, with_scenario(cell, of_scenario), values, labels=labels)


def divided(values: Values) -> tuple[dict[str, Any], dict[str, Any]]:
    """The values of the protocol, and those of the scenario without their prefix."""
    of_protocol: dict[str, Any] = {}
    of_scenario: dict[str, Any] = {}
    for path, value in values.items():
        if path.startswith(f"{PREFIX}."):
            of_scenario[path.removeprefix(f"{PREFIX}.")] = value
        elif path == PREFIX:
            raise DocumentError(
                "'scenario' is not one value. Name a field of it, as in scenario.belief.criterion."
            )
        else:
            of_protocol[path] = value
    planned = [path for path in of_protocol if steps(path) == PLANNED]
    if planned and "participants" in of_scenario:
        raise DocumentError(
            f"'{planned[0]}' and 'scenario.participants' both say how many take part. Vary one."
        )
    if planned:
        of_scenario["participants"] = None
    return of_protocol, of_scenario


def refuse_overlap(paths: Sequence[str]) -> None:
    """Raise `DocumentError` where two paths set the same field, or a field and its part."""
    found = [steps(path) for path in paths]
    for number, one in enumerate(found):
        for other in range(number):
            shorter = min(len(one), len(found[other]))
            if one[:shorter] == found[other][:shorter]:
                raise DocumentError(
                    f"'{paths[other]}' and '{paths[number]}' set the same field. Keep one."
                )


def with_protocol(cell: Cell, values: Values) -> Protocol:
    """The cell's protocol with other values, checked."""
    if not values:
        return cell.protocol
    protocol = _rebuilt(cell, cell.protocol, values, "")
    found = list(check(protocol))
    if found:
        raise _wrong(values, [(one.path, one.message, one.remedy) for one in found], "")
    return protocol


def with_scenario(cell: Cell, values: Values) -> Part:
    """The cell's scenario with other values; whether it fits the protocol is not checked yet."""
    wanted = dict(values)
    if wanted.get("participants", 0) is None and cell.scenario.participants is None:
        del wanted["participants"]
    return _rebuilt(cell, cell.scenario, wanted, f"{PREFIX}.") if wanted else cell.scenario


def joined(
    cell: Cell,
    protocol: Protocol,
    scenario: Any,
    values: Values,
    *,
    labels: Mapping[str, str] | None = None,
) -> Cell:
    """A cell of both; `DocumentError` if they do not fit together with these values."""
    named = {path: shown(value) for path, value in values.items()} if labels is None else labels
    made = replace(cell, protocol=protocol, scenario=scenario, varied={**cell.varied, **named})
    try:
        made.study  # noqa: B018  (it checks that protocol and scenario fit)
    except DocumentError as error:
        message = f"With {_said(values)}: {error.message}" if values else error.message
        raise DocumentError(message, error.problems) from error
    return made


def _rebuilt(cell: Cell, document: Document, values: Values, prefix: str) -> Document:
    data: dict[str, Any] = canonical(document)
    root: Path = (PREFIX,) if prefix else ()
    for path, value in values.items():
        whole = prefix + path

        def hint(whole: str = whole) -> str:
            return elsewhere(whole, cell.protocol, cell.scenario)

        try:
            put(document, data, path, value, root=root, hint=hint)
        except DocumentError as error:
            raise DocumentError(f"'{whole}' cannot be varied. {error.message}") from None
    try:
        return type(document).model_validate(data)
    except ValidationError as error:
        found = faults(error.errors(), data, type(document))
        said = {f"{prefix}{path}": value for path, value in values.items()}
        raise _wrong(said, [(o.path, o.message, o.remedy) for o in found], prefix) from None


def _wrong(values: Values, found: list[tuple[Any, str, str]], prefix: str) -> DocumentError:
    return DocumentError(
        f"With {_said(values)} there {'is' if len(found) == 1 else 'are'} "
        f"{counted(len(found), 'problem')}.",
        [
            Problem(message=message, remedy=remedy, path=prefix + written(path))
            for path, message, remedy in found
        ],
    )


def _said(values: Values) -> str:
    return " and ".join(f"{path} = {shown(value)}" for path, value in values.items())
