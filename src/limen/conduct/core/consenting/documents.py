"""The documents that a participant is to read: which version, in which language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from limen.conduct.core.consenting.words import Section, sections, statements
from limen.conduct.core.documents import pinned_documents
from limen.conduct.core.models import ConsentDocument, Participant, ProtocolVersion, Study
from limen.conduct.core.trail.canonical import digest


@dataclass(frozen=True)
class Document:
    """A document as it is shown; `label` is its version as printed."""

    identifier: str
    title: str
    label: str
    language: str
    sha256: str
    text: str

    @property
    def sections(self) -> tuple[Section, ...]:
        """Its sections as safe HTML; the anchors of two documents never meet."""
        return sections(self.text, self.identifier)

    @property
    def statements(self) -> tuple[str, ...]:
        """What is agreed to one by one: points of its lists that begin with `[ ]`."""
        return statements(self.text)


def version_to_read(participant: Participant) -> ProtocolVersion:
    """Return the version whose documents count: the one in force while a consent is due."""
    if participant.consent_due:
        return Study.objects.select_related("version").get().version
    return participant.version


def documents_for(
    participant: Participant, version: ProtocolVersion | None = None
) -> list[Document]:
    """Return the documents for a participant, in the protocol's order; none if words are missing.

    They are those in the participant's language, or in the protocol's first if there are none.
    `version` is the one to read if left out.
    """
    version = version or version_to_read(participant)
    pinned = pinned_documents(version.protocol)
    written = {str(one.language) for one in pinned}
    language = next((one for one in _languages(participant, version) if one in written), "")
    wanted = [str(one.id) for one in pinned if one.language == language]
    return _found(version, wanted)


def every_document(version: ProtocolVersion) -> dict[str, list[Document]]:
    """Return all documents of a version by language, each in the protocol's order."""
    by_language: dict[str, list[Document]] = {}
    for document in _found(version, [str(one.id) for one in pinned_documents(version.protocol)]):
        by_language.setdefault(document.language, []).append(document)
    return by_language


def version_hash(documents: Iterable[Document]) -> str:
    """Return SHA-256 over the hashes of documents: the same if, and only if, the words are."""
    return digest(hashes(documents))


def hashes(documents: Iterable[Document]) -> dict[str, str]:
    """Return the hash of each document, by its id."""
    return {one.identifier: one.sha256 for one in documents}


def _languages(participant: Participant, version: ProtocolVersion) -> list[str]:
    mine = participant.language
    return [mine, mine.partition("-")[0], *map(str, version.protocol.languages)]


def _found(version: ProtocolVersion, wanted: list[str]) -> list[Document]:
    rows = {row.identifier: row for row in version.documents.all()}
    if not rows.keys() >= set(wanted):
        return []
    return [_document(rows[identifier]) for identifier in wanted]


def _document(row: ConsentDocument) -> Document:
    return Document(row.identifier, row.title, row.label, row.language, row.sha256, row.text)
