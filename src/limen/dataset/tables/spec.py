"""What a table is: a name, columns with meaning and unit, and the columns that identify a row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["id", "text", "integer", "number", "date", "instant", "choice"]

KINDS: dict[Kind, str] = {
    "id": "an identifier: text without spaces at its ends; `1` and `01` are different",
    "text": "free text",
    "integer": "a whole number",
    "number": "a finite number with a decimal point",
    "date": "a calendar date, `2026-03-01`",
    "instant": "a moment in UTC, `2026-03-01T18:30:00Z`",
    "choice": "one of the listed words",
}


@dataclass(frozen=True)
class ColumnSpec:
    """A column: what it means, how it is written, and in which unit; blank means unknown."""

    name: str
    meaning: str
    kind: Kind = "text"
    unit: str = ""
    required: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class TableSpec:
    """A table: one row is `row`; no two rows agree in all of `key`."""

    name: str
    title: str
    row: str
    own: tuple[ColumnSpec, ...]
    key: tuple[str, ...]

    @property
    def columns(self) -> tuple[ColumnSpec, ...]:
        """The table's own columns, then the three that every record has."""
        return self.own + EVERY_RECORD

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all columns, in order."""
        return tuple(column.name for column in self.columns)

    @property
    def required(self) -> tuple[str, ...]:
        """The names of the columns that are never blank."""
        return tuple(column.name for column in self.columns if column.required)

    @property
    def file(self) -> str:
        """The table's file in a dataset's folder."""
        return f"{self.name}.csv"


EVERY_RECORD = (
    ColumnSpec("respondent", "Who answered: a respondent of the protocol", "id", required=True),
    ColumnSpec(
        "source", "Where the record comes from: a page, a file, a simulation", required=True
    ),
    ColumnSpec("entered_at", "When it was entered; blank if nobody knows", "instant"),
)

YES_NO = ("yes", "no")


def participant() -> ColumnSpec:
    """The column that nearly every table begins with."""
    return ColumnSpec("participant", "The participant", "id", required=True)


def occasion(*, required: bool = True) -> ColumnSpec:
    """The column that says at which occasion of the protocol something was recorded."""
    meaning = "The occasion, e.g. `acute.1`" + ("" if required else "; blank if outside of any")
    return ColumnSpec("occasion", meaning, "id", required=required)


def study_day(what: str) -> ColumnSpec:
    """A study day column; day 1 is the first day of treatment."""
    return ColumnSpec("study_day", f"{what}; 1 is the first day of treatment", "integer", "days")
