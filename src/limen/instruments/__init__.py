"""Questionnaires, scales and tasks: structure, range, scoring, licence and source.

No file here holds the words of a published instrument, whatever its licence: a study brings them.
Limen's own instruments (licence ``O``) carry their words, CC0.
"""

from __future__ import annotations

from limen.instruments.catalogue import catalogue, get
from limen.instruments.instrument import LICENCES, Instrument, Reliability, Subscale
from limen.instruments.item import Item
from limen.instruments.published import Published
from limen.instruments.words import Words

__all__ = [
    "LICENCES",
    "Instrument",
    "Item",
    "Published",
    "Reliability",
    "Subscale",
    "Words",
    "catalogue",
    "get",
]
