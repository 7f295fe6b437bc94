"""Stressor reactivity of R replicates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from limen.analyse.batch.columns import DIARY, a_few_at_once, beside, in_place
from limen.analyse.batch.quantity import Batch, BatchAnswer, Quantity, Target
from limen.analyse.layout import Layout
from limen.analyse.plan.items.resilience import ReactivityPlan, reactivity_plan
from limen.analyse.plan.question import Setting
from limen.analyse.resilience.answers import arms_of, in_every_arm, labels_by_arm
from limen.analyse.resilience.reactivity.diary import Diary, require_run_in
from limen.analyse.resilience.reactivity.normative_line import line_exists
from limen.analyse.resilience.reactivity.stressor_reactivity import (
    ADJUSTED,
    EXPOSURE,
    REACTIVITY,
    SLOPE,
    compare,
    in_order,
)
from limen.protocol.document.analysis import StressorReactivity
from limen.protocol.document.measurement import Outcome
from limen.results import Estimates

_SUFFIXES = {REACTIVITY: "plain", EXPOSURE: "exposure", ADJUSTED: "adjusted", SLOPE: "slope"}


def stressor_reactivity_batches(item: StressorReactivity, setting: Setting) -> Iterator[Batch]:
    """The effect on reactivity, that on exposure, the adjusted one, and slopes.

    Errors are those that `limen analyse` gives, by influence functions with the line's own error;
    nothing is bootstrapped. A replicate without a line, or with an arm of fewer than two people
    with entries, has no estimate.
    """
    outcome = setting.reader.protocol.outcome(item.outcome)
    yield Batch(
        key=f"{item.id}.{outcome.id}",
        title=item.title,
        analysis=item.id,
        estimator=item.estimator,
        ask=partial(_reactivity, item, setting, outcome),
    )


def _reactivity(item: StressorReactivity, setting: Setting, outcome: Outcome) -> BatchAnswer:
    plan = reactivity_plan(item, setting, outcome)
    require_run_in(
        Diary.of(plan.problems, plan.stressors, plan.run_in, plan.treatment),
        plan.problems,
        plan.stressors,
    )
    found = a_few_at_once((plan.problems, plan.stressors), partial(_compared, item, plan), DIARY)
    arms = setting.reader.exposure.arms
    targets = _targets(item, plan, outcome)
    key = f"{item.id}.{outcome.id}"
    quantities: list[Quantity] = []
    for number, title in enumerate(in_order(adjusted=item.adjusted)):
        suffix = _SUFFIXES[title] if number else ""
        for a in range(1, len(arms)):
            first = not quantities
            names = [name for name in (suffix, arms[a] if a > 1 else "") if name]
            quantities.append(
                Quantity(
                    key=".".join([key, *names]),
                    analysis=item.id,
                    method="stressor_reactivity",
                    title=item.title,
                    label=found.labels[len(quantities)],
                    target=replace(targets[title], active=arms[a], reference=arms[0]),
                    answers=first,
                )
            )
    return BatchAnswer(quantities=tuple(quantities), estimates=found)


def _compared(
    item: StressorReactivity, plan: ReactivityPlan, problems: Layout, stressors: Layout
) -> Estimates:
    """All comparisons in a few replicates."""
    diary = Diary.of(problems, stressors, plan.run_in, plan.treatment)
    sums = diary.sums(powers=2 if item.line == "quadratic" else 1)
    keep = line_exists(sums) & in_every_arm(problems, sums.treatment > 0)
    labels = {title: labels_by_arm(problems, title) for title in in_order(adjusted=item.adjusted)}
    found: dict[str, Estimates] = {}
    if keep.any():
        arm = arms_of(problems)[keep]
        kept = diary if keep.all() else diary.of_replicates(keep)
        found = compare(kept, sums.of_replicates(keep), arm, len(problems.arms))
    return beside([in_place(found.get(title), keep, names) for title, names in labels.items()])


def _targets(item: StressorReactivity, plan: ReactivityPlan, outcome: Outcome) -> dict[str, Target]:
    """What each comparison is aimed at, whichever the arms."""
    measure = "reactivity_quadratic" if item.line == "quadratic" else "reactivity"
    aim = Target(
        outcome=outcome.id,
        occasions=plan.treatment,
        active="",
        reference="",
        basis="arm",
        measure=measure,
    )
    stressors = outcome.derived.stressors if outcome.derived else ""
    return {
        REACTIVITY: aim,
        EXPOSURE: replace(aim, outcome=stressors, measure="mean"),
        ADJUSTED: aim,
        SLOPE: replace(aim, measure="slope"),
    }
