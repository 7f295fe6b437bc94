"""What the planned adjustments for several outcomes leave standing."""

from __future__ import annotations

import re
from dataclasses import dataclass

from limen.counted import counted
from limen.figures.numbers import p_statement
from limen.report.words.told import listing
from limen.results import Result, Results, Table

_OWNERS = {
    "holm": "Holm's adjustment",
    "hochberg": "Hochberg's adjustment",
    "hommel": "Hommel's adjustment",
    "graphical": "the graphical procedure",
}
_LEVEL = re.compile(r"0?\.\d+")


@dataclass(frozen=True, kw_only=True)
class Family:
    """One family of hypotheses after its adjustment; the tuples run in parallel."""

    title: str
    method: str
    level: str  # as the table's head prints it, "" if it does not
    hypotheses: tuple[str, ...]  # titles of the results, as the plan names them
    names: tuple[str, ...]  # the outcomes
    adjusted: tuple[float, ...]
    rejected: tuple[bool, ...]

    def sentence(self) -> str:
        """Which outcomes remain and which do not."""
        kept = [name for name, yes in zip(self.names, self.rejected, strict=True) if yes]
        lost = [name for name, yes in zip(self.names, self.rejected, strict=True) if not yes]
        after = f"{self.method} for {counted(len(self.names), 'outcome')} ({self.title})"
        at = f"At {self.level}, " if self.level else "At the planned level, "
        if not kept:
            smallest = p_statement(min(self.adjusted, default=float("nan")))
            told = f" (smallest adjusted {smallest})" if smallest else ""
            return f"{at}none withstands {after}{told}."
        largest = max(p for p, yes in zip(self.adjusted, self.rejected, strict=True) if yes)
        told = p_statement(largest).replace("=", "≤")
        rest = f"; {listing(lost)} {'does' if len(lost) == 1 else 'do'} not" if lost else ""
        verb = "withstands" if len(kept) == 1 else "withstand"
        return f"{at}{listing(kept)} {verb} {after}, adjusted {told}{rest}."


def families(results: Results) -> tuple[Family, ...]:
    """Every family that the plan adjusts, in the order of the plan."""
    outcomes = {r.title: r.outcome_title or r.outcome for r in results.results if r.outcome}
    return tuple(
        _family(result, table, outcomes)
        for result in results.results
        if result.estimator in _OWNERS
        for table in result.tables
        if table.key == "family" and table.rows
    )


def together(found: tuple[Family, ...]) -> list[str]:
    """What several families that are adjusted one by one leave open, if there are several."""
    if len(found) < 2:
        return []
    levels = {family.level for family in found}
    level = levels.pop() if len(levels) == 1 else ""
    return [
        "The families are adjusted apart, so the chance of any false finding over all of them is "
        f"higher than {level or 'the level of each'}."
    ]


def _family(result: Result, table: Table, outcomes: dict[str, str]) -> Family:
    hypotheses = tuple(str(cell) for cell in table.values("hypothesis"))
    heads = " ".join(column.title for column in table.columns if column.key == "rejected")
    level = _LEVEL.search(heads)
    return Family(
        title=result.title,
        method=_OWNERS[result.estimator],
        level=level.group() if level else "",
        hypotheses=hypotheses,
        names=tuple(outcomes.get(name, name) for name in hypotheses),
        adjusted=tuple(float(p) for p in table.values("adjusted") if isinstance(p, int | float)),
        rejected=tuple(cell in (True, "yes") for cell in table.values("rejected")),
    )
