"""What a participant agrees to, one by one, when signing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from limen.conduct.core.consenting.documents import Document


@dataclass(frozen=True)
class Statement:
    """A statement, the name that a form gives it, and the language it is in (empty: the page's)."""

    name: str
    words: str
    language: str = ""


def statements_of(documents: Sequence[Document]) -> list[Statement]:
    """Return the statements of the documents' own; if they have none, one for each and a last."""
    own = [
        Statement(f"{document.identifier}.{number}", words, document.language)
        for document in documents
        for number, words in enumerate(document.statements, start=1)
    ]
    return own or [*map(_read, documents), Statement("take_part", _("I agree to take part."))]


def _read(document: Document) -> Statement:
    words = _("I have read “%(title)s”, version %(label)s, and could ask questions.")
    return Statement(
        f"{document.identifier}.read", words % {"title": document.title, "label": document.label}
    )
