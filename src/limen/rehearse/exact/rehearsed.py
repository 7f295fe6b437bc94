"""Planned mixed models of a cell by the exact route, against what is true."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from limen.analyse.batch.quantity import BatchAnswer
from limen.errors import AnalysisError
from limen.protocol import listed
from limen.protocol.document.analysis import MixedModel
from limen.rehearse.cell import Cell
from limen.rehearse.exact.exact import ExactModel, exact_model, why_not_exact
from limen.rehearse.measures import performances
from limen.rehearse.performance import Performance
from limen.rehearse.tally import Sums
from limen.rehearse.tally.summing import summed
from limen.simulate.draw import BLOCK


@dataclass(frozen=True, kw_only=True)
class Exact:
    """Operating characteristics by the exact route; `refused` names what it cannot do, and why."""

    trials: int
    performance: tuple[Performance, ...]
    refused: tuple[tuple[str, str], ...]  # (analysis and outcome, reasons)


def rehearse_exactly(cell: Cell, *, trials: int, seed: int, analyses: Sequence[str] = ()) -> Exact:
    """Estimate every planned mixed model that allows it in `trials` trials (whole blocks of 256).

    With `analyses`, ids of the plan's items, only these. Truths are exact here, without Monte Carlo
    error. What the route cannot draw is listed with its reasons.
    """
    rows: list[Performance] = []
    refused = []
    blocks = -(-trials // BLOCK)
    for item in listed(cell.protocol.analysis.analyses):
        if not isinstance(item, MixedModel) or (analyses and item.id not in analyses):
            continue
        for outcome in item.outcomes:
            try:
                model = exact_model(cell, item, outcome, seed=seed)
            except AnalysisError as error:
                reasons = "; ".join(why_not_exact(cell, item, outcome))
                refused.append((f"{item.id}.{outcome}", reasons or str(error)))
            else:
                rows += _performances(model, cell, seed=seed, blocks=blocks)
    return Exact(trials=blocks * BLOCK, performance=tuple(rows), refused=tuple(refused))


def _performances(model: ExactModel, cell: Cell, *, seed: int, blocks: int) -> list[Performance]:
    """Every contrast of a model against what is true of it."""
    truths, alpha = model.truths, float(cell.protocol.analysis.alpha)
    total: dict[str, Sums] = {}
    for block in range(blocks):
        found = model.estimates(seed=seed, block=block)
        answer = BatchAnswer(quantities=model.quantities, estimates=found)
        for key, sums in summed(answer, truths, alpha=alpha).items():
            total[key] = total[key] + sums if key in total else sums
    return [
        row
        for quantity in model.quantities
        for row in performances(quantity, total[quantity.key], truths)
    ]
