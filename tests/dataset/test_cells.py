"""What a cell accepts, how it is written, and what it says to the rest."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from math import inf, nan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from limen.dataset.storage.cells import CellError, number_text, writer_of
from limen.dataset.tables import ColumnSpec

RIGA = timezone(timedelta(hours=2))


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        ("number", 15.0, "15"),
        ("number", "15.50", "15.5"),
        ("number", "-0.247", "-0.247"),
        ("number", np.float64(0.1), "0.1"),
        ("number", np.int64(3), "3"),
        ("number", "1e3", "1000"),
        ("number", nan, ""),
        ("integer", 3, "3"),
        ("integer", "3.0", "3"),
        ("integer", -2, "-2"),
        ("id", 7.0, "7"),
        ("id", "007", "007"),
        ("text", "line\r\nline", "line\nline"),
        ("date", date(2026, 3, 1), "2026-03-01"),
        ("instant", datetime(2026, 3, 1, 18, 30, tzinfo=UTC), "2026-03-01T18:30:00Z"),
        ("instant", datetime(2026, 3, 1, 20, 30, tzinfo=RIGA), "2026-03-01T18:30:00Z"),
        ("instant", "2026-03-01T18:30:00Z", "2026-03-01T18:30:00Z"),
        ("text", None, ""),
    ],
)
def test_values_have_one_text(kind: str, value: object, text: str) -> None:
    write = writer_of(ColumnSpec("x", "x", kind))  # type: ignore[arg-type]
    assert write(value) == text
    assert write(text) == text


@pytest.mark.parametrize(
    ("kind", "value", "says"),
    [
        ("number", inf, "finite"),
        ("number", "inf", "leave the cell empty"),
        ("number", "nan", "leave the cell empty"),
        ("number", "1,5", "write '1.5'"),
        ("number", "five", "not a number"),
        ("number", "1_000", "not a number"),
        ("number", "٣", "not a number"),
        ("number", True, "not a number"),
        ("number", [1], "not a number"),
        ("integer", "1.5", "whole number"),
        ("integer", "x", "whole number"),
        ("id", " 1", "spaces"),
        ("text", "a\x00b", "control character"),
        ("date", "1.3.2026", "2026-03-01"),
        ("date", "2026-02-30", "not a date"),
        ("instant", "2026-03-01T18:30", "UTC"),
        ("instant", "yesterday", "UTC"),
    ],
)
def test_what_does_not_fit_says_so(kind: str, value: object, says: str) -> None:
    with pytest.raises(CellError, match=says):
        writer_of(ColumnSpec("x", "x", kind))(value)  # type: ignore[arg-type]


def test_choices_and_required_cells() -> None:
    column = ColumnSpec("late", "Late?", "choice", required=True, choices=("yes", "no"))
    assert writer_of(column)(True) == "yes"
    with pytest.raises(CellError, match="not one of yes, no"):
        writer_of(column)("maybe")
    with pytest.raises(CellError, match="empty"):
        writer_of(column)("")


@given(st.floats(min_value=-1e30, max_value=1e30))
def test_a_number_reads_back_as_itself(value: float) -> None:
    text = number_text(value)
    assert float(text) == value
    assert writer_of(ColumnSpec("x", "x", "number"))(text) == text
