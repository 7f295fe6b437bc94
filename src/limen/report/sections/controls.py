"""The box beside every guess adjustment: what it does to outcomes with known answers."""

from __future__ import annotations

from limen.report.controls import NO_CONTROLS, controls_table, verdicts
from limen.report.page.html import Section, listed, paragraph, tag
from limen.report.page.tables import table_html
from limen.results import Results

_WHY = (
    "A positive control is an outcome that the drug is known to move, a negative control one that "
    "it is known not to move. An adjustment that is wrong about them cannot be trusted on the rest."
)


def controls(results: Results) -> Section:
    """The controls' table with a sentence each."""
    table = controls_table(results)
    if results.provenance.blinded:
        body = paragraph("Controls are compared after unsealing.")
    elif table is None:
        body = tag("div", paragraph(NO_CONTROLS), class_="box")
    else:
        body = tag(
            "div", paragraph(_WHY), table_html(table), listed(verdicts(results)), class_="box"
        )
    return Section("controls", "Controls: can the adjustments be trusted?", body, "Controls")


def reminder(results: Results) -> str:
    """The controls in short, for sections that show adjusted estimates."""
    told = verdicts(results)
    body = listed(told) if told else paragraph(NO_CONTROLS)
    return tag("div", tag("h4", "Read beside the controls"), body, class_="box")
