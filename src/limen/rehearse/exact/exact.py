"""A planned mixed model whose sufficient statistics are drawn instead of its outcome."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from limen.analyse.batch import batches
from limen.analyse.batch.quantity import Batch, Quantity, Target
from limen.analyse.design import DesignMatrix
from limen.analyse.layout import Layout
from limen.analyse.mixed_models import FixedDesign, contrasts, exact_statistics
from limen.analyse.mixed_models.answers import Covariance
from limen.analyse.mixed_models.answers.question import Question, question
from limen.analyse.mixed_models.fit import Structure, fit
from limen.analyse.mixed_models.inference import DegreesOfFreedom
from limen.analyse.mixed_models.statistics import Method
from limen.analyse.plan.items.models import ask_mixed_model
from limen.analyse.plan.question import Setting
from limen.analyse.plan.titles import titled_label
from limen.errors import AnalysisError
from limen.protocol import Protocol
from limen.protocol.document.analysis import MixedModel
from limen.randomness import stream
from limen.rehearse.cell import Cell
from limen.rehearse.reading import DrawReader
from limen.rehearse.truth import Truth
from limen.results import Estimates, Floats
from limen.simulate.draw import BLOCK, Draw, draw
from limen.simulate.exact import GaussianOutcome, gaussian_outcome, why_not_gaussian

_ROUNDING = 1e-8  # of the expected values, which the model's columns must reproduce


@dataclass(frozen=True, kw_only=True)
class ExactModel:
    """The model of one outcome under one allocation, ready to be estimated in any number of trials.

    `quantities` are those of the planned analysis, in the order of the estimates' columns.
    """

    key: str
    title: str
    quantities: tuple[Quantity, ...]
    design: FixedDesign
    rows: Floats  # (q, p), the contrasts
    beta: Floats  # (p,), the model's true coefficients
    tau: float  # SD between people
    sigma: float  # SD within
    structure: Structure
    method: Method
    df: DegreesOfFreedom

    @property
    def truths(self) -> dict[Target, Truth]:
        """The true values of the contrasts, which follow from the coefficients."""
        sd = float(np.hypot(self.tau, self.sigma))
        return {
            one.target: Truth(value=value, error=0.0, zero=abs(value) < _ROUNDING * sd, sd=sd)
            for one, value in zip(self.quantities, (self.rows @ self.beta).tolist(), strict=True)
            if one.target is not None
        }

    def estimates(self, *, seed: int, block: int = 0, replicates: int = BLOCK) -> Estimates:
        """Contrasts of `replicates` trials, shape (R, q), drawn from a stream of the block's own.

        Trials have the distribution of raw draws under this allocation, not their numbers, but for
        the instrument's grid, floor and ceiling, of which they know nothing.
        """
        drawn = exact_statistics(
            self.design,
            beta=self.beta,
            tau=self.tau,
            sigma=self.sigma,
            replicates=replicates,
            rng=stream(seed, f"exact {self.key}", block),
        )
        fitted = fit(drawn, method=self.method, structure=self.structure)
        labels = [one.label for one in self.quantities]
        return contrasts(fitted, self.rows, labels=labels, df=self.df)


def why_not_exact(cell: Cell, item: MixedModel, outcome: str) -> Iterator[str]:
    """Everything that keeps a planned model of an outcome from the exact route.

    An instrument's grid, floor and ceiling do not: here scores lie on a continuum.
    """
    planned = cell.protocol.outcome(outcome)
    if planned.derived is not None:
        yield "it is derived from other outcomes"
        return
    for holds, reason in (
        (planned.change_from is not None, "it is a change, whose baseline varies"),
        (bool(item.covariates_by_outcome.get(outcome, item.covariates)), "it has covariates"),
        (item.baseline, "the baseline is in the model"),
        (item.guess != "none", "guesses are in the model"),
        (item.covariance == "random_slope", "slopes differ between people"),
        (item.carry_over, "carry-over is in the model"),
    ):
        if holds:
            yield reason
    yield from why_not_gaussian(cell.study, outcome, continuum=True)


def exact_model(cell: Cell, item: MixedModel, outcome: str, *, seed: int) -> ExactModel:
    """The planned model under the allocation of the seed's first replicate.

    With a procedure that keeps arms balanced every allocation is as good as this one; else what
    follows is conditional on it. Raises `AnalysisError` with the reasons if it cannot be had.
    """
    reasons = list(why_not_exact(cell, item, outcome))
    if reasons:
        raise AnalysisError(
            f"{outcome!r} in {item.id!r} cannot be drawn as sufficient statistics: "
            f"{'; '.join(reasons)}. Rehearse it by raw draws, or suppose less in the scenario."
        )
    reader = DrawReader(draw(cell.study, seed=seed, keep=[0]))
    setting = Setting(reader=reader, seed=seed, level=1 - float(cell.protocol.analysis.alpha))
    planned = _planned(setting, item, outcome)
    named = planned.ask().quantities
    truth = gaussian_outcome(cell.study, outcome, continuum=True)
    assert truth is not None  # or there had been a reason

    def door(
        layout: Layout,
        *,
        terms: Sequence[str],
        covariance: Covariance,
        df: DegreesOfFreedom,
        method: Method,
    ) -> ExactModel:
        asked = question(layout, terms)
        design = asked.design
        expected = _expected(reader.draw, outcome, truth, layout)
        return ExactModel(
            key=planned.key,
            title=planned.title,
            quantities=named,
            design=FixedDesign(design.X, design.group),
            rows=_rows(asked, [one.label for one in named], cell.protocol),
            beta=_coefficients(design, expected[design.participant, design.occasion], item.id),
            tau=truth.sd_between,
            sigma=truth.sd_within,
            structure="compound_symmetry"
            if covariance == "compound_symmetry"
            else "random_intercept",
            method=method,
            df=df,
        )

    return ask_mixed_model(item, setting, cell.protocol.outcome(outcome), door)


def _planned(setting: Setting, item: MixedModel, outcome: str) -> Batch:
    """The batch of the planned analysis of this outcome."""
    key = f"{item.id}.{outcome}"
    return next(one for one in batches(setting) if one.key == key)


def _rows(asked: Question, labels: Sequence[str], protocol: Protocol) -> Floats:
    """The contrasts' rows in the order of the labels, shape (q, p)."""
    found = {titled_label(one.label, protocol): one.row for one in asked.answers}
    return np.stack([found[label] for label in labels])


def _expected(drawn: Draw, outcome: str, truth: GaussianOutcome, layout: Layout) -> Floats:
    """What everybody's score is expected to be at the layout's occasions, shape (N, T)."""
    names = drawn.study.protocol.occasion_ids(*drawn.study.protocol.outcome(outcome).occasions)
    columns = [names.index(name) for name in layout.occasions]
    given = drawn.intervention(outcome)[0][:, columns]
    effect = truth.effect[np.maximum(given, 0), columns]
    return np.asarray(truth.mean[columns] + np.where(given >= 0, effect, 0.0))


def _coefficients(design: DesignMatrix, expected: Floats, analysis: str) -> Floats:
    """The coefficients that give the expected values (rows,), shape (p,)."""
    beta = np.linalg.lstsq(design.X, expected, rcond=None)[0]
    if np.abs(design.X @ beta - expected).max() > _ROUNDING * (1.0 + np.abs(expected).max()):
        raise AnalysisError(
            f"The model of {analysis!r} cannot hold what the scenario supposes of "
            f"{design.outcome!r} (means that differ over time, say), so its statistics cannot be "
            "drawn exactly. Rehearse it by raw draws."
        )
    return np.asarray(beta)
