"""What is recorded of words that were brought: whence, by whom, on what terms; and the words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from limen.errors import InstrumentError, Problem
from limen.instruments.texts.proposal import Proposal
from limen.instruments.texts.terms import MODIFIABLE, Terms, missing_terms
from limen.instruments.texts.text import Text

FORM = 1  # of the stored file


@dataclass(frozen=True, kw_only=True)
class Record:
    """One import."""

    structure_version: str
    licence_class: str
    modifiable: bool  # may the words be changed after import?
    status: str
    source: str
    citation: str
    licence: str
    owners_terms: str
    permission: str
    non_commercial: bool
    translator: str
    imported_by: str
    imported_at: str  # UTC, to the second
    file_kind: str
    file_name: str
    file_sha256: str
    text_sha256: str
    replaces: str = ""  # SHA-256 of the words that stood here before


@dataclass(frozen=True, kw_only=True)
class StoredText:
    """Words as they lie in a study's folder, with their record."""

    text: Text
    record: Record

    @property
    def edited(self) -> bool:
        """Whether the words are no longer those that were imported."""
        return self.text.sha256 != self.record.text_sha256

    def content(self) -> dict[str, Any]:
        """Return the file's content as plain data."""
        return {"limen_text": FORM, **self.text.content(), "record": asdict(self.record)}


def recorded(proposal: Proposal, terms: Terms, *, by: str, when: datetime) -> StoredText:
    """Return proposed words with their record.

    What `terms` leave empty is taken from Limen's own file, never a permission or a declaration.
    Raises `InstrumentError` if the licence class asks for something that nobody stated.
    """
    instrument = proposal.instrument
    problems = missing_terms(instrument, terms)
    if not by.strip():
        problems.append(Problem(path="by", message="Nobody's name is given.", remedy="--by NAME."))
    if problems:
        message = f"The words of {instrument.id!r} were not imported."
        raise InstrumentError(message, problems)
    record = Record(
        structure_version=instrument.version,
        licence_class=instrument.licence,
        modifiable=instrument.licence in MODIFIABLE,
        status=terms.status,
        source=terms.source,
        citation=terms.citation,
        licence=terms.licence,
        owners_terms=terms.owners_terms,
        permission=terms.permission,
        non_commercial=terms.non_commercial,
        translator=terms.translator,
        imported_by=by,
        imported_at=when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        file_kind=proposal.kind,
        file_name=proposal.file.name,
        file_sha256=proposal.sha256,
        text_sha256=proposal.text.sha256,
    )
    return StoredText(text=proposal.text, record=record)


def stated_terms(stated: Mapping[str, str], given: Terms, *, status: str | None) -> Terms:
    """Return terms in which what was not given is what Limen's own file says."""
    return Terms(
        source=given.source or stated.get("source", ""),
        citation=given.citation or stated.get("citation", ""),
        licence=given.licence or stated.get("licence", ""),
        owners_terms=given.owners_terms or stated.get("terms", ""),
        permission=given.permission,
        non_commercial=given.non_commercial,
        translator=given.translator or stated.get("translator", ""),
        status=status or stated.get("status", "draft"),
    )
