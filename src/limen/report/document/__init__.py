"""A `Document` becomes a page, and a folder with its page and its tables."""

from limen.report.document.render import render_document
from limen.report.document.sheet import sheet
from limen.report.document.write import write_document

__all__ = ["render_document", "sheet", "write_document"]
