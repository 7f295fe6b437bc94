"""Grids over any field of a protocol or scenario."""

from limen.rehearse.vary.grid import LARGEST_GRID, grid
from limen.rehearse.vary.setting import with_fields
from limen.rehearse.vary.variation import Span, Variation, parse_variation

__all__ = ["LARGEST_GRID", "Span", "Variation", "grid", "parse_variation", "with_fields"]
