"""What a participant agrees to, one by one, when signing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import get_supported_language_variant, override
from django.utils.translation import gettext as _

from limen.conduct.core.consenting.documents import Document


@dataclass(frozen=True)
class Statement:
    """A statement, the name that a form gives it, and the language that it is in."""

    name: str
    words: str
    language: str


def statements_of(documents: Sequence[Document]) -> list[Statement]:
    """Return the statements of the documents' own; if they have none, one for each and a last.

    All are in the documents' language, whatever that of the page: so the copy repeats the very
    words that were agreed to. Where our own words are not translated, they are English.
    """
    own = [
        Statement(f"{document.identifier}.{number}", words, document.language)
        for document in documents
        for number, words in enumerate(document.statements, start=1)
    ]
    return own or _general(documents)


def _general(documents: Sequence[Document]) -> list[Statement]:
    language = _translated(documents[0].language) if documents else settings.LANGUAGE_CODE
    with override(language):
        read = _("I have read “%(title)s”, version %(label)s, and could ask questions.")
        return [
            *(
                Statement(
                    f"{one.identifier}.read",
                    read % {"title": one.title, "label": one.label},
                    language,
                )
                for one in documents
            ),
            Statement("take_part", _("I agree to take part."), language),
        ]


def _translated(language: str) -> str:
    try:
        return get_supported_language_variant(language)
    except LookupError:
        return settings.LANGUAGE_CODE
