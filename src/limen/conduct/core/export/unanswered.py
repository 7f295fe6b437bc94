"""How many items of an instrument had no answer where it was scored."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from itertools import groupby
from typing import NamedTuple

from limen.conduct.core.export.counted import Standing, stream
from limen.conduct.core.models import Response
from limen.instruments import catalogue

Place = tuple[int, str, str]  # occasion, instrument, respondent


class _Item(NamedTuple):
    participant_id: int
    occasion_id: int
    submission_id: int | None
    verdict: str | None
    instrument: str
    item: str
    state: str
    respondent: str

    @property
    def key(self) -> Hashable:
        return self.occasion_id, self.instrument, self.item, self.respondent

    @property
    def place(self) -> Place:
        return self.occasion_id, self.instrument, self.respondent


class Unanswered:
    """Counts while the answers stream by; ask for one participant after the other."""

    def __init__(self) -> None:
        self._items = {each.id: {item.id for item in each.items} for each in catalogue().values()}
        self._stream = self._by_participant()
        self._participant = -1
        self._missing: dict[Place, int] = {}

    def at(self, participant: int, place: Place) -> int | None:
        """Return the number; None where a score came without items, or its instrument is gone."""
        while self._participant < participant:
            self._participant, self._missing = next(self._stream, (participant, {}))
        return self._missing.get(place) if self._participant == participant else None

    def _by_participant(self) -> Iterator[tuple[int, dict[Place, int]]]:
        standing = Standing()
        counted = (row for row in stream(Response, _Item) if standing.counts(row))
        for participant, rows in groupby(counted, key=lambda row: row.participant_id):
            newest = {
                row.key: row for row in rows if row.item in self._items.get(row.instrument, ())
            }
            missing: dict[Place, int] = {}
            for row in newest.values():
                missing.setdefault(row.place, len(self._items[row.instrument]))
                missing[row.place] -= row.state == Response.State.ANSWERED
            yield participant, missing
