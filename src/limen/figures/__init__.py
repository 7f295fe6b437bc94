"""Figures as SVG text, drawn from the tables that stand beside them; no scripts, no requests."""

from limen.figures.draw import NARROW, WIDE, draw, responsive
from limen.figures.standalone import standalone, style

__all__ = ["NARROW", "WIDE", "draw", "responsive", "standalone", "style"]
