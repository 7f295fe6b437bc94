"""Cells as text: aligned columns for a terminal, rows of HTML for a notebook."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from math import isfinite

MISSING = "–"
_WIDEST = 60  # characters of a column of text before it is cut


def written(value: object, kind: str) -> str:
    """One cell: four significant digits, a share in percent, a p value to three decimals."""
    if value is None:
        return MISSING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if not isinstance(value, int | float):
        return str(value)
    if not isfinite(value):
        return MISSING if value != value else f"{value:g}".replace("-", "−")
    if kind == "p":
        return "<.001" if value < 0.001 else f"{value:.3f}".removeprefix("0")
    if kind == "percent":
        return f"{100 * value:.1f} %".replace("-", "−")
    if kind == "count" or isinstance(value, int):
        return f"{value:,.0f}".replace("-", "−")
    return f"{value:.4g}".replace("-", "−")


def aligned(heads: Sequence[str], rows: Sequence[Sequence[str]], left: Sequence[bool]) -> str:
    """Lines of columns, those of text to the left and numbers to the right; no line ends blank."""
    cut = [
        [_cut(cell) if keep else cell for cell, keep in zip(row, left, strict=True)] for row in rows
    ]
    widths = [max(map(len, column)) for column in zip(heads, *cut, strict=True)]
    lines = [heads, ["-" * width for width in widths], *cut]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if to_left else cell.rjust(width)
            for cell, width, to_left in zip(line, widths, left, strict=True)
        ).rstrip()
        for line in lines
    )


def html(
    caption: str, heads: Sequence[str], rows: Sequence[Sequence[str]], left: Sequence[bool]
) -> str:
    """A plain HTML table, everything escaped."""
    head = "".join(f"<th>{escape(text)}</th>" for text in heads)
    body = "".join(f"<tr>{_cells(row, left)}</tr>" for row in rows)
    return (
        f"<table><caption>{escape(caption)}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def _cells(row: Sequence[str], left: Sequence[bool]) -> str:
    return "".join(
        f'<td style="text-align: {"left" if to_left else "right"}">{escape(text)}</td>'
        for text, to_left in zip(row, left, strict=True)
    )


def _cut(text: str) -> str:
    return text if len(text) <= _WIDEST else f"{text[: _WIDEST - 1]}…"
