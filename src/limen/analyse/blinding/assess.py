"""How well was this study blinded? The door from a layout to all indices."""

from __future__ import annotations

import numpy as np

from limen.analyse.answer import Answer
from limen.analyse.blinding import tables
from limen.analyse.blinding.bootstrap import percentile_limits, resampled
from limen.analyse.blinding.counts import (
    GuessCounts,
    GuessesByParticipant,
    first_replicate,
    guesses_by_participant,
    refuse_a_silent_arm,
)
from limen.analyse.blinding.indices import INDICES, BlindingIndex, analytic_limits
from limen.analyse.blinding.indices.detection import needs_correction
from limen.analyse.layout import Layout
from limen.counted import counted
from limen.errors import AnalysisError
from limen.references import references
from limen.results import Cell, Estimate, Estimates, FitStatus, Floats

THIN = 15  # guesses in an arm below which an index says little


def blinding(layout: Layout, *, bootstrap: int = 2000, seed: int, level: float = 0.95) -> Answer:
    """Assess blinding: guesses by arm and time, and every index, first replicate of the layout.

    `bootstrap` is the number of cluster bootstrap samples (0 for none): participants are drawn
    with all of their guesses, because one person's guesses resemble each other. Raises
    `NoGuessesError` when there are no guesses, or none after one of the interventions.
    """
    require_two(layout)
    first = first_replicate(layout)
    guesses = guesses_by_participant(first)
    refuse_a_silent_arm(guesses)
    counts = guesses.pooled()
    samples = resampled(guesses, bootstrap, seed=seed, of=layout.outcome) if bootstrap else None
    estimates: list[Estimate] = []
    rows: list[tuple[Cell, ...]] = []
    for index in INDICES.values():
        if index.needs_confidence and counts.ratings is None:
            continue
        computed = index.compute(counts, level)
        limits = _bootstrap_limits(index, samples, computed, level)
        rows += tables.index_rows(index, computed, level, limits)
        estimates += _estimates(computed, limits, counts, guesses, level)
    if _nobody_guessed(counts):
        estimates = [e for e in estimates if e.status.usable]
    by_time = _by_occasion(first)
    times = {"all occasions": counts, **by_time} if len(by_time) > 1 else {**by_time}
    return Answer(
        estimates=tuple(estimates),
        tables=(
            tables.guess_counts_table(times),
            tables.guess_shares_table(times, level),
            tables.indices_table(rows, level, (tables.BESIDE, _limits_note(bootstrap))),
            tables.over_time_table(by_time, level),
        ),
        warnings=_warnings(counts),
        details=_details(guesses, counts, bootstrap),
        methods=_methods(bootstrap, level, unsure=bool(counts.answers[..., -1].any())),
        references=_references(counts),
    )


def require_two(layout: Layout) -> None:
    """Refuse a layout in which there is nothing to tell apart."""
    if len(layout.interventions) < 2:
        raise AnalysisError(
            f"Blinding needs two interventions to tell apart; the layout of {layout.outcome!r} has "
            f"{list(layout.interventions)}. Name the active and the reference intervention."
        )


def _by_occasion(layout: Layout) -> dict[str, GuessCounts]:
    counts = {
        occasion: guesses_by_participant(layout.at(occasion)).pooled()
        for occasion in layout.occasions
    }
    return {occasion: c for occasion, c in counts.items() if c.total.sum() > 0}


def _bootstrap_limits(
    index: BlindingIndex, samples: GuessCounts | None, computed: Estimates, level: float
) -> Floats:
    """Lower limit, upper limit and standard error per quantity, shape (quantities, 3)."""
    if samples is None:
        return np.full((len(computed.labels), 3), np.nan)
    return np.stack(percentile_limits(index.compute(samples, level).value, level), axis=1)


