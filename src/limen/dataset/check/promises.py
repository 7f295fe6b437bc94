"""What a protocol promises of its data, looked up once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from limen.dataset.vocabulary import Range, instruments_of, occasions_of, parts
from limen.protocol import Protocol, known


@dataclass(frozen=True, eq=False)
class Promises:
    """A protocol, asked the questions that its data raise."""

    protocol: Protocol

    @property
    def historical(self) -> bool:
        """Whether the study is described as it was run: then oddities are kept and flagged."""
        return self.protocol.status == "historical"

    @cached_property
    def definitions(self) -> Mapping[str, tuple[str, ...] | None]:
        """Occasion definition -> its occasions; None where the protocol does not say how many."""
        return occasions_of(self.protocol)

    @cached_property
    def occasions(self) -> tuple[str, ...]:
        """All occasions that the protocol numbers."""
        return tuple(name for names in self.definitions.values() for name in names or ())

    def is_occasion(self, name: str) -> bool:
        """Whether the protocol has this occasion: `baseline`, or `acute.3` of a repeated one."""
        definition = name.partition(".")[0]
        if definition not in self.definitions:
            return False
        names = self.definitions[definition]
        return names is None or name in names

    @cached_property
    def instruments(self) -> Mapping[str, Mapping[str, Range]]:
        """Instrument -> subscale -> lowest and highest score."""
        return instruments_of(self.protocol)

    @cached_property
    def measured_at(self) -> Mapping[str, frozenset[str]]:
        """Occasion definition -> instruments that it measures."""
        return {
            each.id: frozenset(each.measures)
            for each in parts(self.protocol.occasions)
            if known(each.measures)
        }

    @cached_property
    def respondents(self) -> frozenset[str]:
        """Who may answer; staff and devices may enter records for others."""
        return frozenset(each.id for each in parts(self.protocol.respondents))
