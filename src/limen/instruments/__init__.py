"""Questionnaires, scales and tasks: structure, range, scoring, licence and source.

No file here holds the words of a published instrument, whatever its licence: a study brings them.
"""

from __future__ import annotations

from limen.instruments.catalogue import catalogue, get
from limen.instruments.instrument import LICENCES, Instrument, Reliability, Subscale
from limen.instruments.item import Item

__all__ = ["LICENCES", "Instrument", "Item", "Reliability", "Subscale", "catalogue", "get"]
