"""The tables of one study: the fixed columns, and those that its protocol adds for participants."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from limen.dataset.tables.spec import ColumnSpec, Kind, TableSpec
from limen.dataset.vocabulary import parts
from limen.protocol import Protocol, known


def participants_of(protocol: Protocol, fixed: TableSpec) -> TableSpec:
    """The participants table of a study.

    It has a column for every covariate that the protocol takes `from: participants` and for every
    stratum, if the fixed columns do not hold it already.
    """
    columns = {column.name: column for column in fixed.own}
    taken = set(fixed.names)
    for column in (*_covariates(protocol), *_strata(protocol)):
        if column.name not in taken:
            columns.setdefault(column.name, column)
    return replace(fixed, own=tuple(columns.values()))


def _covariates(protocol: Protocol) -> Iterator[ColumnSpec]:
    for covariate in parts(protocol.covariates):
        if covariate.from_ == "participants" and isinstance(covariate.column, str):
            title = covariate.title if isinstance(covariate.title, str) else covariate.id
            unit = covariate.unit if isinstance(covariate.unit, str) else ""
            kind: Kind = "number" if covariate.kind == "number" else "text"
            yield ColumnSpec(covariate.column, title, kind, unit)


def _strata(protocol: Protocol) -> Iterator[ColumnSpec]:
    population = protocol.population
    strata = parts(population.strata) if known(population) else ()
    for stratum in strata:
        title = stratum.title if isinstance(stratum.title, str) else stratum.id
        yield ColumnSpec(stratum.id, f"Stratum: {title}", "text")
