"""Everything that is kept of some replicates of a cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any, TypeVar

from limen.analyse.batch.quantity import Quantity, Target
from limen.rehearse.tally.sums import Sums

Key = TypeVar("Key")
Count = tuple[str, ...]  # what is counted: ("guess", guess, occasion, given, answer), ...


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """An analysis that could not answer, and why."""

    key: str
    title: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Tally:
    """Sums by quantity, refusals with how many replicates had them, counts of what happened.

    Tallies add up; JSON and back gives the same bits.
    """

    quantities: Mapping[str, Quantity] = field(default_factory=dict)
    sums: Mapping[str, Sums] = field(default_factory=dict)
    refused: Mapping[Refusal, int] = field(default_factory=dict)
    counts: Mapping[Count, int] = field(default_factory=dict)

    def __add__(self, other: Tally) -> Tally:
        """Both together; what only one of them has stands as it is."""
        sums = dict(self.sums)
        for key, more in other.sums.items():
            sums[key] = sums[key] + more if key in sums else more
        return Tally(
            quantities={**self.quantities, **other.quantities},
            sums=sums,
            refused=_added(self.refused, other.refused),
            counts=_added(self.counts, other.counts),
        )

    @property
    def targets(self) -> tuple[Target, ...]:
        """The estimands that its quantities are aimed at."""
        found = [one.target for one in self.quantities.values() if one.target is not None]
        return tuple(dict.fromkeys(found))

    def sorted(self, analyses: Sequence[str]) -> Tally:
        """The same with quantities in the order of these analyses, by id."""
        place = {id: number for number, id in enumerate(analyses)}
        ordered = sorted(self.quantities.values(), key=lambda one: place.get(one.analysis, -1))
        return replace(self, quantities={one.key: one for one in ordered})

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "quantities": [asdict(one) for one in self.quantities.values()],
            "sums": {key: one.to_json() for key, one in self.sums.items()},
            "refused": [{**vars(one), "replicates": n} for one, n in self.refused.items()],
            "counts": [[*key, n] for key, n in self.counts.items()],
        }

    @classmethod
    def from_json(cls, record: Mapping[str, Any]) -> Tally:
        """What `to_json` gave."""
        quantities = [_quantity(one) for one in record["quantities"]]
        return cls(
            quantities={one.key: one for one in quantities},
            sums={key: Sums.from_json(one) for key, one in record["sums"].items()},
            refused={
                Refusal(key=one["key"], title=one["title"], reason=one["reason"]): one["replicates"]
                for one in record["refused"]
            },
            counts={tuple(key): int(n) for *key, n in record["counts"]},
        )


def target_of(record: Mapping[str, Any]) -> Target:
    """A target out of plain data."""
    return Target(**{**record, "occasions": tuple(record["occasions"])})


def _quantity(record: Mapping[str, Any]) -> Quantity:
    target = record["target"]
    return Quantity(**{**record, "target": None if target is None else target_of(target)})


def _added(first: Mapping[Key, int], second: Mapping[Key, int]) -> dict[Key, int]:
    total = dict(first)
    for key, n in second.items():
        total[key] = total.get(key, 0) + n
    return total


def total(tallies: Iterable[Tally]) -> Tally:
    """All of them, added in their order."""
    found = Tally()
    for one in tallies:
        found = found + one
    return found
