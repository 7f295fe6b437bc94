"""What an imputation needs of a layout: every participant × visit, seen or not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from limen.analyse.design import DesignMatrix, design_matrix
from limen.analyse.imputation.conditional_mean import Gaps
from limen.analyse.layout import Layout
from limen.counted import counted
from limen.errors import AnalysisError
from limen.results import Floats, Ints


@dataclass(frozen=True, kw_only=True)
class Study:
    """Participants × visits up to the visit that answers, which is the last one here.

    `C` holds the fixed effects of the comparison at that visit (analysis of covariance) and
    `contrast` the coefficients of each active arm − reference in it.
    """

    outcome: str
    unit: str
    participants: tuple[str, ...]
    visits: tuple[str, ...]
    arms: tuple[str, ...]
    arm: Ints  # (N,)
    y: Floats  # (N, T), NaN where missing
    X: Floats  # (N, T, p), of the imputation model
    reference_columns: Floats  # (N, T, p), the same people in the reference arm
    C: Floats  # (N, q)
    contrast: Floats  # (arms − 1, q)
    terms: tuple[str, ...]
    notes: tuple[str, ...]

    @cached_property
    def gaps(self) -> Gaps:
        """Which visits of whom are missing."""
        return Gaps.of(np.isfinite(self.y))


def study_of(
    layout: Layout, *, baseline: bool, covariates: Sequence[str], visit: str | None
) -> Study:
    """Lay out a dataset for imputation; `visit` (default: the last with data) is the last one.

    The imputation model has arm × visit, baseline × visit and covariate × visit, so that under
    missing at random it is the model of the comparison at every visit. Raises `AnalysisError` for
    several replicates or an unknown visit; the design's errors pass through.
    """
    if layout.replicates != 1:
        raise AnalysisError("Imputation analyses one dataset at a time: pass one replicate.")
    layout, notes = _until(layout, visit)
    filled = replace(
        layout,
        value=np.where(layout.observed, layout.value, _any_value(layout)),
        observed=np.ones_like(layout.observed),
    )
    mains = ["arm", *(["baseline"] if baseline else []), *covariates]
    several = len(layout.occasions) > 1
    terms = [f"{term}*occasion" for term in mains] if several else mains
    design = design_matrix(filled, terms)
    last = design_matrix(filled.at(layout.occasions[-1]), mains)
    shape = (design.groups, len(layout.occasions))
    people = np.array([layout.participants.index(name) for name in design.participants])
    arms = design.coding.levels["arm"]
    arm = design.values["arm"][0].reshape(shape)[:, 0].astype(np.int64)
    _require_two(layout, arms, arm[layout.observed[0].any(axis=1)[people]])
    return Study(
        outcome=layout.outcome,
        unit=layout.unit,
        participants=design.participants,
        visits=layout.occasions,
        arms=arms,
        arm=arm,
        y=np.where(layout.observed, layout.value, np.nan)[0][people],
        X=design.X.reshape(*shape, -1),
        reference_columns=_in_reference(design).reshape(*shape, -1),
        C=last.X,
        contrast=np.stack([_of_arm(last, name) for name in arms[1:]]),
        terms=tuple(terms),
        notes=(*notes, *design.notes, *_dropped(layout, design)),
    )


def _require_two(layout: Layout, arms: tuple[str, ...], observed: Ints) -> None:
    """Leaving one participant out must leave every arm somebody."""
    few = [name for name, n in zip(arms, np.bincount(observed, minlength=len(arms)), strict=True)
           if n < 2]  # fmt: skip
    if few:
        raise AnalysisError(
            f"{layout.outcome!r}: {', '.join(few)} has fewer than two participants with a value, "
            "so no standard error exists. Leave the arm out, or wait for more data."
        )


def _until(layout: Layout, visit: str | None) -> tuple[Layout, list[str]]:
    seen = layout.observed[0].any(axis=0)
    kept = [name for name, any_seen in zip(layout.occasions, seen, strict=True) if any_seen]
    if not kept:
        raise AnalysisError(
            f"{layout.outcome!r}: no value was observed, so there is nothing to impute from. "
            "Check the outcome's occasions."
        )
    if visit is not None and visit not in kept:
        raise AnalysisError(
            f"{layout.outcome!r} was not observed at {visit!r}, the visit that is to answer. "
            f"Name one of {', '.join(kept)}."
        )
    left_out = [name for name in layout.occasions if name not in kept]
    notes = [f"Nobody was observed at {', '.join(left_out)}: left out."] if left_out else []
    stop = len(kept) if visit is None else kept.index(visit) + 1
    return layout.at(*kept[:stop]), notes


def _any_value(layout: Layout) -> float:
    """Something to stand where nothing was observed; never analysed, but it must be a number."""
    return float(layout.value[layout.observed].mean())


def _in_reference(design: DesignMatrix) -> Floats:
    """The columns with everybody in the reference arm."""
    values = dict(design.values) | {"arm": np.zeros_like(design.values["arm"])}
    columns: Floats = design.coding.columns(values)[0]
    return columns


def _of_arm(design: DesignMatrix, arm: str) -> Floats:
    row = np.zeros(len(design.names))
    row[design.names.index(f"arm[{arm}]")] = 1.0
    return row


def _dropped(layout: Layout, design: DesignMatrix) -> list[str]:
    gone = [name for name in layout.participants if name not in set(design.participants)]
    if not gone:
        return []
    return [
        f"{counted(len(gone), 'participant is', 'participants are')} left out because their arm, "
        "baseline or a covariate is "
        f"missing: {', '.join(gone[:5])}{', ...' if len(gone) > 5 else ''}."
    ]
