"""Strata: within each of them the list is drawn by itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import product

from limen.protocol import Protocol, listed
from limen.protocol.document.treatment import Minimisation
from limen.supply.plan.layout import refused


def factor_levels(protocol: Protocol, names: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return the levels of stratification factors; sites are their own, if none are listed."""
    defined = {stratum.id: stratum for stratum in listed(protocol.population.strata)}
    sites = tuple(site.id for site in listed(protocol.population.sites))
    found: dict[str, tuple[str, ...]] = {}
    for name in names:
        stratum = defined[name]
        levels = listed(stratum.levels) or (sites if stratum.from_ == "site" else ())
        if not levels:
            raise refused(f"population.strata.{name}", "has no levels.", "List them.")
        found[name] = levels
    return found


def factors(protocol: Protocol) -> tuple[str, ...]:
    """Return the factors that minimisation balances, in the protocol's order; else none."""
    allocation = protocol.allocation
    if not isinstance(allocation, Minimisation):
        return ()
    return tuple(factor.stratum for factor in listed(allocation.factors))


def strata_levels(protocol: Protocol) -> dict[str, tuple[str, ...]]:
    """Return the levels of each factor that the list is stratified by, in the protocol's order.

    For minimisation that is the site, if it is a factor: a set is given where it lies.
    """
    names: tuple[str, ...] = getattr(protocol.allocation, "strata", ())
    if isinstance(protocol.allocation, Minimisation):
        defined = {stratum.id: stratum for stratum in listed(protocol.population.strata)}
        names = tuple(name for name in factors(protocol) if defined[name].from_ == "site")
    return factor_levels(protocol, listed(names))


def strata(protocol: Protocol) -> tuple[Mapping[str, str], ...]:
    """Return every combination of levels; a single empty one where nothing is stratified by."""
    levels = strata_levels(protocol)
    return tuple(dict(zip(levels, each, strict=True)) for each in product(*levels.values()))
