"""Effect of the arm on stressor reactivity, with the error of the frozen line carried along."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from limen.analyse.resilience.comparison import arm_means, clustered, contrast_weights
from limen.analyse.resilience.reactivity.normative_line import DiarySums, NormativeLine, fit_line
from limen.results import Estimates, FitStatus, Floats, Ints


@dataclass(frozen=True, kw_only=True)
class Reactivity:
    """Stressor reactivity of every participant, and the line it is measured from."""

    line: NormativeLine
    score: Floats  # (R, N), mean SR over the treatment; 0 without entries
    before: Floats  # (R, N), mean SR over the run-in; 0 without entries
    before_exposure: Floats  # (R, N, K), mean x over the run-in


def reactivity(sums: DiarySums, weights: Floats | None = None) -> Reactivity:
    r"""Participants' mean stressor reactivity, $SR_i = \overline{(P - \hat P(E))}/s$.

    ```bibtex
    @article{kalisch2021frequent,
      title   = {The frequent stressor and mental health monitoring-paradigm: a proposal for the
                 operationalization and measurement of resilience and the identification of
                 resilience processes in longitudinal observational studies},
      author  = {Kalisch, Raffael and K{\"o}ber, G{\"o}ran and Binder, Harald and others},
      journal = {Frontiers in Psychology},
      volume  = {12}, pages = {710493}, year = {2021}
    }
    ```
    """
    line = fit_line(sums, weights)
    entries = np.maximum(sums.run_in, 1.0)
    before_exposure = sums.gram[..., 0, :] / entries[..., None]
    return Reactivity(
        line=line,
        score=_residual(line, sums.problems, sums.exposure) * (sums.treatment > 0),
        before=_residual(line, sums.cross[..., 0] / entries, before_exposure) * (sums.run_in > 0),
        before_exposure=before_exposure,
    )


def effect_on_reactivity(
    sums: DiarySums,
    arm: Ints,
    arms: int,
    *,
    adjusted: bool = False,
    line_known: bool = False,
    weights: Floats | None = None,
) -> Estimates:
    r"""Mean SR of each arm minus that of arm 0; quantities are the arms after the reference.

    $\hat\theta = (\Delta\bar P - \hat\beta'\Delta\bar x)/\hat s$, every participant counting once.
    The standard error adds, participant by participant, what they contribute to the arm means, to
    the line and to s (influence functions), because the same people make all three; degrees of
    freedom are Welch's. `line_known` leaves the line's error out, for comparison. `adjusted`
    subtracts the part that the participant's own run-in predicts (analysis of covariance);
    those without run-in entries are then left out.

    `arm` is (R, N). With `weights` (B, N) and one replicate it gives B bootstrap replicates.
    """
    found = reactivity(sums, weights)
    keep = (sums.treatment > 0) & (arm >= 0) & ((sums.run_in > 0) | (not adjusted))
    w = np.where(keep, 1.0 if weights is None else weights, 0.0)
    slope = _within_arms_slope(found, arm, arms, w) if adjusted else np.zeros(w.shape[:-1])
    score = found.score - slope[..., None] * found.before
    exposure = sums.exposure - slope[..., None, None] * found.before_exposure
    line, scale = found.line.influence(sums)
    n = np.stack([(w * (arm == a)).sum(-1) for a in range(arms)], axis=-1)
    columns = []
    for a in range(1, arms):
        contrast = contrast_weights(arm, w, n, a)
        value = (contrast * score).sum(-1)
        error = contrast * (score - arm_means(score, arm, w, n))
        if not line_known:
            step = np.einsum("...n,...nk->...k", contrast, exposure)
            error = error - np.einsum("...k,...nk->...n", step, line) / found.line.scale[..., None]
            error = error - (value / found.line.scale)[..., None] * scale
        columns.append((value, *clustered(error, arm, n)))
    value, standard_error, df = (np.stack(part, axis=-1) for part in zip(*columns, strict=True))
    few = n.min(-1) < 2
    status = np.where(few, FitStatus.TOO_FEW.code, FitStatus.CONVERGED.code).astype(np.int8)
    labels = tuple(str(a) for a in range(1, arms))
    return Estimates(
        labels=labels, value=value, standard_error=standard_error, df=df, status=status
    )


def _residual(line: NormativeLine, problems: Floats, exposure: Floats) -> Floats:
    fitted = np.einsum("...nk,...k->...n", exposure, line.coefficients)
    standardised: Floats = (problems - fitted) / line.scale[..., None]
    return standardised


def _within_arms_slope(found: Reactivity, arm: Ints, arms: int, w: Floats) -> Floats:
    """Slope of SR in treatment on SR in the run-in, within arms."""
    n = np.stack([(w * (arm == a)).sum(-1) for a in range(arms)], axis=-1)
    x = found.before - arm_means(found.before, arm, w, n)
    y = found.score - arm_means(found.score, arm, w, n)
    square = (w * x * x).sum(-1)
    slope: Floats = (w * x * y).sum(-1) / np.where(square > 0, square, 1.0)
    return slope
