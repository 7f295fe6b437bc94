"""What was observed, as a CSV file: one row for each prediction that has an outcome."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

from limen.counted import counted
from limen.errors import DocumentError, Problem
from limen.protocol.document.lookup import suggestion
from limen.protocol.reading.text import document_text
from limen.rehearse.forecast.document import Forecast, Prediction

COLUMNS = ("prediction", "value", "lower", "upper", "source", "note")
_OTHER_NAMES = {"value": "estimate", "note": "where"}  # columns of Limen's tables of facts
_RANGES: Mapping[str, tuple[float, float]] = {
    "share": (-1.0, 1.0),  # a difference of shares may be negative
    "index": (-1.0, 1.0),
    "probability": (0.0, 1.0),
    "events per person": (-math.inf, math.inf),
}


@dataclass(frozen=True, kw_only=True)
class Observed:
    """The outcome of a prediction; `lower` and `upper` are its own interval, if it has one."""

    prediction: str
    value: float
    lower: float | None = None
    upper: float | None = None
    source: str = ""
    note: str = ""


def read_outcomes(path: str | Path, forecast: Forecast) -> tuple[Observed, ...]:
    """Return the outcomes in a CSV file; rows without a prediction or without a value are skipped.

    Columns: prediction, value, and, where there are, lower, upper, source, note. `estimate` and
    `where` are taken for value and note, so a table of facts with a column `prediction` will do;
    other columns do not matter. Raises `DocumentError` with everything that is wrong.
    """
    file = Path(path)
    text = document_text(
        file, noun="table of outcomes", remedy=f"Its columns are {', '.join(COLUMNS)}."
    )
    reader = csv.DictReader(StringIO(text, newline=""), strict=True)
    try:
        rows = [(reader.line_num, row) for row in reader]
    except csv.Error as error:
        problem = Problem(message=f"This is not CSV: {error}.", file=file, line=reader.line_num)
        raise DocumentError(f"{file} cannot be read.", [problem]) from None
    problems = list(_columns(reader.fieldnames or (), file))
    found: dict[str, Observed] = {}
    known = {one.id: one for one in forecast.predictions}
    for line, row in rows if not problems else ():
        one = _Row(row, line, file, problems)
        observed = one.observed(known, found)
        if observed is not None:
            found[observed.prediction] = observed
    if problems:
        raise DocumentError(f"{file} has {counted(len(problems), 'problem')}.", problems)
    return tuple(found.values())


def _columns(names: Sequence[str], file: Path) -> Iterator[Problem]:
    for name in ("prediction", "value"):
        if name not in names and _OTHER_NAMES.get(name) not in names:
            yield Problem(
                message=f"There is no column '{name}'.",
                remedy=suggestion(name, names) if names else "The first line names the columns.",
                file=file,
                line=1,
            )


@dataclass(frozen=True)
class _Row:
    cells: Mapping[str | None, Any]  # what is beyond the last column is a list, at None
    line: int
    file: Path
    problems: list[Problem]

    def text(self, name: str) -> str:
        return (self.cells.get(name) or self.cells.get(_OTHER_NAMES.get(name, "")) or "").strip()

    def wrong(self, message: str, remedy: str, column: str) -> None:
        self.problems.append(
            Problem(message=message, remedy=remedy, file=self.file, line=self.line, path=column)
        )

    def observed(
        self, known: Mapping[str, Prediction], before: Mapping[str, Observed]
    ) -> Observed | None:
        """The outcome of this row; None if it has none, or is wrong."""
        id = self.text("prediction")
        if not id:
            return None
        if id not in known:
            self.wrong(
                f"The forecast predicts no '{id}'.", suggestion(id, known), column="prediction"
            )
            return None
        if id in before:
            self.wrong(f"'{id}' is here a second time.", "Keep one row.", column="prediction")
            return None
        count = len(self.problems)
        self.ends()
        value, lower, upper = (self.number(name) for name in ("value", "lower", "upper"))
        if None not in (lower, upper) and lower > upper:  # type: ignore[operator]
            self.wrong(f"{lower:g} is above the upper limit {upper:g}.", "Swap them.", "lower")
        if value is None or len(self.problems) > count or not self.fits(value, known[id]):
            return None
        return Observed(
            prediction=id,
            value=value,
            lower=lower,
            upper=upper,
            source=self.text("source"),
            note=self.text("note"),
        )

    def ends(self) -> None:
        """Note cells beyond the last column: half of a number with a decimal comma, most likely."""
        if None in self.cells:
            self.wrong(
                "The row has more cells than there are columns.",
                "Write decimals with a point, and put quotes around commas.",
                "",
            )

    def number(self, name: str) -> float | None:
        text = self.text(name)
        if not text:
            return None
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            self.wrong(f"'{text}' is not a number.", "Write digits, or leave it empty.", name)
            return None
        return value

    def fits(self, value: float, prediction: Prediction) -> bool:
        if prediction.probability is not None and value not in (0, 1):
            self.wrong(
                f"{value:g} is neither 0 nor 1.", "Write 1 if it came true, else 0.", "value"
            )
            return False
        low, high = _RANGES.get(prediction.unit, (-math.inf, math.inf))
        if not low <= value <= high:
            self.wrong(
                f"{value:g} cannot be a {prediction.unit}.",
                f"Write a number from {low:g} to {high:g}: 0.49, not 49.",
                "value",
            )
            return False
        return True
