"""What a score may need beside the answers: a person's sex, and the time zone of an occasion."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from limen.dataset.dataset import Dataset


@dataclass(frozen=True, kw_only=True)
class Circumstances:
    """Sex and zone by participant, and the zone by (participant, occasion) where it is recorded."""

    sexes: Mapping[str, str]
    zones: Mapping[str, str]
    zones_then: Mapping[tuple[str, str], str]

    @classmethod
    def of(cls, dataset: Dataset) -> Circumstances:
        """Read them from a dataset's participants and occasions."""
        people = {row["participant"]: row for row in dataset.rows("participants")}
        return cls(
            sexes={id: row["sex"] for id, row in people.items() if row["sex"]},
            zones={id: row["time_zone"] for id, row in people.items() if row["time_zone"]},
            zones_then={
                (row["participant"], row["occasion"]): row["time_zone"]
                for row in dataset.rows("occasions")
                if row["time_zone"]
            },
        )

    def at(self, participant: str, occasion: str) -> dict[str, str]:
        """What is known of a person at an occasion, by the names that scoring rules use."""
        zone = self.zones_then.get((participant, occasion), self.zones.get(participant))
        sex = self.sexes.get(participant)
        found = {"sex": sex, "time_zone": zone}
        return {name: value for name, value in found.items() if value is not None}
