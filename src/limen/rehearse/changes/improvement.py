"""Changes rehearsed beside the design, on the same random numbers, the most helpful first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import hypot

from limen.protocol.document.analysis import DirectEffect, GuessRateCurve
from limen.rehearse.cell import Cell
from limen.rehearse.changes.change import DesignChange, Unfit
from limen.rehearse.changes.held import belief_held, bias_said
from limen.rehearse.changes.tables import direct_effects, powers
from limen.rehearse.performance import Measure, Performance
from limen.rehearse.rehearsed import Rehearsed
from limen.rehearse.search.chosen import Evaluate, Refusal, chosen, point
from limen.rehearse.search.narrowed import narrowed
from limen.results import Table

HOLDS_BELIEF = (DirectEffect, GuessRateCurve)  # analyses that are rehearsed beside the chosen one
CLEAR = 2.0  # Monte Carlo standard errors that count as a difference


@dataclass(frozen=True, kw_only=True)
class Changed:
    """A design with a change: power, the effect that is true then, direct-effect estimators.

    `power` is the share of replicates that reject (type I error where `nothing` is true), and
    `difference` what the change adds to it; its error takes the two designs as independent, which
    errs to the large side where their random numbers are the same. `direct` holds the estimators
    of the same outcome, or else of the first, whose estimand holds belief fixed, each against it.
    `refused` says why the chosen analysis has no answer.
    """

    change: DesignChange | None  # None: the design as it is
    people: int
    power: Measure
    difference: Measure
    truth: float
    truth_error: float
    nothing: bool
    direct: tuple[Performance, ...]
    refused: str = ""

    @property
    def title(self) -> str:
        """What is changed."""
        return "The design as it is" if self.change is None else self.change.title

    @property
    def clear(self) -> bool:
        """Whether the power differs by more than Monte Carlo error."""
        return abs(self.difference.value) > CLEAR * self.difference.error


@dataclass(frozen=True, kw_only=True)
class Improvement:
    """What changes would do to a design under a scenario: those that help most come first."""

    key: str  # of the quantity
    title: str
    scenario: str  # title
    alpha: float
    replicates: int
    before: Changed
    changed: tuple[Changed, ...]
    unfit: tuple[tuple[DesignChange, str], ...]

    @property
    def best(self) -> Changed | None:
        """The change that helps most, if one does by more than Monte Carlo error."""
        first = self.changed[0] if self.changed else None
        helps = first is not None and first.clear and _gain(first, self.alpha, self.before) > 0
        return first if helps else None

    @property
    def sentences(self) -> tuple[str, ...]:
        """The findings in words, the most helpful change first."""
        return tuple(self._said())

    def _said(self) -> Iterator[str]:
        what = "type I error" if self.before.nothing else "power"
        yield (
            f"“{self.title}” if “{self.scenario}” is true: {what} "
            f"{_share(self.before.power)}, {self.replicates:,} replicates."
        )
        if self.before.refused:
            yield f"As planned it has no answer: {self.before.refused}"
        for one in self.changed:
            yield _about(one, self.before, what)
        if self.best is not None and self.best.change is not None:
            yield f"Of these, the first helps most. What it costs: {self.best.change.costs}"
        elif self.changed:
            yield f"None of these improves its {what} by more than Monte Carlo error."
        for change, reason in self.unfit:
            yield f"{change.title} does not fit here: {reason}"

    @property
    def tables(self) -> tuple[Table, ...]:
        """Power by change; then the direct-effect estimators by change, where there are some."""
        rows = (self.before, *self.changed)
        made = powers(rows, title=self.title, scenario=self.scenario, nothing=self.before.nothing)
        direct = direct_effects(rows, scenario=self.scenario)
        return (made, *([direct] if direct.rows else []))


def improve(
    cell: Cell,
    *,
    evaluate: Evaluate,
    changes: Mapping[str, DesignChange],
    quantity: str | None = None,
    replicates: int = 1024,
) -> Improvement:
    """Rehearse a design with each change that fits it, and rank them by what they do.

    `quantity` is whose power counts, by its key (left out: the answer to the primary question).
    Where its true effect is zero, rejections are type I errors, and what brings them nearer to the
    plan's alpha comes first. Raises `RehearsalError` for a key that is not in the plan.
    """
    made = [(change, change.apply(cell)) for change in changes.values()]
    fitting = [(change, other) for change, other in made if isinstance(other, Cell)]
    cells = [cell, *(other for _, other in fitting)]
    results = evaluate([narrowed(one, quantity, beside=HOLDS_BELIEF) for one in cells], replicates)
    one = chosen(results[0], quantity)
    key = one.key if isinstance(one, Refusal) else one.quantity.key
    before = _changed(None, results[0], key, None)
    pairs = zip(fitting, results[1:], strict=True)
    after = [_changed(change, result, key, before) for (change, _), result in pairs]
    alpha = float(cell.protocol.analysis.alpha)
    return Improvement(
        key=key,
        title=key if isinstance(one, Refusal) else one.quantity.title,
        scenario=cell.scenario.title,
        alpha=alpha,
        replicates=replicates,
        before=before,
        changed=tuple(sorted(after, key=lambda each: -_gain(each, alpha, before))),
        unfit=tuple((change, no.reason) for change, no in made if isinstance(no, Unfit)),
    )


def _changed(
    change: DesignChange | None, result: Rehearsed, key: str, before: Changed | None
) -> Changed:
    one, people = chosen(result, key), result.cell.study.people
    found = point(one, people, result.replicates)
    power = Measure(value=found.power, error=found.error)
    start = power if before is None else before.power
    answered = None if isinstance(one, Refusal) else one
    return Changed(
        change=change,
        people=people,
        power=power,
        difference=Measure(
            value=power.value - start.value,
            error=0.0 if before is None else hypot(power.error, start.error),
        ),
        truth=answered.truth if answered else float("nan"),
        truth_error=answered.truth_error if answered else float("nan"),
        nothing=answered.truth_is_zero if answered else False,
        direct=belief_held(result.performance, None if answered is None else answered.target),
        refused=one.reason if isinstance(one, Refusal) else "",
    )


def _gain(one: Changed, alpha: float, before: Changed) -> float:
    """What a change adds: power, or, where nothing is there, nearness to alpha."""
    if before.nothing:
        return abs(before.power.value - alpha) - abs(one.power.value - alpha)
    return one.difference.value


def _about(one: Changed, before: Changed, what: str) -> str:
    error = f"Monte Carlo SE of the difference {100 * one.difference.error:.1f}"
    if one.refused:
        return f"{one.title} leaves it without an answer: {one.refused}"
    start, end = _share(before.power, error=False), _share(one.power, error=False)
    if one.clear:
        said = f"{one.title} changes {what} from {start} to {end} ({error})."
    else:
        said = (
            f"{one.title}: these replicates show no change of {what} beyond Monte Carlo error, "
            f"{start} and {end} ({error})."
        )
    said += bias_said(one.direct, before.direct)
    moved = abs(one.truth - before.truth) > 3 * hypot(one.truth_error, before.truth_error)
    if moved and one.truth == one.truth and before.truth == before.truth:
        said += f" The true effect itself changes from {before.truth:.3g} to {one.truth:.3g}."
    return said


def _share(share: Measure, *, error: bool = True) -> str:
    after = f" (Monte Carlo SE {100 * share.error:.1f})" if error else ""
    return f"{100 * share.value:.1f} %{after}"
