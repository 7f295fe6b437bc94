"""Rows of the record as they stream by, and which of the versions of an answer count."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, Protocol, TypeVar

from django.db import models

from limen.conduct.core.export.setting import ASIDE, CHUNK, SNAPSHOT

_ELSEWHERE = {
    "occasion": "occasion__identifier",
    "verdict": "submission__verdict",
    "entered_by": "submission__entered_by",
}


class Version(Protocol):
    """A row that is a version of something; `verdict` is that of the submission it came with."""

    @property
    def participant_id(self) -> int:
        """Whose it is."""

    @property
    def submission_id(self) -> int | None:
        """With what it came; None for a correction."""

    @property
    def verdict(self) -> str | None:
        """What became of that submission."""

    @property
    def key(self) -> Hashable:
        """Of what it is a version, within the participant."""


class Keyed(Protocol):
    """A row of a participant that has a key."""

    @property
    def participant_id(self) -> int:
        """Whose it is."""

    @property
    def key(self) -> Hashable:
        """Of what it is a version, within the participant."""


Row = TypeVar("Row", bound=Keyed)
Tuple = TypeVar("Tuple")


def stream(model: type[models.Model], make: type[Tuple]) -> Iterator[Tuple]:
    """Yield all rows of a model as named tuples of type `make`, participant after participant.

    Of each participant they come in the order in which they were entered, on either database.
    """
    fields: tuple[str, ...] = make._fields  # type: ignore[attr-defined]
    names = [_ELSEWHERE.get(name, name) for name in fields]
    rows: Any = model._default_manager.using(SNAPSHOT).order_by("participant_id", "pk")
    for values in rows.values_list(*names).iterator(chunk_size=CHUNK):
        yield make(*values)


@dataclass
class Standing:
    """Whether a version counts. A correction of what was set aside is set aside with it.

    Ask in the order in which versions were entered, participant after participant.
    """

    _participant: int | None = None
    _aside: set[Hashable] = field(default_factory=set)

    def counts(self, row: Version) -> bool:
        """Return whether a row counts; it is remembered for its corrections."""
        if row.participant_id != self._participant:
            self._participant = row.participant_id
            self._aside.clear()
        if row.verdict == ASIDE:
            self._aside.add(row.key)
            return False
        if self._aside and row.submission_id is not None:
            self._aside.discard(row.key)
        return not self._aside or row.key not in self._aside


def latest(rows: Iterable[Row]) -> Iterator[Row]:
    """Yield the last version of each thing, in the order in which the things came first.

    `rows` are in the order of participants, and of each participant in that of their versions.
    """
    for _, mine in groupby(rows, key=lambda row: row.participant_id):
        yield from {row.key: row for row in mine}.values()
