"""From results to what people read and keep: a page, a JSON document, a table, figures."""

from limen.report.archive import read_results, to_json
from limen.report.bibliography import Entry, bibtex, entries
from limen.report.render import render
from limen.report.summary import Summary, summarise, summary_text
from limen.report.write import refuse_occupied, write_report

__all__ = [
    "Entry",
    "Summary",
    "bibtex",
    "entries",
    "read_results",
    "refuse_occupied",
    "render",
    "summarise",
    "summary_text",
    "to_json",
    "write_report",
]
