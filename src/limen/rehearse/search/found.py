"""What a search for a sample gives: a number with its uncertainty, or why there is none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from limen.rehearse.performance import Measure
from limen.rehearse.search.curve import Point, smoothed
from limen.rehearse.search.wording import percent, percent_with_error
from limen.results import Column, Picture, Table
from limen.results.table import Cell as TableCell


@dataclass(frozen=True, kw_only=True)
class NullRate:
    """How often a quantity rejects where the truth of its estimand is zero.

    `exceeds` says whether that is above the bound by more than three Monte Carlo standard errors.
    """

    scenario: str  # id
    title: str
    people: int
    rate: Measure
    replicates: int
    exceeds: bool


@dataclass(frozen=True, kw_only=True)
class SampleSearch:
    """The smallest number of participants with the wanted power; None where no number has it.

    `lower` to `upper` is where 95 % of searches with as many replicates would end (Monte Carlo
    error only); both are `people` where the type I error decides. `points` are all numbers that
    were rehearsed, ascending; `reason` says why there is no number; `cautions` what else a reader
    must know.
    """

    key: str  # of the quantity
    title: str
    scenario: str  # title
    planned: int
    target_power: float
    alpha: float
    largest: int
    people: int | None = None
    lower: int | None = None
    upper: int | None = None
    power: Measure = field(default_factory=Measure)
    points: tuple[Point, ...] = ()
    nulls: tuple[NullRate, ...] = ()
    reason: str = ""
    cautions: tuple[str, ...] = ()

    @property
    def found(self) -> bool:
        """Whether there is such a number."""
        return self.people is not None

    @property
    def sentences(self) -> tuple[str, ...]:
        """The answer in words."""
        return tuple(self._answer())

    def _answer(self) -> Iterator[str]:
        asked = (
            f"a power of {percent(self.target_power)} for “{self.title}” if “{self.scenario}” is "
            "true"
        )
        if self.people is None:
            yield f"This design cannot reach {asked}: {self.reason}"
        else:
            yield f"{self.people:,} participants give {asked}; {self.planned:,} are planned."
            between = (
                f", and {self.lower:,} to {self.upper:,} is what Monte Carlo error leaves open"
            )
            yield (
                f"With {self.people:,} the power is {percent_with_error(self.power)}"
                f"{between if self.lower != self.upper else ''}."
            )
        for one in self.nulls:
            if one.people == self.people:
                yield (
                    f"With {one.people:,} and nothing to find (“{one.title}”) it rejects in "
                    f"{percent_with_error(one.rate)} of replicates, no more than Monte Carlo error "
                    f"allows for a type I error of {percent(self.alpha)}."
                )
        if self.found and not self.nulls:
            yield (
                "Its type I error was not measured: in no scenario that was tried is the truth "
                "zero."
            )
        yield from self.cautions

    @property
    def tables(self) -> tuple[Table, ...]:
        """The power curve, and the type I error where it was measured."""
        return (self.curve, *([self.type_one] if self.nulls else []))

    @property
    def type_one(self) -> Table:
        """How often the quantity rejects where nothing is there."""
        return Table(
            key="type_one",
            caption=f"Rejections where the true effect is zero: {self.title}",
            columns=(
                Column(key="scenario", title="Scenario", kind="text"),
                Column(key="people", title="Participants", kind="count"),
                Column(key="rate", title="Type I error", kind="percent"),
                Column(key="error", title="Monte Carlo SE", kind="percent"),
                Column(key="replicates", title="Replicates", kind="count"),
                Column(key="verdict", title="Against the bound", kind="text"),
            ),
            rows=tuple(
                (
                    one.title,
                    one.people,
                    one.rate.value,
                    one.rate.error,
                    one.replicates,
                    "above" if one.exceeds else "kept",
                )
                for one in self.nulls
            ),
            notes=(
                f"The bound is {percent(self.alpha)}; “above” is by more than three Monte Carlo "
                "standard errors.",
            ),
        )

    @property
    def curve(self) -> Table:
        """All numbers that were rehearsed, drawn as the power curve."""
        smooth = smoothed(self.points)
        rows: list[tuple[TableCell, ...]] = [
            (
                point.people,
                point.power,
                point.error,
                max(point.power - 1.96 * point.error, 0.0),
                min(point.power + 1.96 * point.error, 1.0),
                level,
                point.replicates,
            )
            for point, level in zip(self.points, smooth, strict=True)
        ]
        return Table(
            key="power_curve",
            caption=f"Power by number of participants: {self.title}",
            columns=(
                Column(key="people", title="Participants", kind="count"),
                Column(key="power", title="Power", kind="percent"),
                Column(key="error", title="Monte Carlo SE", kind="percent"),
                Column(key="lower", title="95 % from", kind="percent"),
                Column(key="upper", title="95 % to", kind="percent"),
                Column(key="smooth", title="Made not to fall", kind="percent"),
                Column(key="replicates", title="Replicates", kind="count"),
            ),
            rows=tuple(rows),
            notes=(f"If “{self.scenario}” is true. A fit that failed counts as no rejection.",),
            picture=Picture(
                shape="lines",
                x="people",
                y="power",
                lower="lower",
                upper="upper",
                x_title="Participants",
                y_title="Power",
                reference=(self.target_power,),
                marks=((float(self.people), str(self.people)),) if self.people else (),
            ),
        )
