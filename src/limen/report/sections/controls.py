"""The box beside every guess adjustment: what it does to outcomes with known answers."""

from __future__ import annotations

from dataclasses import replace

from limen.figures.numbers import MISSING
from limen.report.comparisons import analysis_title
from limen.report.controls import BESIDE, NO_CONTROLS, controls_table, verdicts
from limen.report.page.html import Section, listed, paragraph, tag
from limen.report.page.tables import table_html
from limen.results import Results, Table

_WHY = (
    "A positive control is an outcome that the plan takes the drug to move, a negative control one "
    "that it takes the drug not to move. An adjustment that is wrong about them cannot be trusted "
    "on the rest."
)


def controls(results: Results) -> Section:
    """A sentence each, and the controls' table: the plan's own if it has one."""
    if results.provenance.blinded:
        body = paragraph("Controls are compared after unsealing.")
    else:
        tables = _tables(results)
        told = listed(verdicts(results))
        why = paragraph(_WHY if tables or told else NO_CONTROLS)
        body = tag("div", why, told, class_="box") + "".join(tables)
    return Section("controls", "Controls: can the adjustments be trusted?", body, "Controls")


def _tables(results: Results) -> list[str]:
    """Every outcome beside the controls; equal notes of several tables beneath the last one."""
    found = [t for t in results.tables if t.key.startswith(BESIDE)]
    if not found:
        own = controls_table(results)
        return [table_html(own)] if own else []
    titles = {r.analysis: analysis_title(r) for r in results.results}
    notes = dict.fromkeys(note for table in found for note in table.notes)
    told = []
    for table in found:
        title = titles.get(table.key.removeprefix(f"{BESIDE}_"), "")
        caption = f"{title}: {table.caption[:1].lower()}{table.caption[1:]}"
        told.append(_slim(replace(table, notes=(), caption=caption if title else table.caption)))
    return [*map(table_html, told), *(paragraph(note, "note") for note in notes)]


def _slim(table: Table) -> Table:
    """The table without columns that hold nothing, and with the standing in the first one."""
    columns = [column.key for column in table.columns]
    standing = columns.index("standing") if "standing" in columns else None
    kept = [
        i
        for i in range(len(columns))
        if i != standing and any(row[i] not in (None, MISSING) for row in table.rows)
    ]
    rows = []
    for row in table.rows:
        role = "" if standing is None else str(row[standing])
        first = f"{row[0]} ({role})" if "control" in role else row[0]
        rows.append((first, *(row[i] for i in kept[1:])))
    return replace(table, columns=tuple(table.columns[i] for i in kept), rows=tuple(rows))


def reminder(results: Results) -> str:
    """The controls in short, for sections that show adjusted estimates."""
    told = verdicts(results)
    body = listed(told) if told else paragraph(NO_CONTROLS)
    return tag("div", tag("h3", "Read beside the controls"), body, class_="box")
