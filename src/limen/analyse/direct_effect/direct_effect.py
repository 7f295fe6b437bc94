"""The door: the effect of the intervention with belief held fixed, where it is identified."""

from __future__ import annotations

from functools import partial

import numpy as np

from limen.analyse.answer import Answer
from limen.analyse.direct_effect.bootstrap import bootstrap_effects, percentiles
from limen.analyse.direct_effect.estimators.doubly_robust import doubly_robust
from limen.analyse.direct_effect.estimators.g_formula import g_formula
from limen.analyse.direct_effect.estimators.inverse_probability import inverse_probability
from limen.analyse.direct_effect.fitting import TITLES, Method, effect_labels, fitters, to_a_sample
from limen.analyse.direct_effect.models.outcome import OutcomeModel
from limen.analyse.direct_effect.models.propensity import Propensity, TreatmentModel, fit_propensity
from limen.analyse.direct_effect.order import OrderOfMeasurement
from limen.analyse.direct_effect.positivity import (
    FEW,
    LARGE,
    Positivity,
    beyond_overlap,
    positivity,
    require_cells,
)
from limen.analyse.direct_effect.potential import PotentialMeans
from limen.analyse.direct_effect.prepare import Prepared, prepare, require_guesses
from limen.analyse.direct_effect.tables import (
    methods_table,
    overlap_table,
    positivity_table,
    tipping_table,
)
from limen.analyse.direct_effect.unmeasured import bias, e_value
from limen.analyse.layout import Covariate, Layout
from limen.counted import counted
from limen.errors import AnalysisError
from limen.references import references
from limen.results import Estimate, FitStatus


def direct_effect(
    layout: Layout,
    *,
    order: OrderOfMeasurement,
    confounders: tuple[str | Covariate, ...],
    measured_after: tuple[str, ...] = (),
    methods: tuple[Method, ...] = ("g_formula", "ipw", "aipw"),
    active: str = "",
    outcome_model: OutcomeModel = "by_cell",
    treatment_model: TreatmentModel = "logistic",
    truncate: float | None = None,
    folds: int = 5,
    bootstrap: int = 0,
    seed: int = 0,
    level: float = 0.95,
) -> Answer:
    """Controlled direct effects CDE(m) = E[Y(1, m)] − E[Y(0, m)] at m = placebo and m = active.

    `confounders` names covariates of the layout (or holds them): those constant within a
    participant count as measured before the first dose, those that vary by occasion, or are named
    in `measured_after`, as measured between dose and guess. Rows without a guess of either
    intervention ("don't know" too) are left out and counted. The first estimate is that of the
    first method at belief placebo. Errors are clustered by participant.

    Raises `NotIdentifiedError` when the order of measurement does not allow the estimate,
    `EmptyStratumError` when a guess hardly occurs under an intervention, `NoGuessesError` without
    guesses.
    """
    names = tuple(c if isinstance(c, str) else c.name for c in confounders)
    order.require(layout.outcome, names)
    prepared = prepare(layout, confounders, measured_after, active)
    require_guesses(layout)
    rows = prepared.rows
    _require_rows(layout, prepared)
    fits = fitters(
        rows.participants,
        outcome_model=outcome_model,
        treatment_model=treatment_model,
        truncate=truncate,
        folds=folds,
        seed=seed,
    )
    propensity = fit_propensity(rows, rows.weight, treatment_model)
    estimates: list[Estimate] = []
    drawn: dict[str, tuple[float, float]] = {}
    for method in methods:
        estimates += _estimates(layout, prepared, fits[method](rows, propensity), method, level)
        if bootstrap:
            effects = bootstrap_effects(
                rows, partial(to_a_sample, fits[method]), samples=bootstrap, seed=seed
            )
            for m, label in enumerate(effect_labels(prepared.interventions, method)):
                drawn[label] = percentiles(effects[:, m], level)
    found = positivity(rows, propensity, truncate)
    sd = float(layout.value[layout.observed].std(ddof=1))
    usable = tuple(e for e in estimates if e.status.usable)
    return Answer(
        estimates=tuple(estimates),
        tables=(
            methods_table((*estimates, _unadjusted(layout, prepared, level)), drawn),
            positivity_table(prepared, found),
            overlap_table(prepared, propensity),
            *((tipping_table(usable[:2], sd),) if usable and sd > 0 else ()),
        ),
        warnings=_warnings(prepared, propensity, found, tuple(estimates), outcome_model),
        details={
            "confounders_before_dosing": ", ".join(prepared.before),
            "confounders_before_guess": ", ".join(prepared.after),
            "outcome_model": outcome_model,
            "treatment_model": treatment_model,
            "truncate": truncate,
            "folds": folds,
            "bootstrap": bootstrap,
            "seed": seed,
        },
        methods=(
            "Controlled direct effects, with belief set to each intervention, were estimated by "
            f"{', '.join(TITLES[m] for m in methods)}, adjusting for "
            f"{', '.join(names)}; standard errors are clustered by participant. They rest on there "
            "being no further common cause of guess and outcome, which data cannot show: E-values "
            "and a tipping curve say how strong one would have to be."
        ),
        references=tuple(
            entry
            for function in (g_formula, inverse_probability, doubly_robust, e_value, bias)
            for entry in references(function)
        ),
        failed=not usable,
        message="" if usable else FitStatus.NOT_ESTIMABLE.value,
    )


