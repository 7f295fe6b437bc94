"""The two published CSV files, checked: all problems at once, each with its line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from operator import itemgetter
from pathlib import Path

from limen.dataset.adapters.self_blinding.names import ARM, INTERVENTION, LONG_TESTS, SHORT_TESTS
from limen.dataset.nearest import nearest
from limen.dataset.storage.csv_file import RawCsv, parse, shortened
from limen.errors import DatasetError, Problem

SHORT, LONG = "pacutes.csv", "accumulatives.csv"
_ABOUT = ("age", "sex", "psychiatric_past", "sss", "expectation", "n_micro_months", "n_macro_exp")
SHORT_COLUMNS = (
    *("trial_id", "test_name", "tp", "condition", "guess", "value"),
    *(*_ABOUT, "drug", "dose"),
)
LONG_COLUMNS = (
    *("trial_id", "test", "tp", "value", "delta_value", *_ABOUT),
    *("education", "psychiatric_now", "group", "drug", "dose"),
)
CONSTANT = (*_ABOUT, "education", "psychiatric_now", "group", "drug", "dose")
_NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
Record = dict[str, str]


@dataclass(frozen=True, eq=False)
class Files:
    """The rows of both files as texts, and (name, SHA-256) of each."""

    short: Sequence[Record]  # pacutes.csv
    long: Sequence[Record]  # accumulatives.csv
    hashes: tuple[tuple[str, str], ...]


def read_files(folder: Path) -> Files:
    """Read both files; raises `DatasetError` with everything that is wrong with them."""
    short, short_hash, problems = _read(folder / SHORT, SHORT_COLUMNS, _short_row, "test_name")
    long, long_hash, more = _read(folder / LONG, LONG_COLUMNS, _long_row, "test")
    problems += more
    if not problems:
        problems += _contradictions(folder, short, long)
    if problems:
        raise DatasetError(f"The self-blinding study in {folder} cannot be imported.", problems)
    return Files(short, long, ((SHORT, short_hash), (LONG, long_hash)))


def _read(
    file: Path, columns: tuple[str, ...], fault: Callable[[Record], Problem | None], test: str
) -> tuple[list[Record], str, list[Problem]]:
    try:
        content = file.read_bytes()
    except OSError as error:
        remedy = "`limen dataset fetch self-blinding` gets it; name the folder that holds it."
        message = f"cannot be read: {error.strerror}."
        return [], "", [Problem(file=file, message=message, remedy=remedy)]
    raw = parse(content, file)
    problems = raw.problems + _header_faults(raw, columns, file)
    if problems:
        return [], "", problems
    records = [dict(zip(raw.header, row, strict=True)) for row in raw.rows]
    first: dict[tuple[str, str, str], int] = {}
    faults: list[Problem] = []
    for record, line in zip(records, raw.lines, strict=True):
        found = fault(record)
        if found is not None:
            faults.append(
                Problem(
                    file=file,
                    line=line,
                    column=raw.header.index(found.path) + 1,
                    path=found.path,
                    message=found.message,
                    remedy=found.remedy,
                )
            )
        key = (record["trial_id"], record[test], record["tp"])
        if first.setdefault(key, line) != line:
            message = f"repeats line {first[key]}: participant {key[0]}, {key[1]}, {key[2]}."
            faults.append(Problem(file=file, line=line, message=message, remedy="Keep one."))
    return records, sha256(content).hexdigest(), shortened(faults, file)


def _header_faults(raw: RawCsv, columns: tuple[str, ...], file: Path) -> list[Problem]:
    if not raw.header:
        return []
    missing = [name for name in columns if name not in raw.header]
    unknown = [name for name in raw.header if name not in columns]
    faults = [
        Problem(file=file, line=1, path=name, message="the column is missing.") for name in missing
    ]
    return faults + [
        Problem(
            file=file,
            line=1,
            path=name,
            message=f"there is no column {name!r} in the published file.",
            remedy=nearest(name, missing or columns),
        )
        for name in unknown
    ]


def _short_row(record: Record) -> Problem | None:
    if record["test_name"] not in SHORT_TESTS:
        return _unknown("test_name", record["test_name"], SHORT_TESTS)
    if not re.fullmatch(r"w[1-4]s[12]", record["tp"]):
        return Problem(path="tp", message=f"{record['tp']!r} is not w1s1 … w4s2.")
    for name in ("condition", "guess"):
        if record[name] not in INTERVENTION:
            return _unknown(name, record[name], INTERVENTION)
    return _bad_value(record, "value")


def _long_row(record: Record) -> Problem | None:
    if record["test"] not in LONG_TESTS:
        return _unknown("test", record["test"], LONG_TESTS)
    if record["tp"] not in ("pre", "post", "ltfu"):
        return _unknown("tp", record["tp"], ("pre", "post", "ltfu"))
    if record["group"] not in ARM:
        return _unknown("group", record["group"], ARM)
    if record["delta_value"] and not _NUMBER.fullmatch(record["delta_value"]):
        return _bad_value(record, "delta_value")
    return _bad_value(record, "value")


def _unknown(name: str, value: str, known: Iterable[str]) -> Problem:
    return Problem(
        path=name,
        message=f"{value!r} is unknown here.",
        remedy=nearest(value, known),
    )


def _bad_value(record: Record, name: str) -> Problem | None:
    if _NUMBER.fullmatch(record[name]):
        return None
    return Problem(
        path=name,
        message=f"{record[name]!r} is not a finite number.",
        remedy="Leave out a row without a value.",
    )


def _contradictions(folder: Path, short: Sequence[Record], long: Sequence[Record]) -> list[Problem]:
    """What must be constant in a person, or in a person's time point, and is not."""
    problems: list[Problem] = []
    known: dict[tuple[str, str], str] = {}
    for file, records in ((SHORT, short), (LONG, long)):
        names = [name for name in CONSTANT if records and name in records[0]] or ["trial_id"]
        constants = itemgetter(*names)
        seen: dict[str, tuple[str, ...]] = {}
        for record in records:
            person, now = record["trial_id"], constants(record)
            if seen.get(person) == now:
                continue
            seen[person] = now
            for name in names:
                if known.setdefault((person, name), record[name]) != record[name]:
                    message = (
                        f"participant {person} has {known[person, name]!r} and {record[name]!r}."
                    )
                    problems.append(Problem(file=folder / file, path=name, message=message))
    points: dict[tuple[str, str], tuple[str, str]] = {}
    for record in short:
        point, pair = (record["trial_id"], record["tp"]), (record["condition"], record["guess"])
        if points.setdefault(point, pair) != pair:
            message = f"participant {point[0]} has two conditions or guesses at {point[1]}."
            problems.append(Problem(file=folder / SHORT, path="condition", message=message))
    return shortened(problems, folder / SHORT)
