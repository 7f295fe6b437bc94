"""What reaches a log: what went wrong, never who was asking or from where."""

from __future__ import annotations

import ipaddress
import logging
import re
from collections.abc import Iterator
from traceback import format_tb

from django.db import OperationalError

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
_TELLING = (OSError, OperationalError)  # of these it is said what they say, without addresses


class WithoutPersonalData(logging.Filter):
    """Takes addresses, codes, tokens, query strings and what was asked for out of every line.

    Django hands a request to its log records; it is dropped, so that no formatter can write it.
    Of its address the page is told, and not what somebody typed: that may be a code, or a name. Of
    an error the kind and the place are told: its words may be a row that a database refused.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record and let it pass."""
        if record.name.startswith("django.") and isinstance(record.args, tuple):
            record.args = _without_path(record, record.args)
        record.msg = without_personal_data(record.getMessage())
        record.args = ()
        if record.exc_info and record.exc_info[1] is not None:
            record.exc_text = without_personal_data("\n".join(_told(record.exc_info[1])))
            record.exc_info = None
        for name in ("request", "client_address", "server"):
            if hasattr(record, name):
                delattr(record, name)
        return True


def _without_path(record: logging.LogRecord, args: tuple[object, ...]) -> tuple[object, ...]:
    """Return what a line of Django's says, with the page in the place of its address."""
    request = getattr(record, "request", None)
    if not args or not hasattr(request, "path"):
        return args
    match = getattr(request, "resolver_match", None)
    page = f"/{match.route}" if match is not None else "no page of ours"
    said = [one.partition(" - ")[0] if isinstance(one, str) else one for one in args[:-1]]
    return (*said, page)


def _told(error: BaseException) -> Iterator[str]:
    """Yield where an error and those behind it arose, and of what kind they are."""
    behind = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if behind is not None:
        yield from _told(behind)
    yield "Traceback (most recent call last):"
    yield "".join(format_tb(error.__traceback__)).rstrip()
    kind = type(error).__name__
    yield f"{kind}: {error}" if isinstance(error, _TELLING) else kind


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
