"""The words of instruments: read from a study's file, checked against the structure, recorded.

The package holds no words of anybody's instrument; a study brings them with
`limen instruments add`, and they stay in the study's own folder.
"""

from __future__ import annotations

from limen.instruments.texts.proposal import Finding, Proposal, prepare
from limen.instruments.texts.record import Record, StoredText
from limen.instruments.texts.store import load, stored_texts, text_of, verify, write
from limen.instruments.texts.terms import STATUSES, Terms
from limen.instruments.texts.text import ItemWords, Text

__all__ = [
    "STATUSES",
    "Finding",
    "ItemWords",
    "Proposal",
    "Record",
    "StoredText",
    "Terms",
    "Text",
    "load",
    "prepare",
    "stored_texts",
    "text_of",
    "verify",
    "write",
]
