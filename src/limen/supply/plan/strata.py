"""Strata: within each of them the list is drawn by itself."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

from limen.protocol import Protocol, listed
from limen.supply.plan.layout import refused


def strata_levels(protocol: Protocol) -> dict[str, tuple[str, ...]]:
    """Return the levels of each factor that the list is stratified by, in the protocol's order."""
    names: tuple[str, ...] = getattr(protocol.allocation, "strata", ())
    defined = {stratum.id: stratum for stratum in listed(protocol.population.strata)}
    sites = tuple(site.id for site in listed(protocol.population.sites))
    found: dict[str, tuple[str, ...]] = {}
    for name in listed(names):
        stratum = defined[name]
        levels = listed(stratum.levels) or (sites if stratum.from_ == "site" else ())
        if not levels:
            raise refused(f"population.strata.{name}", "has no levels.", "List them.")
        found[name] = levels
    return found


def strata(protocol: Protocol) -> tuple[Mapping[str, str], ...]:
    """Return every combination of levels; a single empty one where nothing is stratified by."""
    levels = strata_levels(protocol)
    return tuple(dict(zip(levels, each, strict=True)) for each in product(*levels.values()))
