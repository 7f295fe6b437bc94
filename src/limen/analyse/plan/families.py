"""Multiplicity: the planned families, adjusted after their members have answered."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite

import numpy as np

from limen.analyse.multiplicity import PROCEDURES, TestingGraph, adjusted, graphical
from limen.counted import counted
from limen.errors import AnalysisError
from limen.protocol import Protocol, listed
from limen.protocol.document.analysis import Gatekeeping, StepwiseProcedure
from limen.references import references
from limen.results import Column, Floats, Result, ResultStatus, Table

_PROCEDURES = {
    "holm": "Holm's step-down procedure",
    "hochberg": "Hochberg's step-up procedure (for hypotheses that are not negatively dependent)",
    "hommel": "Hommel's procedure (for hypotheses that are not negatively dependent)",
    "graphical": "a graphical procedure of weighted Bonferroni tests",
}


def families(protocol: Protocol, results: Sequence[Result]) -> tuple[Result, ...]:
    """A result per planned family: its members' p-values, adjusted."""
    alpha = float(protocol.analysis.alpha)
    planned = listed(protocol.analysis.multiplicity)
    return tuple(_family(each, results, alpha) for each in planned)


def _family(
    planned: StepwiseProcedure | Gatekeeping, results: Sequence[Result], alpha: float
) -> Result:
    found = [result for member in planned.members for result in _of(member, results)]
    title = planned.title or f"Multiplicity: {planned.method}"
    common = {
        "key": f"multiplicity.{planned.id}",
        "analysis": planned.id,
        "title": str(title),
        "role": "descriptive",
        "estimator": planned.method,
    }
    silent = [result for result in found if not _has_p(result)]
    if silent or not found:
        names = ", ".join(result.key for result in silent) or "all of its members"
        return Result(
            **common,  # type: ignore[arg-type]
            status=ResultStatus.REFUSED,
            message=f"{title}: {names} gave no p-value, and a family with a hole has no error "
            "rate. See there for the reason.",
        )
    p = np.array([[result.estimates[0].p for result in found]])
    try:
        values = _adjust(planned, p)
    except AnalysisError as error:
        return Result(**common, status=ResultStatus.REFUSED, message=str(error))  # type: ignore[arg-type]
    method = graphical if planned.method == "graphical" else PROCEDURES[planned.method]
    return Result(
        **common,  # type: ignore[arg-type]
        tables=(_table(title, found, p[0], values[0], alpha),),
        methods=_methods(planned.method, str(planned.title or ""), found, alpha),
        references=references(method),
    )


def _methods(method: str, title: str, found: Sequence[Result], alpha: float) -> str:
    """Which p-values were adjusted together, how, and what that protects."""
    named = f", “{title}”," if title else ""
    outcomes = [result.outcome_title or result.title for result in found]
    distinct = len(set(outcomes)) == len(outcomes)
    members = "; ".join(outcomes if distinct else [result.title for result in found])
    size = counted(len(found), "hypothesis", "hypotheses")
    return (
        f"The p-values of a family of {size}{named} were adjusted by {_PROCEDURES[method]}, which "
        f"keeps the chance of any false rejection among them at {alpha:g} or below: {members}."
    )


def _of(member: str, results: Sequence[Result]) -> list[Result]:
    analysis, _, outcome = member.partition(".")
    return [
        result
        for result in results
        if result.analysis == analysis and (not outcome or result.outcome == outcome)
    ]


def _has_p(result: Result) -> bool:
    return bool(result.estimates) and isfinite(result.estimates[0].p)


def _adjust(planned: StepwiseProcedure | Gatekeeping, p: Floats) -> Floats:
    if isinstance(planned, StepwiseProcedure):
        return adjusted(p, planned.method)
    names = planned.members
    if p.shape[1] != len(names):
        raise AnalysisError(
            f"The graph {planned.id!r} needs one outcome per member: write each as "
            "`analysis.outcome`."
        )
    weights = np.array([planned.weights.get(name, 0.0) for name in names])
    edges = np.array(
        [[planned.transitions.get(one, {}).get(other, 0.0) for other in names] for one in names]
    )
    return graphical(p, TestingGraph(weights, edges))


def _table(title: str, found: Sequence[Result], p: Floats, values: Floats, alpha: float) -> Table:
    return Table(
        key="family",
        caption=title,
        columns=(
            Column(key="hypothesis", title="Hypothesis", kind="text"),
            Column(key="p", title="p", kind="p"),
            Column(key="adjusted", title="Adjusted p", kind="p"),
            Column(key="rejected", title=f"Rejected at {alpha:g}", kind="text"),
        ),
        rows=tuple(
            (result.title, float(raw), float(value), "yes" if value <= alpha else "no")
            for result, raw, value in zip(found, p, values, strict=True)
        ),
    )