def _require_rows(layout: Layout, prepared: Prepared) -> None:
    if not prepared.rows.weight.any():
        raise AnalysisError(
            f"{layout.outcome!r}: no row has an outcome, a guess and every confounder. "
            "Look at the missingness table, and leave out the confounder that is hardly there."
        )
    require_cells(prepared.rows, prepared.interventions)


def _estimates(
    layout: Layout, prepared: Prepared, found: PotentialMeans, method: Method, level: float
) -> list[Estimate]:
    effects = found.direct_effects(prepared.rows)
    people = int((prepared.rows.by_participant(np.ones_like(prepared.rows.weight))[0] > 0).sum())
    return [
        Estimate.normal(
            label=label,
            value=float(effects.value[0, m]),
            standard_error=float(effects.standard_error[0, m]),
            level=level,
            unit=layout.unit,
            n=int(prepared.rows.total[0]),
            participants=people,
            status=FitStatus.of(effects.status[0]),
            interval="Wald, clustered",
        )
        for m, label in enumerate(effect_labels(prepared.interventions, method))
    ]


def _unadjusted(layout: Layout, prepared: Prepared, level: float) -> Estimate:
    """The contrast that randomisation alone makes valid, over the same rows."""
    rows = prepared.rows
    value, influence = 0.0, np.zeros_like(rows.outcome)
    for a, sign in ((0, -1.0), (1, 1.0)):
        inside = rows.arm(a)
        count = float((rows.weight * inside).sum())
        mean = float((rows.weight * inside * rows.outcome).sum()) / count
        value += sign * mean
        influence += sign * inside * (rows.outcome - mean) / count
    sums = rows.by_participant(influence)[0]
    return Estimate.normal(
        label=f"{prepared.interventions[1]} − {prepared.interventions[0]}, unadjusted, same rows",
        value=value,
        standard_error=float(np.sqrt((sums**2).sum() * len(sums) / (len(sums) - 1))),
        level=level,
        unit=layout.unit,
        n=int(rows.total[0]),
        interval="Wald, clustered",
    )


def _warnings(
    prepared: Prepared,
    propensity: Propensity,
    found: Positivity,
    estimates: tuple[Estimate, ...],
    outcome_model: OutcomeModel,
) -> tuple[str, ...]:
    said = [
        f"{counted(count, 'row is', 'rows are')} left out: {reason}. The effect is that among "
        "the others."
        for reason, count in prepared.left_out.items()
        if count
    ]
    if not propensity.usable[0]:
        said.append(
            "The confounders separate the guesses (or are collinear), so their probabilities do "
            "not exist: inverse probability and doubly robust estimates are withheld. Use fewer "
            "or coarser confounders."
        )
    if found.participants[0].min() < FEW:
        said.append(
            "A cell of intervention and guess has "
            f"{counted(int(found.participants[0].min()), 'participant')}; estimates that need it "
            "are fragile."
        )
    if found.largest[0].max() > LARGE:
        said.append(
            f"The largest weight is {found.largest[0].max():.0f} times its cell's mean: few people "
            "carry the weighted estimates. See the positivity table."
        )
    share = beyond_overlap(prepared.rows, propensity)
    if share > 0.05:
        said.append(
            f"{share:.0%} of rows had less than a 1% chance of the other guess: there the models "
            "extrapolate."
        )
    lost = [estimate.label for estimate in estimates if not estimate.status.usable]
    if lost and propensity.usable[0]:
        said.append(
            f"No estimate for {lost[0]}: a cell is too small for its regression, or somebody's "
            "guess so unlikely that one row would weigh more than all others. "
            + (
                "Name fewer confounders."
                if outcome_model == "shared"
                else "Write `outcome_model: shared` in the analysis, or name fewer confounders."
            )
        )
    if not prepared.after:
        said.append(
            "Nothing measured between dose and guess is adjusted for. If side effects or early "
            "benefit moved the guess, these estimates are biased in either direction."
        )
    return tuple(said)
