"""Which documents somebody has read to the end, in this visit: kept with the session, by hash."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest

from limen.conduct.core.consenting import Document

_KEY = "read"


def read_so_far(request: HttpRequest) -> set[str]:
    """Return the hashes of the documents that were read to the end."""
    return set(request.session.get(_KEY, []))


def note_read(request: HttpRequest, document: Document) -> None:
    """Keep that a document was read to the end."""
    request.session[_KEY] = sorted(read_so_far(request) | {document.sha256})


def unread(request: HttpRequest, documents: Sequence[Document]) -> list[Document]:
    """Return the documents that are still to be read, in order."""
    done = read_so_far(request)
    return [one for one in documents if one.sha256 not in done]
