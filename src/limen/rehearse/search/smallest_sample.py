"""Looking for the smallest sample: a few sizes, a curve through them, sizes around its answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import floor, inf

from limen.errors import RehearsalError
from limen.rehearse.cell import Cell
from limen.rehearse.performance import Measure, Performance
from limen.rehearse.search.chosen import Evaluate, Refusal, point
from limen.rehearse.search.curve import power_curve
from limen.rehearse.search.found import NullRate, SampleSearch
from limen.rehearse.search.narrowed import narrowed
from limen.rehearse.search.nulls import null_rates, null_scenarios
from limen.rehearse.search.sampled import Sampled
from limen.rehearse.search.sizes import step_of
from limen.rehearse.search.unable import never, no_further, rejects_too_often
from limen.rehearse.search.wording import percent
from limen.simulate.draw import BLOCK
from limen.simulate.scenario import Scenario

LARGEST_TIMES = 20  # the largest number that is tried, over the planned one
_ROUNDS = 10
_GROWTH = 4  # the largest step up, over the largest number rehearsed so far
_AROUND = 0.12  # sizes on both sides that confirm an answer, as a share of it
_CLEAR = 3.0  # Monte Carlo standard errors
_BIASED = 0.1  # share of the true effect by which estimates may be off without a word


def smallest_sample(
    cell: Cell,
    *,
    evaluate: Evaluate,
    quantity: str | None = None,
    target_power: float = 0.8,
    alpha: float | None = None,
    nulls: Sequence[Scenario] | None = None,
    replicates: int = 2048,
    largest: int | None = None,
) -> SampleSearch:
    """Return the smallest number of participants with a power, or why there is none.

    The power is that of `quantity`, by its key (left out: the answer to the primary question),
    under the cell's scenario. Rejections count whatever the estimate's bias; so with as many
    participants the type I error is measured under `nulls` (left out: scenarios with nothing to
    find), and must not exceed `alpha` (left out: the plan's) by more than Monte Carlo error. At
    most `largest` participants are tried (left out: 20 times the planned number). Answers fill the
    arms in their ratio. Only the analysis that is asked about is rehearsed. Raises
    `RehearsalError` for a power, bound or number that makes no sense, or a key that there is not.
    """
    bound = float(cell.protocol.analysis.alpha if alpha is None else alpha)
    _refuse(target_power, bound, replicates)
    step, planned = step_of(cell.protocol), cell.study.people
    limit = floor((LARGEST_TIMES * planned if largest is None else largest) / step) * step
    if limit < 2 * step:
        raise RehearsalError(
            f"At most {limit} participants leave nothing to search: {step} fill every arm once. "
            f"Allow {2 * step} or more."
        )
    search = _Search(
        sampled=Sampled(
            cell=narrowed(cell, quantity),
            evaluate=evaluate,
            key=quantity,
            step=step,
            least=2 * step,
            limit=limit,
        ),
        target=target_power,
        alpha=bound,
        replicates=replicates,
        nulls=nulls,
    )
    return search.answer(planned)


def _refuse(target_power: float, alpha: float, replicates: int) -> None:
    if not 0 < alpha < 1:
        raise RehearsalError(f"A type I error of {alpha:g} is no bound. Write 0.05, say.")
    if not alpha < target_power < 1:
        raise RehearsalError(
            f"A power of {target_power:g} is no target: write a share above the type I error "
            f"({alpha:g}) and below 1, such as 0.8."
        )
    if replicates < BLOCK:
        raise RehearsalError(
            f"A search needs {BLOCK} replicates or more; {replicates} leave too much to chance."
        )


@dataclass(kw_only=True)
class _Search:
    """A search on its way; `answer` goes on until it knows."""

    sampled: Sampled
    target: float
    alpha: float
    replicates: int
    nulls: Sequence[Scenario] | None
    settled: bool = True

    def answer(self, planned: int) -> SampleSearch:
        """Search from the planned number on."""
        made = self.sampled
        made.rehearse({made.size(planned * share) for share in (0.5, 1, 2)}, self._rough)
        top = made.top
        key = top.key if isinstance(top, Refusal) else top.quantity.key
        made.key = key
        found = SampleSearch(
            key=key,
            title=key if isinstance(top, Refusal) else top.quantity.title,
            scenario=made.cell.scenario.title,
            planned=planned,
            target_power=self.target,
            alpha=self.alpha,
            largest=made.limit,
        )
        people = never(top) or self._size()
        if isinstance(people, str):
            return replace(found, reason=people, points=made.points)
        return self._bounded(found, people)

    @property
    def _rough(self) -> int:
        """Replicates of the first look at a size."""
        return min(self.replicates, max(BLOCK, self.replicates // (4 * BLOCK) * BLOCK))

    def _size(self) -> int | str:
        """The smallest size with the power, or why there is none."""
        made = self.sampled
        for _ in range(_ROUNDS):
            reason = self._hopeless()
            if reason:
                return reason
            wanted, last = self._by_curve(), max(made.seen)
            if wanted > last and last < made.limit:
                made.rehearse([made.size(min(wanted, _GROWTH * last))], self._rough)
                continue
            tried = self._around(made.size(wanted))
            made.rehearse(tried, self.replicates)
            size = made.size(self._by_curve())
            if min(tried) <= size <= max(tried):
                made.rehearse([size], self.replicates)
                if self._confirmed(size):
                    return size
        self.settled = False
        return self._hopeless() or made.size(self._by_curve())

    def _hopeless(self) -> str:
        """Why no size has the power, as far as one knows by now; "" while one may."""
        made, top = self.sampled, self.sampled.top
        if isinstance(top, Refusal):
            return never(top)
        return never(top) or no_further(
            made.points,
            top,
            power_curve(made.points, near=self.target),
            target=self.target,
            alpha=self.alpha,
            limit=made.limit,
        )

    def _by_curve(self) -> float:
        """The number that the points so far speak for; infinite if they do not rise."""
        curve = power_curve(self.sampled.points, near=self.target)
        return inf if curve is None else curve.people(self.target)

    def _around(self, size: int) -> set[int]:
        """The size, one below and one above it."""
        made = self.sampled
        apart = max(_AROUND * size, made.step)
        return {made.size(size - apart), size, made.size(size + apart)}

    def _confirmed(self, size: int) -> bool:
        """Whether the power with this size agrees with the target."""
        found = point(self.sampled.seen[size], size, self.replicates)
        lowest = size == self.sampled.least
        low = found.power + _CLEAR * found.error < self.target
        high = found.power - _CLEAR * found.error > self.target and not lowest
        if low:
            self.sampled.rehearse([self.sampled.size(1.2 * size)], self.replicates)
        elif high:
            self.sampled.rehearse([self.sampled.size(0.8 * size)], self.replicates)
        return not low and not high

    def _bounded(self, found: SampleSearch, people: int) -> SampleSearch:
        """The answer, if the type I error stays bounded with so many, or with more."""
        made = self.sampled
        one = made.seen[people]
        if isinstance(one, Refusal):
            return replace(found, reason=never(one), points=made.points)
        scenarios = null_scenarios(made.cell, one.target) if self.nulls is None else self.nulls
        rates = self._rates(scenarios, [people])
        bad = {rate.scenario for rate in rates if rate.exceeds}
        if not bad:
            return self._found(found, people, one, rates)
        larger = sorted({made.size(2 * people), made.size(4 * people)} - {people})
        more = self._rates([one for one in scenarios if one.id in bad], larger)
        kept = [n for n in larger if not any(rate.exceeds for rate in more if rate.people == n)]
        rates += more
        if not kept:
            reason = rejects_too_often(rates, self.alpha)
            return replace(found, reason=reason, points=made.points, nulls=rates)
        made.rehearse(kept[:1], self.replicates)
        caution = (
            f"The power is reached with {people:,} participants already, but there it rejects too "
            f"often when nothing is there; with {kept[0]:,} it does not."
        )
        return self._found(found, kept[0], made.seen[kept[0]], rates, caution)

    def _rates(self, scenarios: Sequence[Scenario], sizes: Sequence[int]) -> tuple[NullRate, ...]:
        made = self.sampled
        return null_rates(
            made.cell,
            scenarios,
            sizes,
            key=str(made.key),
            alpha=self.alpha,
            evaluate=made.evaluate,
            replicates=self.replicates,
        )

    def _found(
        self,
        found: SampleSearch,
        people: int,
        one: Performance | Refusal,
        rates: tuple[NullRate, ...],
        *cautions: str,
    ) -> SampleSearch:
        made = self.sampled
        there = point(one, people, self.replicates)
        curve = power_curve(made.points, near=self.target)
        low, high = curve.limits(self.target) if curve is not None else (0.0, inf)
        step = made.step
        said = [*cautions, *([] if isinstance(one, Refusal) else self._beside(one, people))]
        return replace(
            found,
            people=people,
            lower=people if cautions else min(max(floor(low / step) * step, made.least), people),
            upper=people if cautions else max(made.size(high), people),
            power=Measure(value=there.power, error=there.error),
            points=made.points,
            nulls=rates,
            cautions=tuple(said),
        )

    def _beside(self, one: Performance, people: int) -> Iterator[str]:
        """What else a reader must know of the answer."""
        if not self.settled:
            yield "The search did not settle: repeat it with more replicates."
        if people == self.sampled.least:
            yield "Fewer participants were not tried."
        if one.failed > 0.01 * one.replicates:
            yield (
                f"{percent(one.failed / one.replicates)} of its fits fail with {people:,} "
                "participants; they count as no rejection."
            )
        off, error = one.bias.value, one.bias.error
        if abs(off) > max(_CLEAR * error, _BIASED * abs(one.truth)):
            yield (
                f"Its estimates are off by {off:.3g} on average (Monte Carlo SE {error:.2g}; the "
                f"true effect is {one.truth:.3g}), so its power is not all due to that effect."
            )
