"""One thing that stands in the way of a lock."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class InTheWay:
    """One thing: what it is about in words (`riga-007 Evening diary (3)`), and where it is found.

    `place` says which occasion, alert or event of the person `code` it is; blank: the person.
    """

    kind: str  # of `KINDS`
    about: str
    code: UUID | None = None
    place: str = ""
