"""A document as a folder: its page, its figures, and sheets of numbers beside it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from limen.report.document.render import render_document
from limen.report.document.sheet import sheet
from limen.report.folder import refuse_folder, write_folder
from limen.report.write import FIGURES, PAGE, drawings
from limen.results import Document, Table


def write_document(
    document: Document,
    out: Path,
    *,
    sheets: Mapping[str, Table] | None = None,
    overwrite: bool = False,
) -> Path:
    """Writes report.html, figures/*.svg and a CSV for each of `sheets`; returns the page's path.

    `sheets` are tables by name of file, without ending. The folder appears whole or not at all;
    one that holds anything is refused, or with `overwrite` replaced if it holds nothing else.
    """
    out = out.absolute()
    names = {f"{name}.csv": table for name, table in (sheets or {}).items()}
    ours = {PAGE, FIGURES, *names}
    refuse_folder(out, ours=ours, overwrite=overwrite)
    files = {PAGE: render_document(document)}
    files |= {name: sheet(table) for name, table in names.items()}
    drawn = drawings([(table.key, table) for table in document.tables])
    files |= {f"{FIGURES}/{name}.svg": svg for name, svg in drawn.items()}
    write_folder(files, out, ours=ours, overwrite=overwrite)
    return out / PAGE
