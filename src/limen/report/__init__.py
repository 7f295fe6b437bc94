"""From results to what people read and keep: a page, a JSON document, a table, figures."""

from limen.report.archive import read_results
from limen.report.bibliography import Entry, entries
from limen.report.render import render
from limen.report.summary import Summary, summarise
from limen.report.write import write_report

__all__ = [
    "Entry",
    "Summary",
    "entries",
    "read_results",
    "render",
    "summarise",
    "write_report",
]
