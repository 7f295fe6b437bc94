"""What reaches a log: what went wrong, never who was asking or from where."""

from __future__ import annotations

import logging
import re

_ADDRESSES = re.compile(
    r"\b(?:\d{1,3}\.){3}\d{1,3}\b"  # IPv4
    r"|(?<![\w:])(?:[0-9a-fA-F]{1,4}:){3,7}[0-9a-fA-F:.]*"  # IPv6; 12:30:05 is a time
    r"|(?<![\w:])(?:[0-9a-fA-F]{1,4}:){0,2}:(?::?[0-9a-fA-F]{1,4})+"  # shortened
    r"|[\w.+-]+@[\w-]+\.[\w.-]+"  # e-mail
)
_CODES = re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b")
_QUERIES = re.compile(r"\?[^\s\"']*")


class WithoutPersonalData(logging.Filter):
    """Takes addresses, participants' codes and query strings out of every line.

    Django hands a request to its log records; it is dropped, so that no formatter can write it.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record and let it pass."""
        record.msg = without_personal_data(record.getMessage())
        record.args = ()
        for name in ("request", "client_address", "server"):
            if hasattr(record, name):
                delattr(record, name)
        return True


def without_personal_data(text: str) -> str:
    """Return a line with addresses, codes and query strings replaced."""
    for pattern, word in ((_QUERIES, "?…"), (_ADDRESSES, "(address)"), (_CODES, "(code)")):
        text = pattern.sub(word, text)
    return text
