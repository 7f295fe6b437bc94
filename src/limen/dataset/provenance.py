"""Where a dataset comes from, in words; no part of its hash."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Provenance:
    """Where a dataset comes from and what was found on the way.

    `findings` are sentences on what the import kept, changed or could not know; reports print
    them. `files` are (name, SHA-256) of the source files. `locked` says when the database that it
    was taken from was locked (ISO 8601, UTC), `no` of a snapshot before that; blank: nobody says.
    """

    source: str = ""
    made_by: str = ""
    made_at: str = ""  # ISO 8601, UTC
    citation: str = ""
    licence: str = ""
    locked: str = ""
    findings: tuple[str, ...] = ()
    files: tuple[tuple[str, str], ...] = ()

    def as_json(self) -> dict[str, Any]:
        """For `dataset.json`."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Provenance:
        """From `dataset.json`; keys of a later version are passed over."""
        texts = {name: str(data.get(name, "")) for name in _TEXTS}
        return cls(
            **texts,
            findings=tuple(str(finding) for finding in data.get("findings", ())),
            files=tuple((str(name), str(digest)) for name, digest in data.get("files", ())),
        )


_TEXTS = ("source", "made_by", "made_at", "citation", "licence", "locked")
NOT_LOCKED = "no"
