"""A report as a folder: page, archive, sheet and figures."""

from __future__ import annotations

from pathlib import Path

from limen.figures import draw, standalone
from limen.report.archive import to_json
from limen.report.folder import refuse_folder, write_folder
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
    write_folder(files, out, ours=_OURS, overwrite=overwrite)
    return out / PAGE


def refuse_occupied(out: Path, overwrite: bool = False) -> None:
    """Raise `LimenError` if `out` holds what a report must not replace, or cannot be made."""
    refuse_folder(out, ours=_OURS, overwrite=overwrite)


def figures(results: Results) -> dict[str, str]:
    """Every picture of the results as a file of its own, by name."""
    return drawings(_pictures(results))


def drawings(pictures: list[tuple[str, Table]]) -> dict[str, str]:
    """Named tables drawn as files, those without a picture left out; equal names are numbered."""
    drawn: dict[str, str] = {}
    for name, table in pictures:
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
