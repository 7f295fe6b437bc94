"""Outcomes, covariates and expectancies: fed by the schedule and by scores that exist."""

from __future__ import annotations

from collections.abc import Iterator

from limen.protocol.check.context import Context, all_of, said
from limen.protocol.check.finding import Finding
from limen.protocol.check.scales import known_instruments, subscales
from limen.protocol.document.lookup import suggestion
from limen.protocol.document.measurement import Covariate, Outcome, StressorReactivityScore
from limen.protocol.document.opening import Path
from limen.protocol.document.part import Unknown

BEFORE_TREATMENT = ("screening", "run_in")


def check_measures(context: Context) -> Iterator[Finding]:
    """Yield outcomes, covariates and expectancies that the study does not measure."""
    for path, own in context.each("instruments"):
        for number, scale in enumerate(all_of(own.subscales)):
            low, high = said(scale.low), said(scale.high)
            if low is not None and high is not None and high <= low:
                here = (*path, "subscales", number, "high")
                yield Finding(here, "The range ends before it begins.", "Swap `low` and `high`.")
    for path, outcome in context.each("outcomes"):
        yield from _outcome(context, path, outcome)
    for path, covariate in context.each("covariates"):
        yield from _covariate(context, path, covariate)
    for path, expectancy in context.each("expectancies"):
        yield from _expectancy(context, path, expectancy)


def phase_kind(context: Context, reference: str) -> str | None:
    """Return the kind of phase in which an occasion takes place."""
    definition = context.definitions.get(reference.partition(".")[0])
    for _, phase in context.each("phases"):
        if definition is not None and phase.id == said(definition.phase):
            return said(phase.kind)
    return None


def _outcome(context: Context, path: Path, outcome: Outcome) -> Iterator[Finding]:
    yield from context.occasion_list((*path, "occasions"), outcome.occasions)
    yield from context.occasion((*path, "change_from"), outcome.change_from)
    ways = ("instrument", "measurement", "derived")
    used = [way for way in ways if getattr(outcome, way) is not None]
    if len(used) != 1:
        yield Finding(
            path,
            f"Outcome '{outcome.id}' has {' and '.join(used) if used else 'no score'}.",
            "Write exactly one of `instrument`, `measurement` and `derived`.",
        )
        return
    if isinstance(outcome.derived, StressorReactivityScore):
        yield from _derived(context, (*path, "derived"), outcome.derived)
    elif isinstance(outcome.measurement, str):
        allowed = context.ids("measurements")
        yield from context.refers(
            (*path, "measurement"), outcome.measurement, allowed, "measurement"
        )
        yield from _measured(context, path, outcome, "measurements", outcome.measurement)
    elif isinstance(outcome.instrument, str):
        yield from scored(context, path, outcome.instrument, outcome.subscale)
        yield from _measured(context, path, outcome, "measures", outcome.instrument)
    yield from _lag(context, path, outcome)


def scored(
    context: Context, path: Path, instrument: str, subscale: str | Unknown | None
) -> Iterator[Finding]:
    """Yield a finding if there is no such instrument, or it has no such subscale."""
    scales = subscales(context, instrument)
    if scales is None:
        here = (*path, "instrument" if path[0] == "outcomes" else "name")
        yield from context.refers(here, instrument, known_instruments(context), "instrument")
    elif isinstance(subscale, str) and subscale not in scales:
        if subscale not in context.lost:
            yield Finding(
                (*path, "subscale"),
                f"The instrument '{instrument}' has no subscale '{subscale}'.",
                suggestion(subscale, scales),
            )
    elif subscale is None and len(scales) > 1:
        yield Finding(
            path,
            f"The instrument '{instrument}' has {len(scales)} subscales; which is meant?",
            f"Write `subscale:` with one of: {', '.join(scales)}.",
        )


