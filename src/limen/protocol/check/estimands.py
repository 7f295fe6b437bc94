"""Estimands: named strategies, conditions that are compared, a schedule that can feed them."""

from __future__ import annotations

from collections.abc import Iterator

from limen.protocol.check.context import Context, all_of, said
from limen.protocol.check.finding import Finding
from limen.protocol.check.measures import phase_kind
from limen.protocol.document.analysis import INTERCURRENT_EVENTS, Estimand
from limen.protocol.document.opening import Path
from limen.protocol.document.part import known

_BINARY = ("risk_difference", "odds_ratio", "rate_ratio")
_FINER = {"administration": 0, "period": 1, "arm": 2}


def check_estimands(context: Context) -> Iterator[Finding]:
    """Yield estimands that lack a strategy, or that the schedule cannot feed."""
    for path, estimand in context.each("estimands"):
        yield from _variable(context, path, estimand)
        yield from _treatment(context, path, estimand)
        yield from _events(context, path, estimand)


def _variable(context: Context, path: Path, estimand: Estimand) -> Iterator[Finding]:
    if not estimand.all_outcomes and known(estimand.outcome) and known(estimand.outcomes):
        yield Finding(path, f"Estimand '{estimand.id}' has no variable.", "Write `outcome: ...`.")
    yield from context.refers((*path, "outcome"), estimand.outcome, context.outcomes, "outcome")
    yield from context.refer((*path, "outcomes"), estimand.outcomes, context.outcomes, "outcome")
    yield from context.occasion_list((*path, "occasions"), estimand.occasions)
    wanted = context.occasions(estimand.occasions)
    for id in estimand.all_outcomes:
        outcome = context.outcomes.get(id)
        if outcome is None:
            continue
        unfed = wanted - context.occasions(outcome.occasions)
        if unfed and context.occasions(outcome.occasions):
            names = sorted(unfed)
            more = f" (and {len(names) - 1} more)" if len(names) > 1 else ""
            yield Finding(
                (*path, "occasions"),
                f"The outcome '{id}' is not measured at '{names[0]}'{more}, which '{estimand.id}' "
                "needs.",
                f"Add the occasion to the outcome, or choose among: "
                f"{', '.join(all_of(outcome.occasions))}.",
            )
        yield from _baseline(context, path, estimand, id)


def _baseline(context: Context, path: Path, estimand: Estimand, id: str) -> Iterator[Finding]:
    baseline = said(context.outcomes[id].change_from)
    kind = phase_kind(context, baseline) if baseline is not None else None
    if kind is not None and kind not in ("screening", "run_in"):
        yield Finding(
            path,
            f"'{id}' changes from '{baseline}', which is in a phase of kind {kind}.",
            "A baseline is measured before dosing: in screening or run-in.",
        )


def _treatment(context: Context, path: Path, estimand: Estimand) -> Iterator[Finding]:
    treatment = said(estimand.treatment)
    if treatment is None or not known(treatment.basis):
        return
    path = (*path, "treatment")
    arms = treatment.basis == "arm"
    allowed = context.ids("arms" if arms else "interventions")
    what = "arm" if arms else "intervention"
    for name in ("active", "reference"):
        yield from context.refers((*path, name), getattr(treatment, name), allowed, what)
    if known(treatment.active) and treatment.active == treatment.reference:
        yield Finding((*path, "reference"), "A treatment is compared with itself.", "Name another.")
    for id in estimand.all_outcomes:
        outcome = context.outcomes.get(id)
        exposure = said(outcome.exposure) if outcome is not None else None
        if exposure is not None and _FINER[treatment.basis] < _FINER[exposure]:
            yield Finding(
                (*path, "basis"),
                f"'{id}' follows the {exposure}, so it cannot be compared by {treatment.basis}.",
                f"Write `basis: {exposure}`.",
            )


def _events(context: Context, path: Path, estimand: Estimand) -> Iterator[Finding]:
    events = said(estimand.intercurrent_events)
    if events is None:
        return
    path = (*path, "intercurrent_events")
    if said(estimand.role) == "primary":
        for name, words in INTERCURRENT_EVENTS.items():
            if getattr(events, name) is None:
                yield Finding(
                    (*path, name),
                    f"The primary estimand '{estimand.id}' names no strategy for {words}.",
                    f"Write `{name}:` with treatment_policy, hypothetical, composite_variable, "
                    "while_on_treatment or principal_stratum.",
                )
    if said(events.guessing_the_arm) == "hypothetical":
        asked = {
            id for guess in context.guesses.values() for id in context.occasions(guess.occasions)
        }
        if not context.guesses or not asked:
            yield Finding(
                (*path, "guessing_the_arm"),
                "A hypothetical strategy for guessing needs to know who guessed, and nobody is "
                "asked.",
                "Add a treatment guess under `guesses`, or write treatment_policy.",
            )
    for name in INTERCURRENT_EVENTS:
        if getattr(events, name) == "composite_variable" and said(estimand.summary) not in (
            None,
            *_BINARY,
        ):
            yield Finding(
                (*path, name),
                "A composite variable makes of the event a bad outcome; a mean has no such value.",
                f"Use a summary of a yes-or-no outcome ({', '.join(_BINARY)}), or another "
                "strategy.",
            )