def _estimates(
    computed: Estimates,
    limits: Floats,
    counts: GuessCounts,
    guesses: GuessesByParticipant,
    level: float,
) -> list[Estimate]:
    lower, upper = analytic_limits(computed, level)
    people = int((guesses.answers[0].sum(axis=(1, 2)) > 0).sum())
    found = []
    for j, label in enumerate(computed.labels):
        clustered = bool(np.isfinite(limits[j]).all())
        low, high, error = (
            limits[j] if clustered else (lower[0, j], upper[0, j], computed.standard_error[0, j])
        )
        defined = bool(np.isfinite(computed.value[0, j]))
        found.append(
            Estimate(
                label=label,
                value=float(computed.value[0, j]),
                standard_error=float(error),
                lower=float(low),
                upper=float(high),
                level=level,
                n=int(counts.total.sum()),
                participants=people,
                status=FitStatus.CONVERGED if defined else FitStatus.NOT_ESTIMABLE,
                interval="cluster bootstrap" if clustered else "analytic",
            )
        )
    return found


def _warnings(counts: GuessCounts) -> tuple[str, ...]:
    found = _nobody_guessed(counts)
    if needs_correction(counts)[0] and not found:
        found.append(
            "In one arm nobody gave one of the two guesses. Half a guess was added to each of the "
            "four cells (log-linear correction), so d′ and criterion are finite but approximate."
        )
    for a, arm in enumerate(counts.arms):
        if counts.total[0, a] < THIN:
            found.append(
                f"Only {counted(int(counts.total[0, a]), 'guess', 'guesses')} after {arm}: the "
                "indices of this arm "
                "describe a handful of answers."
            )
    if len(counts.arms) > 2:
        found.append(
            "d′, criterion, area under the curve and the difference of shares take everything "
            f"other than {counts.arms[0]} together as active."
        )
    return tuple(found)


def _nobody_guessed(counts: GuessCounts) -> list[str]:
    """Why d′ and criterion do not exist: everyone in an arm, or altogether, said "don't know"."""
    guesses = counts.says_active[0].sum(axis=1)
    if guesses.all():
        return []
    names = (counts.arms[0], counts.arms[1] if len(counts.arms) == 2 else "something active")
    where = "" if not guesses.any() else f" after {names[int(guesses[1] == 0)]}"
    return [
        f'Nobody guessed{where}: every answer was "don\'t know". d′, criterion and correct guess '
        'rates need guesses and do not exist; the indices that count "don\'t know" (Bang, James) '
        "do, and are given."
    ]


def _details(
    guesses: GuessesByParticipant, counts: GuessCounts, bootstrap: int
) -> dict[str, str | float | int | bool | None]:
    asked = guesses.answers[0].sum(axis=(1, 2))
    return {
        "guesses": int(counts.total.sum()),
        "participants": int((asked > 0).sum()),
        "guesses_per_participant_at_most": int(asked.max()),
        "dont_know": int(counts.unsure.sum()),
        "bootstrap_samples": bootstrap,
    }


def _limits_note(bootstrap: int) -> str:
    if not bootstrap:
        return "The limits treat every guess as a person of its own; no bootstrap was asked for."
    return (
        "Lower and upper treat every guess as a person of its own; the limits by participant come "
        f"from {bootstrap} bootstrap samples of participants with all of their guesses."
    )


def _methods(bootstrap: int, level: float, *, unsure: bool) -> str:
    clustered = (
        f" and, for the repeated guesses of a participant, percentiles of {bootstrap} cluster "
        "bootstrap samples"
        if bootstrap
        else ""
    )
    return (
        "Blinding was assessed by guess shares (Wilson limits), signal detection (sensitivity d′ "
        "and criterion, which separate being able to tell from leaning to one answer), and the "
        f"indices of Bang and James, with {level:.0%} analytic limits{clustered}."
        + (' "Don\'t know" was kept as an answer of its own.' if unsure else "")
    )


def _references(counts: GuessCounts) -> tuple[str, ...]:
    used = (i for i in INDICES.values() if counts.ratings is not None or not i.needs_confidence)
    entries = [entry for index in used for entry in references(index.compute)]
    return tuple(dict.fromkeys([*entries, *references(resampled)]))
