"""Queries: whether what was recorded is right, asked and answered beside the record.

A query changes no data: a correction is its own event, with its own reason. Which step may follow
which, and who may take it, is the table in `states`. Words are encrypted under the participant's
key. `open_queries` is what stands in the way of the database lock.
"""

from __future__ import annotations

from limen.conduct.core.queries.place import Place
from limen.conduct.core.queries.reading import (
    asked_about,
    open_queries,
    queries_of,
    query_for_reading,
    what_may,
)
from limen.conduct.core.queries.services import answer, ask, ask_again, close

__all__ = [
    "Place",
    "answer",
    "ask",
    "ask_again",
    "asked_about",
    "close",
    "open_queries",
    "queries_of",
    "query_for_reading",
    "what_may",
]
