"""From a rehearsal to what people read: a document, a summary, a sheet of numbers."""

from limen.rehearse.words.document import document
from limen.rehearse.words.rows import table_of
from limen.rehearse.words.terminal import text_summary

__all__ = ["document", "table_of", "text_summary"]
