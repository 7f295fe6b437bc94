"""The protocol: one document that says what a study does."""

from __future__ import annotations

from limen.protocol.document.part import Unknown, known, listed
from limen.protocol.document.protocol import Protocol
from limen.protocol.load import load_protocol, parse_protocol
from limen.protocol.shipped import named_protocol, protocol_file, shipped

__all__ = [
    "Protocol",
    "Unknown",
    "known",
    "listed",
    "load_protocol",
    "named_protocol",
    "parse_protocol",
    "protocol_file",
    "shipped",
]
