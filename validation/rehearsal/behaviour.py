"""Size and coverage of every planned analysis for its own estimand, where its assumptions hold."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite, sqrt
from typing import Any

from limen.rehearse import Performance, Rehearsed, rehearse
from limen.rehearse.engines import Engine
from limen.results import Table
from validation.rehearsal.worlds import FAILING, HOLDING, World, cell

ERRORS = 3.0  # Monte Carlo errors beyond which something is not nominal
COVERAGE, SIZE = 0.95, 0.05
Row = dict[str, Any]


def behaviour(replicates: int, seed: int) -> dict[str, Any]:
    """For every world: what is assumed, a row for each quantity, and what planned looks do."""
    return {name: of_world(world, replicates, seed) for name, world in HOLDING.items()}


def without_assumptions(replicates: int, seed: int) -> dict[str, Any]:
    """The same where what an analysis assumes does not hold."""
    return {name: of_world(world, replicates, seed) for name, world in FAILING.items()}


def of_world(
    world: World,
    replicates: int,
    seed: int,
    *,
    truth_people: int = 50_000,
    engine: Engine | None = None,
) -> Row:
    """What the analyses of a world do with no effect, and with one."""
    wanted = max(replicates // world.fewer, 2)
    nothing, effect = rehearse(
        [cell(world.study, text) for text in (world.nothing, world.effect)],
        replicates=wanted,
        slow_replicates=wanted if world.slow else 0,
        seed=seed,
        analyses=world.analyses,
        truth_people=truth_people,
        engine=engine,
    ).cells
    assert not nothing.refused
    assert not effect.refused
    return {
        "study": world.study,
        "assumed": world.assumed,
        "replicates": wanted,
        "quantities": {
            key: _row(own, _own(effect, world)[key]) for key, own in _own(nothing, world).items()
        },
        "looks": dict(_looks(nothing)) if "satterthwaite" in world.analyses else {},
    }


def _own(found: Rehearsed, world: World) -> dict[str, Performance]:
    """Each quantity against its own estimand, by key; without those that never vary."""
    return {
        one.quantity.key: one
        for one in found.performance
        if one.own
        and one.empirical_se.value > 0
        and (not world.only or one.quantity.key.endswith(world.only))
    }


def _row(nothing: Performance, effect: Performance) -> Row:
    null = abs(nothing.truth) <= 4 * nothing.truth_error  # zero, or zero on average
    row: Row = {
        "label": effect.quantity.label,
        "method": effect.quantity.method,
        "belief": effect.target.belief,
        "truth": _short(effect.truth),
        "bias": _short(effect.bias.value),
        "bias_error": _short(effect.bias.error),
        "empirical_se": _short(effect.empirical_se.value),
        "model_se": _short(effect.model_se.value),
        "coverage": effect.coverage.value,
        "coverage_with_nothing": nothing.coverage.value,
        "size": nothing.rejection.value if null else None,
        "power": effect.rejection.value,
        "failed": effect.failed,
        "failed_with_nothing": nothing.failed,
    }
    row["not_nominal"] = list(_not_nominal(row, nothing, effect))
    return row


def _not_nominal(row: Row, nothing: Performance, effect: Performance) -> Iterator[str]:
    """What lies more than three Monte Carlo errors from what is promised."""
    if abs(effect.bias.value) > ERRORS * effect.bias.error:
        yield "bias"
    n = effect.replicates - effect.failed
    error = sqrt(SIZE * COVERAGE / max(n, 1))
    for name in ("coverage", "coverage_with_nothing"):
        if isfinite(row[name]) and abs(row[name] - COVERAGE) > ERRORS * error:
            yield name.replace("_", " ")
    if row["size"] is not None and abs(row["size"] - SIZE) > ERRORS * error:
        yield "size"


def _looks(found: Rehearsed) -> Iterator[tuple[str, Row]]:
    """The type I error of all looks together, by boundary."""
    for table in found.tables:
        if table.key.startswith("looks."):
            yield table.key.removeprefix("looks."), _crossed(table, found.replicates)


def _crossed(table: Table, replicates: int) -> Row:
    names = [one.key for one in table.columns]
    look, share = names.index("look"), names.index("share")
    by_look: dict[str, float] = {}
    for row in table.rows:
        at, crossed = str(row[look]), row[share]
        assert isinstance(crossed, float)
        by_look[at] = by_look.get(at, 0.0) + crossed
    total = sum(by_look.values())
    return {
        "caption": table.caption,
        "error_spent": total,
        "monte_carlo_error": _short(sqrt(total * (1 - total) / replicates)),
        "by_look": by_look,
    }


def _short(value: float) -> float:
    """Five digits are enough to be read."""
    return float(f"{value:.5g}")
