"""The door: stressor reactivity against a line frozen on the run-in, after stressor exposure."""

from __future__ import annotations

from limen.analyse.answer import Answer
from limen.analyse.layout import Layout
from limen.analyse.resilience.answers import (
    arms_of,
    estimates_by_arm,
    people_per_arm,
    require_people,
)
from limen.analyse.resilience.comparison import difference_in_means
from limen.analyse.resilience.reactivity.bootstrap import bootstrap_effect, percentile_limits
from limen.analyse.resilience.reactivity.diary import Diary, days_of, require_run_in
from limen.analyse.resilience.reactivity.effect import effect_on_reactivity, reactivity
from limen.analyse.resilience.reactivity.mixed import mixed_effect
from limen.analyse.resilience.reactivity.normative_line import DiarySums
from limen.analyse.resilience.reactivity.slope import difference_in_slopes
from limen.analyse.resilience.reactivity.tables import (
    distribution_table,
    exposure_table,
    line_table,
    routes_table,
)
from limen.counted import counted
from limen.references import references
from limen.results import Estimate, Estimates, Ints

REACTIVITY, EXPOSURE = "Stressor reactivity", "Stressors per entry"
ADJUSTED = "Stressor reactivity, adjusted for the run-in"
SLOPE = "Problems per stressor, within participants"
SHORTEST_RUN_IN = 14  # days
_ADJUSTED = ", adjusted for their own run-in by analysis of covariance"


def stressor_reactivity(
    problems: Layout,
    exposure: Layout,
    *,
    run_in: tuple[str, ...],
    treatment: tuple[str, ...],
    quadratic: bool = False,
    adjusted: bool = False,
    bootstrap: int = 2000,
    seed: int = 0,
    level: float = 0.95,
) -> Answer:
    """Effect of the arm on stressor exposure, and then on reactivity to it.

    `problems` and `exposure` are diaries of the same participants; `run_in` and `treatment` name
    their occasions. Problems P are compared with the line P̂ = a + bE (+ cE²) of the run-in, all
    arms together, in units of its residual standard deviation: below 0 is fewer problems than that
    many stressors usually bring. The line is never refitted during the treatment, where it would
    absorb the effect. The first table is the effect on exposure, to be read first; the first
    estimate is that on reactivity, which answers the question: as it is or, if `adjusted`, adjusted
    for everybody's own run-in.

    Raises `AnalysisError` without a run-in, or when an arm has fewer than two participants with
    entries; `DesignMatrixError` when stressors did not vary in the run-in.
    """
    diary = Diary.of(problems, exposure, run_in, treatment)
    require_run_in(diary, problems, exposure)
    run_in_days = days_of(problems.at(*run_in))
    arm, arms = arms_of(problems), len(problems.arms)
    sums = diary.sums(powers=2 if quadratic else 1)
    people = people_per_arm(problems, sums.treatment[0] > 0)
    require_people(problems, people, "treatment entries of both problems and stressors")
    both = people_per_arm(problems, (sums.treatment[0] > 0) & (sums.run_in[0] > 0))
    found_by = compare(diary, sums, arm, arms)
    compared = {title: found_by[title] for title in in_order(adjusted=adjusted)}
    counts = {ADJUSTED: both}
    units = {EXPOSURE: exposure.unit, SLOPE: problems.unit}
    estimates = {
        title: estimates_by_arm(
            numbers, problems, title, level=level, unit=units.get(title, "residual SD"),
            people=counts.get(title, people),
        )
        for title, numbers in compared.items()
    }  # fmt: skip
    plain, known = compared[REACTIVITY], effect_on_reactivity(sums, arm, arms, line_known=True)
    drawn = (
        bootstrap_effect(sums, arm, arms, replicates=bootstrap, seed=seed) if bootstrap else None
    )
    limits = None if drawn is None else percentile_limits(drawn, level)
    found = reactivity(sums)
    mixed = mixed_effect(diary, found.line, arm, arms)
    return Answer(
        estimates=tuple(each for group in estimates.values() for each in group),
        tables=(
            exposure_table(problems, exposure, sums, estimates[EXPOSURE]),
            line_table(problems, exposure, diary, found, sums),
            distribution_table(problems, found, sums.treatment[0] > 0),
            routes_table(problems, plain, (known, mixed), limits, level),
        ),
        warnings=(*_short_run_in(run_in_days), *_exposure_differs(estimates[EXPOSURE])),
        details={
            "run_in_days": run_in_days,
            "run_in_entries": int(sums.run_in.sum()),
            "treatment_entries": int(sums.treatment.sum()),
            "intercept": float(found.line.coefficients[0, 0]),
            "slope": float(found.line.coefficients[0, 1]),
            "residual_sd": float(found.line.scale[0]),
            "quadratic": quadratic,
            "adjusted": adjusted,
            "bootstrap": bootstrap,
            "seed": seed,
        },
        methods=(
            f"Stressor reactivity was the participant's mean residual from a "
            f"{'quadratic' if quadratic else 'straight'} line of {problems.outcome} on "
            f"{exposure.outcome}, fitted by least squares to the run-in of all arms together and "
            "frozen, in units of its residual standard deviation. Arms were compared by "
            f"participants' means{_ADJUSTED if adjusted else ''}; standard errors carry the line's "
            "uncertainty (influence functions clustered by participant, Welch degrees of freedom; "
            "beside them a cluster bootstrap). The effect on exposure, itself post-randomisation, "
            "is reported first."
        ),
        references=references(reactivity),
    )


def in_order(*, adjusted: bool) -> tuple[str, ...]:
    """The titles of what `compare` gives, the one that answers first."""
    first, other = (ADJUSTED, REACTIVITY) if adjusted else (REACTIVITY, ADJUSTED)
    return first, EXPOSURE, other, SLOPE


def compare(diary: Diary, sums: DiarySums, arm: Ints, arms: int) -> dict[str, Estimates]:
    """Arms after the reference compared with it, (R, arms − 1) each, by title.

    Each replicate must have a line.
    """
    return {
        REACTIVITY: effect_on_reactivity(sums, arm, arms),
        EXPOSURE: difference_in_means(sums.exposure[..., 1], sums.treatment > 0, arm, arms),
        ADJUSTED: effect_on_reactivity(sums, arm, arms, adjusted=True),
        SLOPE: difference_in_slopes(diary.problems, diary.exposure, diary.treatment, arm, arms),
    }


def _short_run_in(days: int) -> tuple[str, ...]:
    if days >= SHORTEST_RUN_IN:
        return ()
    return (
        f"The run-in has {counted(days, 'day')}; a normative line needs "
        f"{SHORTEST_RUN_IN} or "
        "more. The line is uncertain, and its uncertainty is in the interval.",
    )


def _exposure_differs(exposure: tuple[Estimate, ...]) -> tuple[str, ...]:
    return tuple(
        f"{estimate.label}: arms met different numbers of stressors (p = {estimate.p:.2g}). "
        "Stressors after randomisation are part of the outcome: reactivity then compares arms at "
        "stressors that the treatment may have chosen, and cannot be read alone."
        for estimate in exposure
        if estimate.p < 0.05
    )