def _measured(
    context: Context, path: Path, outcome: Outcome, what: str, name: str
) -> Iterator[Finding]:
    """Yield a finding for each occasion of an outcome at which it is not measured."""
    references = [((*path, "occasions", n), ref) for n, ref in enumerate(all_of(outcome.occasions))]
    baseline = said(outcome.change_from)
    if baseline is not None:
        references.append(((*path, "change_from"), baseline))
    for place, reference in references:
        definition = context.definitions.get(reference.partition(".")[0])
        if definition is None or isinstance(getattr(definition, what), Unknown):
            continue
        if name in getattr(definition, what) or name in context.lost:
            continue
        if context.occasions([reference]) - context.in_forms(what, name):
            yield Finding(
                place,
                f"'{definition.id}' does not measure '{name}', so '{outcome.id}' has no value "
                "there.",
                f"Add '{name}' to its `{what}`, or leave the occasion out here.",
            )
    inside = context.occasions([baseline] if baseline else []) & context.occasions(
        outcome.occasions
    )
    if baseline is not None and inside:
        yield Finding(
            (*path, "occasions"),
            f"The baseline '{baseline}' is also an occasion whose change is analysed.",
            "Leave it out of `occasions`: its change is always 0.",
            key=True,
        )


def _derived(context: Context, path: Path, derived: StressorReactivityScore) -> Iterator[Finding]:
    for name in ("problems", "stressors"):
        here = (*path, name)
        yield from context.refers(here, getattr(derived, name), context.outcomes, "outcome")
        source = context.outcomes.get(str(getattr(derived, name)))
        missing = context.occasions(derived.run_in) - (
            context.occasions(source.occasions) if source is not None else set()
        )
        if source is not None and missing:
            yield Finding(
                (*path, "run_in"),
                f"'{source.id}' is not measured at {_first(missing)}, so no line can be frozen.",
                f"Add the run-in to the occasions of '{source.id}'.",
                key=True,
            )
    yield from context.occasion_list((*path, "run_in"), derived.run_in)
    for number, reference in enumerate(all_of(derived.run_in)):
        kind = phase_kind(context, reference)
        if kind is not None and kind not in BEFORE_TREATMENT:
            yield Finding(
                (*path, "run_in", number),
                f"'{reference}' is in a phase of kind {kind}; the line is frozen before dosing.",
                "Name a diary of the run-in.",
            )


def _lag(context: Context, path: Path, outcome: Outcome) -> Iterator[Finding]:
    lag = said(outcome.exposure_lag_days)
    if lag and said(outcome.exposure) != "administration":
        yield Finding(
            (*path, "exposure_lag_days"),
            "A lag counts from an administration, and this outcome follows another exposure.",
            "Write `exposure: administration`, or leave the lag out.",
        )


def _covariate(context: Context, path: Path, covariate: Covariate) -> Iterator[Finding]:
    origin, name = said(covariate.from_), covariate.column
    if said(covariate.kind) == "factor" and len(all_of(covariate.levels)) < 2:
        yield Finding(
            path, f"The factor '{covariate.id}' has no levels.", "Write two `levels` or more."
        )
    yield from context.occasion((*path, "occasion"), covariate.occasion)
    here = (*path, "name" if covariate.name is not None else "id")
    if origin == "expectancies":
        yield from context.refers(here, name, context.ids("expectancies"), "expectancy")
    elif origin == "screening":
        questions = context.ids("population", "screening")
        yield from context.refers(here, name, questions, "screening question")
    elif origin == "measurements":
        yield from context.refers(here, name, context.ids("measurements"), "measurement")
    elif origin == "scores":
        yield from scored(context, path, name, covariate.subscale)
    if origin in ("scores", "measurements") and covariate.occasion is None:
        yield Finding(path, f"When is '{covariate.id}' measured?", "Write `occasion: ...`.")


def _expectancy(context: Context, path: Path, expectancy: object) -> Iterator[Finding]:
    occasion = getattr(expectancy, "occasion", None)
    yield from context.occasion((*path, "occasion"), occasion)
    for name, what in (("interventions", "intervention"), ("outcomes", "outcome")):
        values = getattr(expectancy, name, ())
        yield from context.refer((*path, name), values, context.ids(name), what)
    kind = phase_kind(context, occasion) if isinstance(occasion, str) else None
    if kind is not None and kind not in BEFORE_TREATMENT:
        yield Finding(
            (*path, "occasion"),
            f"'{occasion}' is in a phase of kind {kind}, after allocation.",
            "Expectancies are asked before allocation: in screening or run-in.",
        )


def _first(occasions: set[str]) -> str:
    names = sorted(occasions)
    return f"'{names[0]}'" + (f" and {len(names) - 1} more" if len(names) > 1 else "")
