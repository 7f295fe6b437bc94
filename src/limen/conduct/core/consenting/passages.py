"""Where a question's answer stands, in the words that the participant reads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from limen.conduct.core.consenting.documents import Document
from limen.conduct.core.consenting.words import passage
from limen.protocol.document.people import ComprehensionQuestion


@dataclass(frozen=True)
class Passage:
    """A section of a document, to lead somebody back to."""

    document: str
    heading: str
    anchor: str


def passage_of(
    question: ComprehensionQuestion,
    documents: Sequence[Document],
    others: Iterable[Sequence[Document]] = (),
) -> Passage | None:
    """Return the passage that answers a question, in `documents`; None if the protocol names none.

    A heading is in one language. If that is another than the documents', the section of the same
    number in the document of the same place is taken, where both are cut alike.
    """
    heading = question.passage
    if not isinstance(heading, str):
        return None
    for words in (documents, *others):
        for place, document in enumerate(words):
            number = passage(heading, document.text)
            if number is not None and place < len(documents):
                return _section(documents[place], number, like=document)
    return None


def _section(document: Document, number: int, *, like: Document) -> Passage | None:
    if len(document.sections) != len(like.sections):
        return None
    section = document.sections[number]
    return Passage(document.identifier, section.heading, section.anchor)
