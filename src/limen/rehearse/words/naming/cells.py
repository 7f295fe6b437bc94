"""What tells the cells of a rehearsal apart, in words."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from math import isfinite
from typing import NamedTuple

from limen.rehearse.cell import Cell
from limen.rehearse.rehearsal import Rehearsal, Rehearsed

_SHORT_TITLE = 60  # letters; a longer title of a scenario is told in a sentence


@dataclass(frozen=True, eq=False)
class Cells:
    """Names for the cells of a rehearsal, and the fields that vary in numbers."""

    rehearsal: Rehearsal

    @cached_property
    def all(self) -> tuple[Rehearsed, ...]:
        """The rehearsed cells, in order."""
        return self.rehearsal.cells

    @cached_property
    def fields(self) -> tuple[str, ...]:
        """The varied fields that are a number in every cell, and not the same one in all."""
        paths = dict.fromkeys(path for one in self.all for path in one.cell.varied)
        return tuple(
            path
            for path in paths
            if all(isfinite(at(one.cell, path)) for one in self.all)
            and len({at(one.cell, path) for one in self.all}) > 1
        )

    @property
    def noun(self) -> str:
        """What a cell is called: a scenario, where cells differ in nothing else."""
        scenarios = {one.cell.scenario.id for one in self.all}
        return "scenario" if len(scenarios) == len(self.all) else "cell"

    @property
    def under(self) -> str:
        """What stands before a cell's name: in a cell, under a scenario."""
        return "under" if self.noun == "scenario" else "in"

    def name(self, one: Rehearsed) -> str:
        """The cell in a few words, unlike those of every other cell."""
        return self._names[id(one)]

    def heading(self, one: Rehearsed) -> str:
        """The name, and what the scenario's title says of it where that is short enough.

        ``Null effect: nothing happens``.
        """
        name, title = self.name(one), str(one.cell.scenario.title).strip()
        if not title or len(title) > _SHORT_TITLE or title.lower() in name.lower():
            return name
        acronym = title[1:2].isupper()
        return f"{name}: {title if acronym else title[0].lower() + title[1:]}"

    def group(self, one: Rehearsed, without: str | None = None) -> str:
        """The name without the numbers that vary, or without those of one field."""
        left_out = self.fields if without is None else (without,)
        return self._words(one.cell, left_out)

    def groups(self, without: str | None = None) -> dict[str, tuple[Rehearsed, ...]]:
        """The cells by group, in order."""
        found: dict[str, list[Rehearsed]] = {}
        for one in self.all:
            found.setdefault(self.group(one, without), []).append(one)
        return {name: tuple(members) for name, members in found.items()}

    @cached_property
    def several_protocols(self) -> bool:
        """Whether protocols stand side by side, apart from fields that were varied."""
        return len({_protocol(one.cell) for one in self.all}) > 1

    @cached_property
    def several_scenarios(self) -> bool:
        """Whether there are several scenarios, apart from fields that were varied."""
        return len({one.cell.scenario.id for one in self.all}) > 1

    @cached_property
    def _names(self) -> dict[int, str]:
        names = {id(one): self._words(one.cell, ()) for one in self.all}
        twice = {name for name, count in Counter(names.values()).items() if count > 1}
        return {
            id(one): f"{names[id(one)]} ({one.cell.key})"
            if names[id(one)] in twice
            else names[id(one)]
            for one in self.all
        }

    def _words(self, cell: Cell, left_out: tuple[str, ...]) -> str:
        said = [
            self.protocol_name(cell) if self.several_protocols else "",
            scenario_name(cell) if self.several_scenarios or not self.several_protocols else "",
            *(told(path, value) for path, value in cell.varied.items() if path not in left_out),
        ]
        return ", ".join(filter(None, said))

    def protocol_name(self, cell: Cell) -> str:
        """The title, with id, version or hash where several protocols have the same one."""
        return self._protocol_names[_protocol(cell)]

    @cached_property
    def _protocol_names(self) -> dict[_Mark, str]:
        every = dict.fromkeys(_protocol(one.cell) for one in self.all)
        names: dict[_Mark, str] = {}
        for mark in every:
            alike = [other for other in every if other.title == mark.title]
            added = next(
                (
                    getattr(mark, name)
                    for name in ("id", "version", "hash")
                    if len({getattr(other, name) for other in alike}) == len(alike)
                ),
                mark.hash,
            )
            names[mark] = mark.title if len(alike) == 1 else f"{mark.title} ({added})"
        return names


def at(cell: Cell, path: str) -> float:
    """The number that a varied field has in a cell; NaN where it is none."""
    try:
        return float(cell.varied.get(path, ""))
    except ValueError:
        return float("nan")


def told(path: str, value: str) -> str:
    """A varied field with its value: ``population.planned = 80``."""
    return f"{path} = {value}"


def scenario_name(cell: Cell) -> str:
    """The scenario's short name as words."""
    name = cell.scenario.id.replace("_", " ")
    return name[:1].upper() + name[1:]


class _Mark(NamedTuple):
    """What tells protocols apart; the hash only where no field of the protocol was varied."""

    title: str
    id: str
    version: str
    hash: str


def _protocol(cell: Cell) -> _Mark:
    protocol = cell.protocol
    varied = any(not path.startswith("scenario.") for path in cell.varied)
    version = f"version {protocol.version}"
    return _Mark(str(protocol.title), protocol.id, version, "" if varied else protocol.hash[:8])
