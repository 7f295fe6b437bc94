"""Names that a table uses and the protocol or the participants table does not have; double keys."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from limen.dataset.check.promises import Promises
from limen.dataset.check.report import Findings
from limen.dataset.nearest import nearest
from limen.dataset.storage.rows import Rows
from limen.dataset.vocabulary import parts
from limen.errors import Problem
from limen.protocol import known
from limen.protocol.document.analysis import INTERCURRENT_EVENTS


def check_references(tables: Mapping[str, Rows], promises: Promises, found: Findings) -> None:
    """Participants, occasions, instruments and their subscales, respondents, interventions."""
    protocol = promises.protocol
    people = frozenset(tables["participants"].column("participant"))
    interventions = [each.id for each in parts(protocol.interventions)]
    population = protocol.population
    given = parts(population.sites) if known(population) else ()
    sites = [site.id for site in given]
    questions: list[tuple[str, str, Callable[[str], bool], Iterable[str]]] = [
        ("participant", "participant", people.__contains__, ()),
        ("occasion", "occasion", promises.is_occasion, promises.occasions),
        (
            "definition",
            "occasion definition",
            promises.definitions.__contains__,
            promises.definitions,
        ),
        ("instrument", "instrument", promises.instruments.__contains__, promises.instruments),
        ("intervention", "intervention", interventions.__contains__, interventions),
    ]
    if sites:
        questions.append(("site", "site", sites.__contains__, sites))
    for rows in tables.values():
        if not len(rows):
            continue
        for column, what, is_known, names in questions:
            if column in rows.spec.names:
                check_column(rows, column, what, is_known, names, found)
        check_column(
            rows,
            "respondent",
            "respondent",
            lambda name: name in promises.respondents or name == "staff",
            promises.respondents,
            found,
        )
    check_column(
        tables["intercurrent_events"],
        "event",
        "intercurrent event",
        INTERCURRENT_EVENTS.__contains__,
        INTERCURRENT_EVENTS,
        found,
    )
    for name in ("occasions", "administrations"):
        _check_periods(tables[name], promises, found)
    _check_subscales(tables["scores"], promises, found)
    _check_measured(tables["scores"], promises, found)
    _check_levels(tables["participants"], promises, found)


def check_column(
    rows: Rows,
    column: str,
    what: str,
    is_known: Callable[[str], bool],
    names: Iterable[str],
    found: Findings,
) -> None:
    """Report every cell of a column whose text is neither blank nor known."""
    cells = rows.column(column)
    unknown = {cell for cell in set(cells) if cell and not is_known(cell)}
    if not unknown:
        return
    for index, cell in enumerate(cells):
        if cell in unknown:
            where = "the participants table" if what == "participant" else "the protocol"
            found.error(
                f"unknown {what} {cell}",
                Problem(
                    file=rows.file,
                    line=rows.line(index),
                    path=f"{rows.spec.name}.{column}",
                    message=f"{where} has no {what} {cell!r}.",
                    remedy=nearest(cell, names),
                ),
            )


def _check_periods(rows: Rows, promises: Promises, found: Findings) -> None:
    """Periods that the protocol does not have; they count from 1."""
    periods = promises.protocol.periods
    if not known(periods) or not known(getattr(periods, "count", 1)):
        return
    last = promises.protocol.period_count
    has = "one period" if last == 1 else f"periods 1 to {last}"
    for index, cell in enumerate(rows.column("period")):
        if cell and not 1 <= int(cell) <= last:
            found.error(
                f"period {cell}",
                Problem(
                    file=rows.file,
                    line=rows.line(index),
                    path=f"{rows.spec.name}.period",
                    message=f"there is no period {cell}: the protocol has {has}.",
                    remedy="Correct the entry, or `periods.count` of the protocol.",
                ),
            )


def _check_subscales(scores: Rows, promises: Promises, found: Findings) -> None:
    pairs = list(zip(scores.column("instrument"), scores.column("subscale"), strict=True))
    defined = {
        (instrument, part) for instrument, parts in promises.instruments.items() for part in parts
    }
    wrong = {pair for pair in set(pairs) - defined if pair[0] in promises.instruments}
    for index, (instrument, subscale) in enumerate(pairs):
        if (instrument, subscale) in wrong:
            found.error(
                f"subscale {instrument} {subscale}",
                Problem(
                    file=scores.file,
                    line=scores.line(index),
                    path="scores.subscale",
                    message=f"{instrument!r} has no subscale {subscale!r}.",
                    remedy=nearest(subscale, promises.instruments[instrument]),
                ),
            )


def _check_measured(scores: Rows, promises: Promises, found: Findings) -> None:
    """A score at an occasion that does not measure its instrument."""
    places = zip(scores.column("occasion"), scores.column("instrument"), strict=True)
    for index, (occasion, instrument) in enumerate(places):
        definition = occasion.partition(".")[0]
        if instrument not in promises.measured_at.get(definition, (instrument,)):
            found.warn(
                f"measures {definition} {instrument}",
                Problem(
                    file=scores.file,
                    line=scores.line(index),
                    path="scores.instrument",
                    message=f"the protocol does not measure {instrument!r} at {definition!r}.",
                    remedy="Check the occasion, or add the instrument to its `measures`.",
                ),
            )


def _check_levels(people: Rows, promises: Promises, found: Findings) -> None:
    """Factors of the participants table that have a level the protocol does not list."""
    for covariate in parts(promises.protocol.covariates):
        if (
            covariate.from_ == "participants"
            and covariate.kind == "factor"
            and parts(covariate.levels)
        ):
            levels = covariate.levels
            what = f"level of {covariate.id!r}"
            check_column(people, covariate.column, what, levels.__contains__, levels, found)


def check_keys(tables: Mapping[str, Rows], found: Findings) -> None:
    """No two rows of a table have the same key."""
    for rows in tables.values():
        spec = rows.spec
        keys = list(zip(*(rows.column(name) for name in spec.key), strict=True))
        if len(set(keys)) == len(keys):
            continue
        first: dict[tuple[str, ...], int] = {}
        for index, key in enumerate(keys):
            before = first.setdefault(key, index)
            if before == index:
                continue
            named = ", ".join(f"{n} {c!r}" for n, c in zip(spec.key, key, strict=True) if c)
            line = rows.line(before)
            message = f"repeats {f'line {line}' if line else f'row {before + 1}'}: {named}."
            found.error(
                f"duplicate {spec.name}",
                Problem(
                    file=rows.file,
                    line=rows.line(index),
                    path=spec.name,
                    message=message,
                    remedy="Keep one of them.",
                ),
            )
