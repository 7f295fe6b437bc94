"""A rehearsal made by hand: normal estimates of known bias, so that every number is a formula.

Estimates are normal about truth + bias with the empirical SE; the analysis states the model SE.
Power and coverage then follow from the normal distribution, as a rehearsal would find them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from math import sqrt
from statistics import NormalDist

from limen.analyse.batch.quantity import Belief, Quantity, Target
from limen.protocol import Protocol, load_protocol, shipped
from limen.rehearse.cell import Cell
from limen.rehearse.performance import Measure, Performance
from limen.rehearse.rehearsal import Refused, Rehearsal, Rehearsed
from limen.rehearse.truth import Truth
from limen.results import Column, Table
from limen.simulate.scenario import named_scenario

NORMAL = NormalDist()
BELIEFS: tuple[Belief, ...] = ("free", "placebo", "active", "alike")
REPLICATES = 1024
SCENARIOS = ("null", "belief_only", "both")
DIARY = tuple(f"diary.{day}" for day in range(1, 43))
LAST = ("fortnight.3",)


@cache
def protocol() -> Protocol:
    """The shipped study of resilience."""
    return load_protocol(shipped()["resilience"])


def target(outcome: str, belief: Belief = "free", *, measure: str = "mean") -> Target:
    """LSD against placebo on an outcome of the study."""
    return Target(
        outcome=outcome,
        occasions=DIARY if outcome == "stressor_reactivity" else LAST,
        active="MD",
        reference="PL",
        basis="arm",
        measure=measure,
        belief=belief,
    )


@dataclass(frozen=True, kw_only=True)
class Row:
    """A quantity, and how its estimates spread about the truths of a scenario."""

    quantity: Quantity
    se: float
    off: float = 0.0  # bias, added to what belief brings
    of_belief: float = 0.0  # share of belief's part that the estimate keeps
    stated: float = 1.0  # model SE over empirical SE
    failed: int = 0
    replicates: int = REPLICATES


def quantity(
    key: str,
    label: str = "LSD 10 micrograms − Placebo",
    *,
    belief: Belief = "free",
    method: str,
    answers: bool = True,
    measure: str = "mean",
) -> Quantity:
    """A quantity of the plan; the analysis and the outcome stand in the key."""
    analysis, _, rest = key.partition(".")
    outcome = rest.partition(".")[0] or "stressor_reactivity"
    item = next(one for one in protocol().analysis.analyses if one.id == analysis)
    return Quantity(
        key=key,
        analysis=analysis,
        method=method,
        title=f"{protocol().outcome(outcome).title}: {item.title}",
        label=label,
        target=target(outcome, belief, measure=measure),
        answers=answers,
    )


def plan() -> Iterator[Row]:
    """The analyses of the example: the primary one, and those of a self-rated scale."""
    primary = quantity("reactivity", method="stressor_reactivity", measure="reactivity")
    yield Row(quantity=primary, se=0.06, of_belief=1.0)
    for outcome, se in (("brs", 0.10), ("wemwbs", 1.35)):
        yield Row(quantity=quantity(f"wellbeing.{outcome}", method="mmrm"), se=se, of_belief=1.0)
        yield Row(
            quantity=quantity(f"after_dropout.{outcome}", method="reference_based_imputation"),
            se=0.93 * se,
            of_belief=0.9,
            stated=1.15,
            replicates=64,
        )
        curve = f"curve.{outcome}"
        for suffix, label, kept, wide, off in (
            ("", "Δ(0.5)", -0.4, 1.5, -0.9),
            (".standardised", "Δ(std): beliefs alike", 0.0, 1.3, -0.5),
            (".observed", "Δ(c_obs): the raw difference", 1.0, 1.0, 0.0),
        ):
            belief: Belief = "free" if suffix == ".observed" else "alike"
            yield Row(
                quantity=quantity(
                    curve + suffix,
                    label,
                    belief=belief,
                    method="guess_rate_curve",
                    answers=not suffix,
                ),
                se=wide * se,
                of_belief=kept,
                off=off * se,
                failed=3,
            )
        for method, wide in (("g_formula", 1.2), ("aipw", 1.4)):
            for belief in ("placebo", "active"):
                named = f"direct_effect.{outcome}.{method}.{belief}"
                yield Row(
                    quantity=quantity(
                        named,
                        f"{method.replace('_', '-')}, belief: {belief}",
                        belief=belief,  # type: ignore[arg-type]
                        method=method,
                        answers=named.endswith("g_formula.placebo"),
                    ),
                    se=wide * se,
                    stated=0.8 if method == "aipw" else 1.0,
                )


def truths_of(scenario: str, drug: float | None = None) -> Mapping[Target, Truth]:
    """Direct effects and what belief brings, in SDs that are better, by scenario."""
    direct = {"null": 0.0, "belief_only": 0.0, "both": 0.2}[scenario] if drug is None else drug
    belief = {"null": 0.0, "belief_only": 0.12, "both": 0.09}[scenario]
    found = {}
    for outcome, sd, measure in (
        ("stressor_reactivity", 1.0, "reactivity"),
        ("brs", 0.75, "mean"),
        ("wemwbs", 9.4, "mean"),
    ):
        sign = -1 if protocol().outcome(outcome).better == "lower" else 1
        for one in BELIEFS:
            value = sign * sd * (direct + (belief if one == "free" else 0.0))
            found[target(outcome, one, measure=measure)] = Truth(
                value=value, error=0.004 * sd if value else 0.0, zero=value == 0, sd=sd
            )
    return found


def share(value: float, n: int) -> Measure:
    """A share of n replicates with its Monte Carlo error."""
    value = min(max(value, 0.0), 1.0)
    return Measure(value=value, error=sqrt(value * (1 - value) / n))


def performance(
    row: Row, belief: Belief, truths: Mapping[Target, Truth], size: float
) -> Performance:
    """What the normal distribution says of a row when the study is `size` times as large."""
    own = row.quantity.target
    assert own is not None
    free, held = truths[own.with_belief("free")].value, truths[own.with_belief("placebo")].value
    mean = held + row.of_belief * (free - held) + row.off
    aim = truths[own.with_belief(belief)]
    se = row.se / sqrt(size)
    stated, n = row.stated * se, row.replicates - row.failed
    bias, reach = mean - aim.value, 1.96 * stated
    covered = NORMAL.cdf((reach - bias) / se) - NORMAL.cdf((-reach - bias) / se)
    kept = NORMAL.cdf((reach - mean) / se) - NORMAL.cdf((-reach - mean) / se)
    return Performance(
        quantity=row.quantity,
        target=own.with_belief(belief),
        own=belief == own.belief,
        truth=aim.value,
        truth_error=aim.error,
        truth_is_zero=aim.zero,
        sd=aim.sd,
        replicates=row.replicates,
        failed=row.failed,
        mean=Measure(value=mean, error=se / sqrt(n)),
        bias=Measure(value=bias, error=sqrt(se**2 / n + aim.error**2)),
        empirical_se=Measure(value=se, error=se / sqrt(2 * (n - 1))),
        model_se=Measure(value=stated, error=0.02 * stated / sqrt(n)),
        mse=Measure(value=se**2 + bias**2, error=se**2 / sqrt(n)),
        coverage=share(covered, n),
        rejection=share(1 - kept, n),
    )


def rehearsed(scenario: str, *, size: float = 1.0, drug: float | None = None) -> Rehearsed:
    """The study under a shipped scenario."""
    cell = Cell(protocol=protocol(), scenario=named_scenario(scenario, protocol=protocol()))
    truths = truths_of(scenario, drug)
    rows = []
    for row in plan():
        own = row.quantity.target
        assert own is not None
        for belief in sorted(BELIEFS, key=lambda one, first=own.belief: one != first):
            rows.append(performance(row, belief, truths, size))
    refused = Refused(
        key="recovery",
        title="Distress in the evening: Recovery from a stressor",
        reason="One entry an evening cannot identify a half-life in hours.",
        replicates=REPLICATES,
    )
    return Rehearsed(
        cell=cell,
        replicates=REPLICATES,
        truths=truths,
        performance=tuple(rows),
        tables=(guesses(scenario),),
        refused=(refused,),
        seconds=12.0,
    )


def guesses(scenario: str) -> Table:
    """Expected guesses at the visits."""
    said = {"null": 0.24, "belief_only": 0.45, "both": 0.47}[scenario]
    return Table(
        key="guesses.guess",
        caption="Expected guesses: Which arm do you think you are in?",
        columns=(
            Column(key="given", title="Given", kind="text"),
            Column(key="said.MD", title="LSD 10 micrograms", kind="percent"),
            Column(key="said.PL", title="Placebo", kind="percent"),
            Column(key="answers", title="Answers in a study"),
        ),
        rows=(("LSD 10 micrograms", said, 1 - said, 120.4), ("Placebo", 0.24, 0.76, 119.8)),
    )


def rehearsal(*cells: Rehearsed) -> Rehearsal:
    """These cells, or the study under three scenarios."""
    return Rehearsal(
        cells=cells or tuple(map(rehearsed, SCENARIOS)),
        seed=20261123,
        replicates=REPLICATES,
        facts=(
            ("Seed", "20261123"),
            ("Limen", "0.2.0"),
            ("Made at", "2026-11-25T12:00:00+00:00"),
            ("Command", "limen rehearse resilience.yaml --scenario null --scenario both"),
        ),
    )


def grid(
    path: str = "population.planned", values: tuple[float, ...] = (80, 160, 240, 320)
) -> Rehearsal:
    """The three scenarios along a field; studies grow with its values."""
    cells = []
    for scenario in SCENARIOS:
        for value in values:
            one = rehearsed(scenario, size=value / values[1])
            varied = {path: f"{value:g}"}
            cells.append(replace(one, cell=replace(one.cell, varied=varied)))
    return rehearsal(*cells)
