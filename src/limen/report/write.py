"""A report as a folder: complete, or not there at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from limen.counted import counted
from limen.errors import LimenError
from limen.figures import draw, standalone
from limen.report.archive import to_json
from limen.report.page.html import slug
from limen.report.render import render
from limen.report.sections.outcomes import forests
from limen.report.spreadsheet import to_csv
from limen.results import Results, Table

PAGE, ARCHIVE, SHEET, FIGURES = "report.html", "results.json", "results.csv", "figures"
_OURS = frozenset({PAGE, ARCHIVE, SHEET, FIGURES})


def write_report(results: Results, out: Path, *, overwrite: bool = False) -> Path:
    """Writes report.html, results.json, results.csv and figures/*.svg; returns the page's path.

    Everything is made in memory, written to a folder beside `out` and renamed into place: whatever
    goes wrong, `out` is what it was. A folder that holds anything is refused; with `overwrite` an
    older report is replaced, and still nothing that is not part of a report.
    """
    out = out.absolute()
    refuse_occupied(out, overwrite)
    files = {PAGE: render(results), ARCHIVE: to_json(results), SHEET: to_csv(results)}
    files |= {f"{FIGURES}/{name}.svg": svg for name, svg in figures(results).items()}
    out.parent.mkdir(parents=True, exist_ok=True)
    partial = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=out.parent))
    try:
        _write(files, partial)
        _put_in_place(partial, out)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return out / PAGE


def figures(results: Results) -> dict[str, str]:
    """Every picture of the results as a file of its own, by name."""
    drawn: dict[str, str] = {}
    for name, table in _pictures(results):
        if table.picture is not None and table.rows:
            plain, number = slug(name), 1
            while (free := plain if number == 1 else f"{plain}-{number}") in drawn:
                number += 1
            drawn[free] = standalone(draw(table))
    return drawn


def _pictures(results: Results) -> list[tuple[str, Table]]:
    study = (results.flow, results.characteristics, results.missingness)
    found = [(table.key, table) for table in study if table is not None]
    found += [(table.key, table) for table in (*forests(results), *results.tables)]
    found += [(f"{r.key}.{table.key}", table) for r in results.results for table in r.tables]
    return found


def refuse_occupied(out: Path, overwrite: bool = False) -> None:
    """Raise `LimenError` if `out` holds what a report must not replace, or cannot be made."""
    _refuse_unwritable(out.absolute())
    if not out.exists():
        return
    if not out.is_dir():
        raise LimenError(f"{out}: is a file, and a report is a folder. Name another place.")
    inside = {entry.name for entry in out.iterdir()}
    if inside and not overwrite:
        raise LimenError(
            f"{out}: holds {counted(len(inside), 'entry', 'entries')} already, and nothing was "
            "written. Name an empty "
            "or a new folder, or say that the older report is to be overwritten."
        )
    foreign = sorted(inside - _OURS)
    if foreign:
        raise LimenError(
            f"{out}: holds {foreign[0]!r}, which is no part of a report, and nothing was written. "
            "Only a folder with nothing but a report in it can be overwritten: name another one."
        )


def _refuse_unwritable(out: Path) -> None:
    """The nearest folder above that exists must be one, and take new entries."""
    above = next(place for place in out.parents if os.path.lexists(place))
    if not above.is_dir():
        raise LimenError(
            f"{out}: cannot be made, because {above} is no folder. Name another place."
        )
    if not os.access(above, os.W_OK | os.X_OK):
        raise LimenError(
            f"{out}: cannot be made, because nothing may be written in {above}. Name another "
            "place, or ask for permission there."
        )


def _write(files: dict[str, str], folder: Path) -> None:
    folder.chmod(0o755)
    (folder / FIGURES).mkdir()
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


def _put_in_place(partial: Path, out: Path) -> None:
    """Renames the finished folder to `out`; an older report is moved aside first, then deleted."""
    if not out.exists():
        partial.rename(out)
        return
    aside = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=out.parent))
    out.replace(aside)  # an empty folder may be replaced by a folder
    try:
        partial.rename(out)
    except BaseException:
        aside.rename(out)
        raise
    shutil.rmtree(aside, ignore_errors=True)
