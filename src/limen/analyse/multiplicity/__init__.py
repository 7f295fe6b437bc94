"""Multiplicity: how many questions share one error rate, and what each p-value is then worth."""

from limen.analyse.multiplicity.adjust import PROCEDURES, adjusted
from limen.analyse.multiplicity.graph import TestingGraph, graphical

__all__ = ["PROCEDURES", "TestingGraph", "adjusted", "graphical"]
