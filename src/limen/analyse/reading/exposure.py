"""Who was given what: arms, and the intervention that an outcome follows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from limen.analyse.layout import UNKNOWN
from limen.analyse.reading.index import Index
from limen.analyse.reading.names import Names
from limen.dataset import UnsealedDataset
from limen.results import Ints


@dataclass(frozen=True)
class Exposure(Names):
    """The allocations of an unsealed dataset, looked up by person, period and kit."""

    dataset: UnsealedDataset

    def arm(self, index: Index) -> Ints:
        """Arm codes, shape (N,)."""
        code = {name: k for k, name in enumerate(self.arms)}
        known = self.dataset.arm_of
        return np.array([code.get(known.get(p, ""), UNKNOWN) for p in index.participants])

    @cached_property
    def _by_kit(self) -> Mapping[tuple[str, str], str]:
        rows = self.dataset.sealed_allocations.rows
        return {(r["participant"], r["kit"]): r["intervention"] for r in rows if r["kit"]}

    @cached_property
    def _by_period(self) -> Mapping[tuple[str, str], str]:
        rows = self.dataset.sealed_allocations.rows
        return {
            (r["participant"], r["period"]): r["intervention"]
            for r in rows
            if r["period"] and not r["kit"]
        }

    def intervention(self, basis: str, index: Index, *, lag_days: int = 0) -> Ints:
        """Codes of the intervention that each occasion follows, shape (N, T).

        `basis` is administration or period; `lag_days` counts from the administration.
        """
        code = {name: k for k, name in enumerate(self.interventions)}
        given = np.full(index.shape, UNKNOWN)
        if basis == "administration":
            found = self._at_administrations(index, lag_days)
        else:
            found = self._at_periods(index)
        for person, occasion, name in found:
            given[index.rows[person], index.columns[occasion]] = code.get(name, UNKNOWN)
        return given

    def _at_periods(self, index: Index) -> list[tuple[str, str, str]]:
        periods = self.periods(index)
        found = []
        for person in index.participants:
            for occasion in index.occasions:
                period = periods[index.rows[person], index.columns[occasion]]
                name = self._of_period(person, int(period) + 1) if period >= 0 else ""
                found.append((person, occasion, name))
        return found

    def _of_period(self, person: str, period: int) -> str:
        sealed = self._by_period.get((person, str(period)))
        if sealed is not None:
            return sealed
        arm = self.dataset.arm_of.get(person, "")
        if not arm or self.protocol.arm(arm).order == "drawn":
            return ""
        sequence = self.protocol.arm(arm).periods
        if len(sequence) == 1:
            return sequence[0]
        return sequence[period - 1] if period <= len(sequence) else ""

    def _at_administrations(self, index: Index, lag: int) -> list[tuple[str, str, str]]:
        """The kit taken at the occasion, or `lag` days before it."""
        by_occasion: dict[tuple[str, str], tuple[str, int]] = {}
        by_day: dict[tuple[str, str], tuple[str, int]] = {}
        for row in self.dataset.rows("administrations"):
            entry = (row["kit"], int(row["period"] or 0))
            if row["occasion"]:
                by_occasion[row["participant"], row["occasion"]] = entry
            if row["study_day"]:
                by_day[row["participant"], row["study_day"]] = entry
        days = self._days()
        found = []
        for person in index.participants:
            for occasion in index.occasions:
                kit = None if lag else by_occasion.get((person, occasion))
                day = days.get((person, occasion), "")
                if kit is None and day:
                    kit = by_day.get((person, str(int(day) - lag)))
                if kit is not None:
                    found.append((person, occasion, self._content(person, *kit)))
        return found

    def _content(self, person: str, kit: str, period: int) -> str:
        return self._by_kit.get((person, kit)) or (
            self._of_period(person, period) if period else ""
        )

    def _days(self) -> dict[tuple[str, str], str]:
        rows = self.dataset.rows("occasions")
        return {(r["participant"], r["occasion"]): r["study_day"] for r in rows if r["study_day"]}

    def periods(self, index: Index) -> Ints:
        """Period of each occasion, first is 0, unknown -1, shape (N, T)."""
        rows = [row for row in self.dataset.rows("occasions") if row["period"]]
        found = index.scatter(
            (row["participant"] for row in rows),
            (row["occasion"] for row in rows),
            [int(row["period"]) - 1 for row in rows],
            empty=UNKNOWN,
        )
        return found.astype(np.int64)
