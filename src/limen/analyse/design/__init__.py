"""Fixed effects: from the names of terms to a design matrix, and from there to marginal means."""

from limen.analyse.design.coding import Coding
from limen.analyse.design.grid import Cell, ReferenceGrid, reference_grid
from limen.analyse.design.matrix import DesignMatrix, DroppedRow, design_matrix
from limen.analyse.design.terms import Term, parse_terms
from limen.analyse.design.variables import Variable, variable_of

__all__ = [
    "Cell",
    "Coding",
    "DesignMatrix",
    "DroppedRow",
    "ReferenceGrid",
    "Term",
    "Variable",
    "design_matrix",
    "parse_terms",
    "reference_grid",
    "variable_of",
]
