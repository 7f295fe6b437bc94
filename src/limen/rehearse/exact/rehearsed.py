"""Planned mixed models of a cell by the exact route, against what is true."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from limen.analyse.batch.quantity import BatchAnswer, Target
from limen.errors import AnalysisError
from limen.protocol import listed
from limen.protocol.document.analysis import MixedModel
from limen.rehearse.cell import Cell
from limen.rehearse.exact.exact import ExactModel, exact_model
from limen.rehearse.measures import performances
from limen.rehearse.performance import Performance
from limen.rehearse.tally import Sums
from limen.rehearse.tally.summing import summed
from limen.rehearse.truth import Truth, truths
from limen.simulate.draw import BLOCK


@dataclass(frozen=True, kw_only=True)
class Exact:
    """Operating characteristics by the exact route; `refused` names what it cannot do, and why."""

    trials: int
    performance: tuple[Performance, ...]
    refused: tuple[tuple[str, str], ...]  # (analysis and outcome, reasons)


def rehearse_exactly(
    cell: Cell, *, trials: int, seed: int, known: Mapping[Target, Truth] | None = None
) -> Exact:
    """Estimate every planned mixed model that allows it in `trials` trials (whole blocks of 256).

    `known` truths are used where they are given, others are found first. What the route cannot
    draw is listed with its reasons.
    """
    models, refused = [], []
    for item in listed(cell.protocol.analysis.analyses):
        if isinstance(item, MixedModel):
            for outcome in item.outcomes:
                try:
                    models.append(exact_model(cell, item, outcome, seed=seed))
                except AnalysisError as error:
                    refused.append((f"{item.id}.{outcome}", str(error)))
    wanted = [q.target for model in models for q in model.quantities if q.target is not None]
    missing = [one for one in wanted if one not in (known or {})]
    true = {**(known or {}), **truths(cell.study, missing, seed=seed)}
    alpha = float(cell.protocol.analysis.alpha)
    blocks = -(-trials // BLOCK)
    rows = [
        row
        for model in models
        for key, sums in _sums(model, true, seed=seed, blocks=blocks, alpha=alpha).items()
        for quantity in model.quantities
        if quantity.key == key
        for row in performances(quantity, sums, true)
    ]
    return Exact(trials=blocks * BLOCK, performance=tuple(rows), refused=tuple(refused))


def _sums(
    model: ExactModel, true: Mapping[Target, Truth], *, seed: int, blocks: int, alpha: float
) -> dict[str, Sums]:
    """Sums over all blocks, by quantity."""
    total: dict[str, Sums] = {}
    for block in range(blocks):
        found = model.estimates(seed=seed, block=block)
        answer = BatchAnswer(quantities=model.quantities, estimates=found)
        for key, sums in summed(answer, true, alpha=alpha).items():
            total[key] = total[key] + sums if key in total else sums
    return total
