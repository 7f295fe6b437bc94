"""A substance's numbers for people and for programs: every one with its source."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import Any

from limen.pharmacology.substance.document import Substance
from limen.pharmacology.substance.quantity import SEEN, Quantity
from limen.results import Cell, Column, Table


def parameter_table(which: Substance) -> Table:
    """Every number of a substance: place, value, unit, uncertainty, how it was seen, source."""
    rows: list[tuple[Cell, ...]] = [
        (
            place,
            quantity.value,
            quantity.unit,
            quantity.uncertainty,
            _seen(quantity),
            quantity.source or "",
            quantity.note or "",
        )
        for place, quantity in which.quantities()
    ]
    titles = ("Parameter", "Value", "Unit", "Uncertainty", "Seen", "Source", "Note")
    return Table(
        key=f"parameters_{which.id}",
        caption=f"{which.title}: every number, and where it comes from",
        columns=tuple(
            Column(key=title.lower(), title=title, kind="number" if title == "Value" else "text")
            for title in titles
        ),
        rows=tuple(rows),
        notes=which.limits,
    )


def as_text(which: Substance) -> str:
    """A substance for a terminal: limits, numbers, assumptions and sources."""
    table = parameter_table(which)
    cells = [[column.title for column in table.columns[:6]]]
    cells += [[_cell(cell) for cell in row[:6]] for row in table.rows]
    used = {quantity.seen for _, quantity in which.quantities()}
    assumed = sum(quantity.seen == "assumed" for _, quantity in which.quantities())
    no_receptor = [f"- No occupancy: {which.no_occupancy}."] if which.no_occupancy else []
    lines = [
        f"{which.title}  [{which.id}]",
        f"Measured: {which.analyte}.",
        "",
        "What this model cannot say",
        *(f"- {limit}" for limit in which.limits),
        *no_receptor,
        "",
        columns(cells),
        "",
        f"{assumed} of {len(table.rows)} numbers are assumed. * somebody should read the paper.",
        f"People: {which.variability.assumption}",
        "",
        "How numbers were seen",
        *(f"- {name}: {words}" for name, words in SEEN.items() if name in used),
        "",
        "Sources",
        *(
            f"- {key}: {source.citation}; {source.identifier}"
            for key, source in which.sources.items()
        ),
        "",
        f"Notes to each number: limen pharmacology show {which.id} --json. No dose is recommended.",
    ]
    return "\n".join(lines)


def plain(which: Substance) -> dict[str, Any]:
    """A substance as plain data: every number with all that is known of it."""
    return {
        "id": which.id,
        "title": which.title,
        "analyte": which.analyte,
        "limits": list(which.limits),
        "no_occupancy": which.no_occupancy,
        "assumption": which.variability.assumption,
        "parameters": [
            {"parameter": place, **quantity.model_dump(exclude_none=True)}
            for place, quantity in which.quantities()
        ],
        "guesses": [band.model_dump(exclude_none=True) for band in which.perceptibility.counts],
        "sources": {key: source.model_dump() for key, source in which.sources.items()},
    }


def columns(rows: Sequence[Sequence[str]]) -> str:
    """Rows of words as aligned columns, no space at the ends of lines."""
    widths = [max(map(len, column)) for column in zip_longest(*rows, fillvalue="")]
    padded = (
        "  ".join(word.ljust(width) for word, width in zip(row, widths, strict=False))
        for row in rows
    )
    return "\n".join(line.rstrip() for line in padded)


def _seen(quantity: Quantity) -> str:
    return f"{quantity.seen}{' *' if quantity.verify else ''}"


def _cell(cell: Cell) -> str:
    return f"{cell:g}" if isinstance(cell, float) else str(cell)
