"""In which order an occasion's parts are asked.

Instruments come in the protocol's order, then measured quantities. A guess comes after everything
that its `after` names and before everything that its `before` names; if it names neither, after
all of these, so that guessing colours no answer. Expectancies follow, adverse events come last:
to think of complaints first would tell people what to guess.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter

from limen.protocol import Protocol, listed
from limen.protocol.document.measurement import Guess, StressorReactivityScore


def ordered(protocol: Protocol, sheets: Sequence[str], guesses: Sequence[Guess]) -> list[str]:
    """Return sheets and guesses (as ``guess:<id>``) in the order in which they are asked.

    A sheet is an instrument's id, or ``measurement:<id>``. What the protocol leaves open keeps the
    order of the sheets; should it contradict itself, the guesses stand where they first fit.
    """
    place = {sheet: float(number) for number, sheet in enumerate(sheets)}
    edges: dict[str, set[str]] = {sheet: set() for sheet in sheets}
    for guess in guesses:
        name = f"guess:{guess.id}"
        earlier = sheets_of(protocol, listed(guess.after), place)
        later = sheets_of(protocol, listed(guess.before), place)
        edges.setdefault(name, set()).update(earlier)
        for sheet in later:
            edges[sheet].add(name)
        place[name] = _place(place, earlier, later)
    try:
        return _sorted(edges, place)
    except CycleError:
        return sorted(place, key=lambda name: place[name])


def sheets_of(protocol: Protocol, outcomes: Iterable[str], known: Mapping[str, float]) -> set[str]:
    """Return the sheets from which these outcomes come, as far as they are of this occasion."""
    found = set()
    for id in outcomes:
        outcome = protocol.outcome(id)
        named = {outcome.instrument, f"measurement:{outcome.measurement}"}
        found |= {sheet for sheet in known if sheet in named}
        derived = outcome.derived
        if isinstance(derived, StressorReactivityScore):
            parts = (derived.problems, derived.stressors)
            found |= sheets_of(protocol, (one for one in parts if isinstance(one, str)), known)
    return found


def _place(place: Mapping[str, float], earlier: set[str], later: set[str]) -> float:
    """Return where a guess stands among the sheets: right after, right before, or at the end."""
    if earlier:
        return max(place[sheet] for sheet in earlier) + 0.5
    if later:
        return min(place[sheet] for sheet in later) - 0.5
    return float(len(place))


def _sorted(edges: Mapping[str, set[str]], place: Mapping[str, float]) -> list[str]:
    """Sort topologically; of what may come next, the one with the earliest place comes."""
    sorter = TopologicalSorter(edges)
    sorter.prepare()
    rank = {name: (at, number) for number, (name, at) in enumerate(place.items())}
    ready: list[str] = list(sorter.get_ready())
    found: list[str] = []
    while ready:
        ready.sort(key=lambda name: rank[name])
        found.append(ready.pop(0))
        sorter.done(found[-1])
        ready.extend(sorter.get_ready())
    return found
