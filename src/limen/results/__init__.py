"""Results: what an analysis gives, before anyone draws it."""

from limen.results.document import Document, Section
from limen.results.estimate import Bools, Estimate, Estimates, Floats, Ints
from limen.results.result import EstimandText, Provenance, Result, Results, ResultStatus, Role
from limen.results.status import FitStatus
from limen.results.table import Cell, Column, Picture, Table

__all__ = [
    "Bools",
    "Cell",
    "Column",
    "Document",
    "EstimandText",
    "Estimate",
    "Estimates",
    "FitStatus",
    "Floats",
    "Ints",
    "Picture",
    "Provenance",
    "Result",
    "ResultStatus",
    "Results",
    "Role",
    "Section",
    "Table",
]
