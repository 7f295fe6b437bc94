"""Results as JSON and back: complete, versioned, and plain enough for any other program.

JSON knows no NaN and no infinity. Both are written as null; an infinite number is named beside its
record under ``non_finite``, so that reading gives back what was written. Cells of tables come back
as None where they were NaN or infinite.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from math import inf, isfinite, isinf, nan
from pathlib import Path
from typing import Any

from limen.errors import DocumentError, Problem
from limen.results import (
    Column,
    EstimandText,
    Estimate,
    FitStatus,
    Picture,
    Provenance,
    Result,
    Results,
    ResultStatus,
    Table,
)

VERSION = 1  # raised when a reader of the older shape would misread the newer one
_ENUMS = (FitStatus, ResultStatus)
_AS_THEY_ARE = frozenset({str, int, bool, type(None)})


def to_json(results: Results) -> str:
    """The results as a JSON document, UTF-8, with a line per result, table and finding."""
    document = {"limen_results": VERSION, **_plain(results)}
    members = [f"{_written(name)}:{_lines(value)}" for name, value in document.items()]
    return "{\n" + ",\n".join(members) + "\n}\n"


def _lines(value: Any) -> str:
    """A value on one line; the members of a list on a line each."""
    if isinstance(value, list) and value:
        return "[\n" + ",\n".join(map(_written, value)) + "\n]"
    return _written(value)


def _written(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def from_json(text: str, *, file: Path | None = None) -> Results:
    """What `to_json` wrote. Raises DocumentError when the text is something else."""
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        raise _refused(f"This is not JSON: {error.msg}.", file, line=error.lineno) from error
    version = document.get("limen_results") if isinstance(document, dict) else None
    if version != VERSION:
        what = f"This document says limen_results: {version}, and only {VERSION} can be read."
        raise _refused(what, file)
    try:
        return _results(document)
    except (KeyError, TypeError, ValueError) as error:
        raise _refused(f"A part of these results is missing or wrong: {error}.", file) from error


def read_results(path: Path) -> Results:
    """The results in a ``results.json``, or in the folder that holds one."""
    file = path / "results.json" if path.is_dir() else path
    try:
        return from_json(file.read_text(encoding="utf-8"), file=file)
    except (OSError, UnicodeDecodeError) as error:
        raise _refused(f"These results cannot be read: {error}.", file) from error


def _refused(message: str, file: Path | None, line: int | None = None) -> DocumentError:
    remedy = "Use the results.json of a report, unchanged, or make the report again."
    problem = Problem(message=message, remedy=remedy, file=file, line=line)
    return DocumentError("The results cannot be read.", [problem])


def _plain(value: Any) -> Any:
    """Dataclasses become objects, tuples lists, enums their names, what is not finite null."""
    kind = type(value)
    if kind in _AS_THEY_ARE:
        return value
    if kind is float:
        return value if isfinite(value) else None
    if isinstance(value, list | tuple):
        return [_plain(content) for content in value]
    if isinstance(value, _ENUMS):
        return value.name
    if dataclasses.is_dataclass(value):
        return _object({f.name: getattr(value, f.name) for f in dataclasses.fields(value)})
    if isinstance(value, Mapping):
        return {str(name): _plain(content) for name, content in value.items()}
    return float(value) if isfinite(value) else None


def _object(own: dict[str, Any]) -> dict[str, Any]:
    endless = {k: "inf" if v > 0 else "-inf" for k, v in own.items() if _infinite(v)}
    plain = {name: _plain(content) for name, content in own.items()}
    return plain | ({"non_finite": endless} if endless else {})


def _infinite(value: Any) -> bool:
    return isinstance(value, float) and isinf(value)


def _results(document: dict[str, Any]) -> Results:
    return Results(
        provenance=Provenance(**document["provenance"]),
        results=tuple(map(_result, document["results"])),
        estimands=tuple(map(_estimand, document["estimands"])),
        flow=_table(document["flow"]),
        characteristics=_table(document["characteristics"]),
        missingness=_table(document["missingness"]),
        tables=tuple(filter(None, map(_table, document["tables"]))),
        findings=tuple(document["findings"]),
        cannot_answer=tuple(document["cannot_answer"]),
    )


def _result(record: dict[str, Any]) -> Result:
    parts = {
        "status": ResultStatus[record["status"]],
        "warnings": tuple(record["warnings"]),
        "estimates": tuple(map(_estimate, record["estimates"])),
        "tables": tuple(filter(None, map(_table, record["tables"]))),
        "references": tuple(record["references"]),
    }
    return Result(**{**record, **parts})


def _estimand(record: dict[str, Any]) -> EstimandText:
    events = tuple((event, strategy) for event, strategy in record["intercurrent_events"])
    return EstimandText(**{**record, "intercurrent_events": events})


def _estimate(record: dict[str, Any]) -> Estimate:
    """Numbers that were not finite come back as NaN, or with the sign under ``non_finite``."""
    plain = {k: v for k, v in record.items() if k != "non_finite"}
    for name in ("value", "standard_error", "df", "lower", "upper", "p", "null", "level"):
        plain[name] = nan if plain[name] is None else float(plain[name])
    for name, sign in record.get("non_finite", {}).items():
        plain[name] = -inf if sign == "-inf" else inf
    return Estimate(**{**plain, "status": FitStatus[plain["status"]]})


def _table(record: dict[str, Any] | None) -> Table | None:
    if record is None:
        return None
    picture = record["picture"]
    return Table(
        key=record["key"],
        caption=record["caption"],
        columns=tuple(Column(**column) for column in record["columns"]),
        rows=tuple(tuple(row) for row in record["rows"]),
        notes=tuple(record["notes"]),
        picture=_picture(picture) if picture is not None else None,
    )


def _picture(record: dict[str, Any]) -> Picture:
    marks = tuple((float(at), str(label)) for at, label in record["marks"])
    return Picture(**{**record, "reference": tuple(record["reference"]), "marks": marks})
