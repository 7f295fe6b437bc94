"""What was supposed, with units and sources, and how scenarios and protocols differ."""

from __future__ import annotations

from collections.abc import Iterator
from json import JSONDecodeError, JSONDecoder

from limen.protocol import Protocol
from limen.protocol.diff import diff
from limen.rehearse.words.naming.cells import Cells, scenario_name
from limen.results import Column, Section, Table
from limen.simulate.scenario import Scenario
from limen.simulate.scenario.summary import summary

_NOTHING = "–"
_MOST = 6  # scenarios or protocols side by side


def assumptions(cells: Cells) -> Section:
    """Scenarios side by side, their sources, and what differs between protocols."""
    scenarios = _scenarios(cells)
    shown = dict(list(scenarios.items())[:_MOST])
    left_out = len(scenarios) - len(shown)
    rest = (
        f"Of {len(scenarios)} scenarios the first {_MOST} are printed; the others differ from "
        f"them in {', '.join(cells.fields) or 'the varied fields'} alone.",
    )
    return Section(
        id="assumptions",
        title="What was supposed",
        short="Assumptions",
        paragraphs=(
            "A scenario says what might be true. Whatever is left out does not happen.",
            *(rest if left_out else ()),
        ),
        points=tuple(_sources(shown)),
        tables=(_side_by_side(shown), *_protocols(cells)),
    )


def suppositions(scenario: Scenario) -> dict[str, tuple[str, str]]:
    """What a scenario supposes, by field: the value with its unit, and what it means."""
    found = {}
    for line in summary(scenario).splitlines():
        path, sign, rest = line.partition(" = ")
        if sign and not line.startswith(" "):
            found[path] = _divided(rest)
    return found


def _divided(text: str) -> tuple[str, str]:
    """Value with unit, and meaning, of ``0.4 points: Effect of …``; a value is JSON."""
    try:
        _, end = JSONDecoder().raw_decode(text)
    except JSONDecodeError:
        end = 0
    unit, _, meaning = text[end:].partition(": ")
    return (text[:end].strip('"') + unit).strip(), meaning


def _scenarios(cells: Cells) -> dict[str, Scenario]:
    """Each scenario once, by a name of its own."""
    found: dict[str, Scenario] = {}
    seen: set[str] = set()
    for one in cells.all:
        scenario = one.cell.scenario
        if scenario.hash not in seen:
            seen.add(scenario.hash)
            name = scenario_name(one.cell)
            found[name if name not in found else cells.name(one)] = scenario
    return found


def _side_by_side(scenarios: dict[str, Scenario]) -> Table:
    supposed = {name: suppositions(scenario) for name, scenario in scenarios.items()}
    paths = dict.fromkeys(path for found in supposed.values() for path in found)
    meaning = {path: told[1] for found in supposed.values() for path, told in found.items()}
    rows = tuple(
        (path, *(found.get(path, (_NOTHING,))[0] for found in supposed.values()), meaning[path])
        for path in paths
    )
    hashes = "; ".join(f"{name} {scenario.hash[:12]}" for name, scenario in scenarios.items())
    return Table(
        key="supposed",
        caption="The scenarios side by side" if len(scenarios) > 1 else "The scenario",
        columns=(
            Column(key="field", title="Field", kind="text"),
            *(
                Column(key=f"scenario_{number}", title=name, kind="text")
                for number, name in enumerate(scenarios, start=1)
            ),
            Column(key="meaning", title="Meaning", kind="text"),
        ),
        rows=rows or (("Nothing happens", *(_NOTHING for _ in scenarios), "No effect, no belief"),),
        notes=(f"Hashes: {hashes}.",),
    )


def _sources(scenarios: dict[str, Scenario]) -> Iterator[str]:
    for name, scenario in scenarios.items():
        if scenario.sources:
            yield f"Sources of {name}: {'; '.join(scenario.sources)}."
        else:
            yield f"Sources of {name}: none is named, so its numbers are assumptions."


def _protocols(cells: Cells) -> Iterator[Table]:
    """What differs between the first protocol and each of the others."""
    found: dict[str, tuple[str, Protocol]] = {}
    for one in cells.all:
        found.setdefault(one.cell.protocol.hash, (cells.name(one), one.cell.protocol))
    (first, protocol), *others = found.values()
    for number, (name, other) in enumerate(others[: _MOST - 1], start=2):
        yield Table(
            key=f"differences.{number}",
            caption=f"What differs: {name}, against {first}",
            columns=(
                Column(key="field", title="Field", kind="text"),
                Column(key="change", title="What differs", kind="text"),
            ),
            rows=tuple((change.path, change.text) for change in diff(protocol, other).changes),
        )
