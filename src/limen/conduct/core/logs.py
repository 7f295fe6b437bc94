"""What reaches a log: what went wrong, never who was asking or from where."""

from __future__ import annotations

import ipaddress
import logging
import re

_NUMBERS = re.compile(r"[0-9a-fA-F]*[:.][0-9a-fA-F:.]+[0-9a-fA-F]")  # an IP address, or a time
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
_HEX = "[0-9a-fA-F]"
_CODES = re.compile(rf"\b{_HEX}{{8}}-?(?:{_HEX}{{4}}-?){{3}}{_HEX}{{12}}\b")  # participants'
_LETTERS = "[0-9A-TV-Za-tv-z]"  # as somebody may type them
_INVITATIONS = re.compile(rf"\b{_LETTERS}{{4}}(?:-{_LETTERS}{{4}}){{3}}\b")
_PATHS = re.compile(r"(/(?:i|e|o|calendar)/)[^\s\"'/?]+")  # what follows names somebody, or lets in
_TOKENS = re.compile(r"(?<![\w-])(?=[\w-]*\d)(?=[\w-]*[A-Z])(?=[\w-]*[a-z])[\w-]{32,}(?![\w-])")
_QUERIES = re.compile(r"\?[^\s\"']*")
_REPLACED = (
    (_QUERIES, "?…"),
    (_PATHS, r"\1(code)"),
    (_MAIL, "(address)"),
    (_CODES, "(code)"),
    (_INVITATIONS, "(code)"),
    (_TOKENS, "(token)"),
)
_PLAIN = logging.Formatter()


class WithoutPersonalData(logging.Filter):
    """Takes addresses, codes, tokens and query strings out of every line.

    Django hands a request to its log records; it is dropped, so that no formatter can write it.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record and let it pass."""
        record.msg = without_personal_data(record.getMessage())
        record.args = ()
        if record.exc_info:  # what an error says may name the person whom it was about
            record.exc_text = without_personal_data(_PLAIN.formatException(record.exc_info))
            record.exc_info = None
        for name in ("request", "client_address", "server"):
            if hasattr(record, name):
                delattr(record, name)
        return True


def without_personal_data(text: str) -> str:
    """Return a line with addresses, codes, tokens and query strings replaced."""
    for pattern, word in _REPLACED:
        text = pattern.sub(word, text)
    return _NUMBERS.sub(_unless_an_address, text)


def _unless_an_address(found: re.Match[str]) -> str:
    if _is_address(found[0]):
        return "(address)"
    host, colon, port = found[0].rpartition(":")
    return f"(address):{port}" if colon and _is_address(host) else found[0]


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
