"""Who took part: flow, table 1, and what is missing."""

from __future__ import annotations

from limen.report.page.html import Section, paragraph
from limen.report.page.tables import figure_html, table_html
from limen.results import Results


def flow(results: Results) -> Section:
    """Participant flow as a picture with its table."""
    body = (
        figure_html(results.flow, words="The flow as a table", titled=False)
        if results.flow
        else paragraph("The dataset does not record how participants moved through the study.")
    )
    return Section("flow", "Participant flow", body)


def characteristics(results: Results) -> Section:
    """Table 1."""
    body = (
        table_html(results.characteristics)
        if results.characteristics
        else paragraph("The dataset holds no characteristics of its participants.")
    )
    return Section("characteristics", "Characteristics of the participants", body, "Table 1")


def missing(results: Results) -> str:
    """Missing data by outcome; part of the section on diagnostics and problems."""
    return figure_html(results.missingness, words="As a table") if results.missingness else ""
