"""A map from the columns of CSV files to the one shape: the document, and how it is loaded."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError, field_validator

from limen.counted import counted
from limen.errors import DocumentError, Problem
from limen.protocol.document.opening import written
from limen.protocol.document.part import Part
from limen.protocol.reading.faults import faults
from limen.protocol.reading.tree import read_tree


class Cell(Part):
    """Where a value stands: in a column, its words translated or not; or the same everywhere."""

    column: str | None = Field(default=None, description="Column of the file")
    value: str | None = Field(default=None, description="Instead of a column: one value for all")
    values: dict[str, str] = Field(
        default={}, description="What the file writes → what is meant; no other is accepted"
    )


def _cell(value: Any) -> Any:
    """A bare word is a column's name."""
    return {"column": value} if isinstance(value, str) else value


class _WithCells(Part):
    @field_validator("*", mode="before")
    @classmethod
    def _shorthand(cls, value: Any, info: Any) -> Any:
        return _cell(value) if info.field_name in cls._cells() else value

    @classmethod
    def _cells(cls) -> frozenset[str]:
        return frozenset(name for name, field in cls.model_fields.items() if _is_cell(field))


def _is_cell(field: Any) -> bool:
    return field.annotation in (Cell, Cell | None)


class ScoreOf(Part):
    """A subscale of an instrument."""

    instrument: str = Field(description="Instrument of the protocol")
    subscale: str = Field(description="Its subscale")


class WideScore(ScoreOf):
    """A column that holds the scores of one subscale."""

    column: str = Field(description="Column of the file")


class LongScores(Part):
    """A column that says which score a row holds, and one that holds it."""

    name: str = Field(description="Column that names the score")
    value: str = Field(description="Column that holds it")
    scores: dict[str, ScoreOf] = Field(description="What the file calls it → what it is")
    ignore: tuple[str, ...] = Field(default=(), description="Names of rows to leave out")


class GuessColumns(_WithCells):
    """A treatment guess."""

    id: str = Field(description="The guess of the protocol")
    answer: Cell = Field(description="The answer: an option of the guess, or dont_know")
    confidence_percent: Cell | None = Field(default=None, description="Confidence, 0-100")
    reason: Cell | None = Field(default=None, description="The reason in words")


class ExpectancyColumns(_WithCells):
    """An expectancy."""

    name: str = Field(description="The expectancy of the protocol")
    intervention: str = Field(default="", description="Of which intervention")
    expectation: Cell = Field(description="How much is expected, 0-100")


class MeasurementColumns(_WithCells):
    """A measured quantity."""

    id: str = Field(description="The measurement of the protocol")
    value: Cell = Field(description="The number")
    unit: str = Field(description="Its unit")


class GivenColumns(_WithCells):
    """What was given, and for which period or kit."""

    intervention: Cell = Field(description="An intervention of the protocol")
    period: Cell = Field(description="The period; the first is 1")
    kit: Cell | None = Field(default=None, description="The kit, if it is the content of one")


class FileMap(_WithCells):
    """One CSV file."""

    file: str = Field(description="The file, relative to the map")
    delimiter: Literal[",", ";", "\t", "|"] = Field(default=",", description="Between cells")
    participant: Cell = Field(description="The participant")
    occasion: Cell | None = Field(default=None, description="The occasion, e.g. `weekly.1`")
    about: dict[str, Cell] = Field(default={}, description="Columns of the participants table")
    scores: tuple[WideScore, ...] = Field(default=(), description="Wide files: a column a score")
    long: LongScores | None = Field(default=None, description="Long files: a row a score")
    guesses: tuple[GuessColumns, ...] = Field(default=(), description="Treatment guesses")
    expectancies: tuple[ExpectancyColumns, ...] = Field(default=(), description="Expectancies")
    measurements: tuple[MeasurementColumns, ...] = Field(default=(), description="Measurements")
    arm: Cell | None = Field(default=None, description="The arm; goes into the allocations")
    given: GivenColumns | None = Field(default=None, description="Goes into the allocations")

    @field_validator("about", mode="before")
    @classmethod
    def _about_shorthand(cls, value: Any) -> Any:
        return {k: _cell(v) for k, v in value.items()} if isinstance(value, dict) else value


class CsvMap(Part):
    """Which column of which file means what."""

    limen_map: Literal[1] = Field(description="Version of this format")
    protocol: str = Field(description="The study's protocol: a file, relative to the map")
    source: str = Field(description="Where the files come from, in words")
    citation: str = Field(default="", description="What to cite")
    licence: str = Field(default="", description="On what terms the data may be used")
    missing: tuple[str, ...] = Field(
        default=("", "NA"), description="Texts that stand for no value, in quotes"
    )
    files: tuple[FileMap, ...] = Field(min_length=1, description="The CSV files")


def load_map(path: Path) -> CsvMap:
    """The map in a YAML file; raises `DocumentError` with everything that is wrong."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        problem = Problem(file=path, message=f"cannot be read: {error}.")
        raise DocumentError("The map cannot be read.", [problem]) from None
    tree = read_tree(text)
    problems = list(tree.problems)
    if not problems:
        try:
            return CsvMap.model_validate(tree.data)
        except ValidationError as error:
            for fault in faults(error.errors(), tree.data, CsvMap):
                line, column = tree.place(fault.path, key=fault.key)
                problems.append(
                    Problem(
                        message=fault.message,
                        remedy=fault.remedy,
                        line=line,
                        column=column,
                        path=written(fault.path),
                    )
                )
    raise DocumentError(
        f"The map {path} has {counted(len(problems), 'problem')}.",
        [
            Problem(
                message=p.message,
                remedy=p.remedy,
                file=path,
                line=p.line,
                column=p.column,
                path=p.path,
            )
            for p in problems
        ],
    )
