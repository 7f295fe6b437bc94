"""What is rehearsed: one protocol under one scenario."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from limen.protocol import Protocol
from limen.simulate.scenario import Scenario
from limen.simulate.study import Study


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One protocol under one scenario; `varied` names what differs from other cells, in words."""

    protocol: Protocol
    scenario: Scenario
    varied: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def study(self) -> Study:
        """The protocol under the scenario; `DocumentError` if they do not fit."""
        return Study(self.protocol, self.scenario)

    @property
    def key(self) -> str:
        """A short name that is the same for the same protocol and scenario."""
        return f"{self.protocol.hash[:12]}-{self.scenario.hash[:12]}"
