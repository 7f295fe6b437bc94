"""An active placebo: the reference is felt as well."""

from __future__ import annotations

from typing import Any

import numpy as np

from limen.protocol.canonical import canonical
from limen.rehearse.cell import Cell
from limen.rehearse.changes.change import DesignChange, Unfit, changed

_OPEN = {"unknown": "to be chosen, with its dose"}


def _felt_as_well(cell: Cell) -> Cell | Unfit:
    protocol, study = cell.protocol, cell.study
    reference = protocol.reference_intervention
    if reference.kind != "inactive_placebo":
        return Unfit(f"The reference is no inactive placebo (its kind is {reference.kind}).")
    values = {**_noticing(cell, reference.id), **_side_effects(cell, reference.id)}
    if not values:
        return Unfit(
            "In this scenario nothing is felt of the active, so there is nothing to mimic."
        )
    number = [one.id for one in protocol.interventions].index(reference.id)
    kept = {key: value for key, value in canonical(reference).items() if key != "kind"}
    values[f"interventions[{number}]"] = {
        **kept,
        "kind": "active_placebo",
        "substance": _OPEN,
        "dose": _OPEN,
        "mimics": "What is felt of the active, and its side effects",
    }
    assert study.interventions[0] == reference.id
    return changed(cell, ACTIVE_PLACEBO.title, values)


def _noticing(cell: Cell, reference: str) -> dict[str, Any]:
    """d′ of the reference as large as the largest of an active."""
    study = cell.study
    d_prime = dict(zip(study.interventions, study.d_prime.tolist(), strict=True))
    largest = float(np.max(np.where(study.active, study.d_prime, 0.0)))
    if largest <= d_prime[reference]:
        return {}
    values: dict[str, Any] = {
        "scenario.noticing.d_prime": {"interventions": {**d_prime, reference: largest}}
    }
    exposure = cell.scenario.exposure
    if exposure.d_prime != "given":
        values["scenario.exposure.d_prime"] = "given"
        if not exposure.scales:
            values |= {"scenario.exposure.substance": None, "scenario.exposure.formulation": None}
    return values


def _side_effects(cell: Cell, reference: str) -> dict[str, Any]:
    """Side effects of the reference as frequent as the most frequent of an active."""
    study, values = cell.study, dict[str, Any]()
    for number, one in enumerate(cell.scenario.side_effects):
        sizes = study.sizes(one.added)
        most = float(np.max(np.where(study.active, sizes, 0.0)))
        if most > sizes[0]:
            added = {**dict(zip(study.interventions, sizes.tolist(), strict=True)), reference: most}
            values[f"scenario.side_effects[{number}].added"] = {"interventions": added}
    return values


ACTIVE_PLACEBO = DesignChange(
    key="active_placebo",
    title="Giving the reference an active placebo",
    why="Feeling something, or a side effect, then no longer tells the arm.",
    costs=(
        "The reference takes a second drug, with its own risks and perhaps its own effect on the "
        "outcome (assumed: none). It is assumed to be felt exactly as the active is; no known "
        "substance is."
    ),
    apply=_felt_as_well,
)
