"""How a value is written in a cell, and which texts a kind of column accepts."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from math import isfinite

from limen.dataset.tables import ColumnSpec

_LARGEST = 1e30  # sums of its powers stay finite
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")  # all but tab and line feed
_DIGITS = re.compile(r"-?(0|[1-9]\d*)", re.ASCII)
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)

Write = Callable[[object], str]


class CellError(ValueError):
    """A value does not fit its column; the text says what is wrong and what would fit."""


def number_text(value: float) -> str:
    """The shortest text that reads back as the same number; whole numbers without a point."""
    if not isfinite(value):
        raise CellError(f"{value} is not a finite number; leave the cell empty if it is unknown.")
    if abs(value) > _LARGEST:
        raise CellError(f"{value:g} is larger than anything that is measured; correct the entry.")
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)


def writer_of(column: ColumnSpec) -> Write:
    """The function that turns a value of this column into its text, or raises `CellError`."""
    write = _WRITERS.get(column.kind) or _choice(column.choices)

    def checked(value: object) -> str:
        text = "" if value is None or value == "" or value != value else write(value)
        if not text and column.required:
            raise CellError("is empty, and must not be.")
        return text

    return checked


def _text(value: object) -> str:
    text = str(value)
    if _CONTROL.search(text):
        if "\r" in text:
            return _text(text.replace("\r\n", "\n").replace("\r", "\n"))
        raise CellError(f"{text!r} holds a control character; remove it.")
    return text


def _id(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(value)
    if text != text.strip() or "\n" in text or "\t" in text or _CONTROL.search(text):
        raise CellError(f"{text!r} is not an identifier: remove spaces at its ends and line ends.")
    return text


def _integer(value: object) -> str:
    text = str(value).strip()
    if _DIGITS.fullmatch(text):
        return "0" if text == "-0" else text
    try:
        number = float(text)
    except ValueError:
        raise CellError(f"{text!r} is not a whole number.") from None
    if not isfinite(number) or number != int(number):
        raise CellError(f"{text!r} is not a whole number.")
    return str(int(number))


def _number(value: object) -> str:
    if isinstance(value, bool):
        raise CellError(f"{value!r} is not a number.")
    if isinstance(value, str):
        text = value.strip()
        if not _NUMBER.fullmatch(text):
            raise CellError(_not_a_number(text))
        return number_text(float(text))
    try:
        return number_text(float(value))  # type: ignore[arg-type]
    except TypeError:
        raise CellError(f"{value!r} is not a number.") from None


def _not_a_number(text: str) -> str:
    if re.fullmatch(r"[+-]?\d+,\d+", text):
        return f"{text!r} is not a number; write {text.replace(',', '.')!r}, with a point."
    if re.fullmatch(r"(?i)[+-]?(inf|infinity|nan|na|n/a|null|none|\.)", text):
        return f"{text!r} is not a finite number; leave the cell empty if it is unknown."
    return f"{text!r} is not a number."


def _date(value: object) -> str:
    text = value.isoformat() if isinstance(value, date) else str(value).strip()
    text = text.partition("T")[0]
    try:
        if not _DATE.fullmatch(text):
            raise ValueError
        date.fromisoformat(text)
    except ValueError:
        raise CellError(f"{text!r} is not a date; write it as 2026-03-01.") from None
    return text


def _instant(value: object) -> str:
    try:
        moment = (
            value if isinstance(value, datetime) else datetime.fromisoformat(str(value).strip())
        )
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise CellError(f"{value!s} is not a moment in UTC; write it as 2026-03-01T18:30:00Z.")
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _choice(choices: tuple[str, ...]) -> Write:
    def write(value: object) -> str:
        text = ("yes" if value else "no") if isinstance(value, bool) else str(value)
        if text not in choices:
            raise CellError(f"{text!r} is not one of {', '.join(choices)}.")
        return text

    return write


_WRITERS: dict[str, Write] = {
    "id": _id,
    "text": _text,
    "integer": _integer,
    "number": _number,
    "date": _date,
    "instant": _instant,
}
