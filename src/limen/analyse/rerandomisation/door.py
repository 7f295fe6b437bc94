"""The re-randomisation test of a dataset: what would other lists have shown?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import inf

import numpy as np

from limen.allocation import Procedure
from limen.allocation.generate import allocations
from limen.analyse.answer import Answer
from limen.analyse.layout import UNKNOWN, Layout
from limen.analyse.rerandomisation.kernel import contrast_statistics, p_value
from limen.errors import NotIdentifiedError
from limen.randomness import stream
from limen.references import references
from limen.results import Bools, Column, Estimate, Floats, Ints, Picture, Table

_BATCH = 512


def rerandomisation_test(
    layout: Layout,
    *,
    procedure: Procedure,
    seed: int,
    redraws: int = 4999,
    strata: Ints | None = None,
    factors: Ints | None = None,
    step: Callable[[int, int], None] = lambda done, total: None,
) -> Answer:
    """Test arms by redrawing the list under the procedure that made it.

    A participant's outcome is the mean over the occasions observed, adjusted for baseline where
    the layout has one. Outcomes stay as they were (the sharp null hypothesis); everyone who was
    randomised is redrawn, those without an outcome too. The p-value needs no distribution, only
    that the list was made as the protocol says. `strata` and `factors` are those of
    `limen.allocation.generate.allocations`, in order of enrolment.
    """
    y, present = (array[0] for array in participant_means(layout))
    arm = arms_of(layout)[0]
    known = arm != UNKNOWN
    keep, covariates = present & known, covariates_of(layout)[0]
    keep &= np.all(np.isfinite(covariates), axis=1)
    x, outcome = covariates[keep], y[keep]
    arms = len(layout.arms)
    estimate, observed = contrast_statistics(outcome, arm[np.newaxis, keep], arms, x)
    redrawn, done = [], 0
    for lists in redrawn_lists(
        layout.outcome,
        procedure=procedure,
        seed=seed,
        redraws=redraws,
        participants=int(known.sum()),
        strata=None if strata is None else strata[known],
        factors=None if factors is None else factors[known],
    ):
        redrawn.append(contrast_statistics(outcome, lists[:, keep[known]], arms, x)[1])
        done += len(lists)
        step(done, redraws)
    left_out = int((present & ~known).sum())
    return _answer(
        layout, estimate[0], observed[0], np.concatenate(redrawn), keep, left_out=left_out
    )


def redrawn_lists(
    outcome: str,
    *,
    procedure: Procedure,
    seed: int,
    redraws: int,
    participants: int,
    strata: Ints | None = None,
    factors: Ints | None = None,
) -> Iterator[Ints]:
    """The lists that an outcome is tested against, (B, participants), some hundreds at a time."""
    rng = stream(seed, f"rerandomisation {outcome}")
    for start in range(0, redraws, _BATCH):
        yield allocations(
            procedure,
            replicates=min(_BATCH, redraws - start),
            rng=rng,
            strata=strata,
            factors=factors,
            participants=participants,
        )


def participant_means(layout: Layout) -> tuple[Floats, Bools]:
    """Everybody's mean over the occasions observed, and who has one, both (R, N)."""
    present: Bools = np.asarray(layout.observed.any(axis=2))
    totals = np.where(layout.observed, layout.value, 0.0).sum(axis=2)
    return totals / np.maximum(layout.observed.sum(axis=2), 1), present


def arms_of(layout: Layout) -> Ints:
    """Everybody's arm, (R, N); `NotIdentifiedError` if there are none to compare."""
    if layout.arm is None or len(layout.arms) < 2:
        raise NotIdentifiedError(
            "A re-randomisation test compares arms, and this dataset names none. "
            "Give the allocations, or take the test out of the plan."
        )
    return layout.arm


def covariates_of(layout: Layout) -> Floats:
    """An intercept, and the baseline where the layout has one, (R, N, q)."""
    columns = [np.ones(layout.value.shape[:2])]
    columns += [] if layout.baseline is None else [layout.baseline]
    return np.stack(columns, axis=2)


def _answer(
    layout: Layout,
    estimate: Floats,
    observed: Floats,
    redrawn: Floats,
    keep: Bools,
    *,
    left_out: int,
) -> Answer:
    p = p_value(observed, redrawn)
    error = np.sqrt(p * (1 - p) / len(redrawn))
    estimates = tuple(
        Estimate(
            label=contrast_label(layout, name),
            value=float(value),
            standard_error=float(value / t) if np.isfinite(t) and t != 0 else 0.0,
            df=inf,
            p=float(each),
            unit=layout.unit,
            n=_compared(layout, keep, code),
            participants=_compared(layout, keep, code),
            interval="none (the test gives a p-value only)",
        )
        for code, (name, value, t, each) in enumerate(
            zip(layout.arms[1:], estimate, observed, p, strict=True), start=1
        )
    )
    warnings = []
    if left_out:
        warnings.append(
            f"{left_out} people with an outcome have no recorded arm and are left out; the test is "
            "exact only if that does not depend on the arm."
        )
    empty = int(np.isnan(redrawn).any(axis=1).sum())
    if empty:
        warnings.append(
            f"{empty} of {len(redrawn)} redrawn lists left an arm without an outcome; "
            "they count as at least as extreme."
        )
    return Answer(
        estimates=estimates,
        tables=tuple(_histogram(layout, observed, redrawn, k) for k in range(len(observed))),
        warnings=tuple(warnings),
        details={"redraws": len(redrawn), "monte_carlo_error_of_p": float(error.max())},
        methods=(
            f"The re-randomisation test redrew the allocation list {len(redrawn):,} times under "
            "the procedure of the protocol and compared the t statistics of the arms; its null "
            "hypothesis is that no arm changes anybody's outcome."
        ),
        references=references(p_value),
    )


def contrast_label(layout: Layout, active: str) -> str:
    """`microdose − placebo`, and what an outcome of several occasions is here."""
    several = len(layout.occasions) > 1
    over = f", mean of {len(layout.occasions)} occasions" if several else ""
    return f"{active} − {layout.arms[0]}{over}"


def _compared(layout: Layout, keep: Bools, code: int) -> int:
    """People with an outcome in the two arms of a contrast."""
    return int(np.isin(arms_of(layout)[0, keep], (0, code)).sum())


def _histogram(layout: Layout, observed: Floats, redrawn: Floats, contrast: int) -> Table:
    drawn = redrawn[np.isfinite(redrawn[:, contrast]), contrast]
    counts, edges = np.histogram(drawn, bins=30)
    name = f"{layout.arms[contrast + 1]} − {layout.arms[0]}"
    return Table(
        key=f"redrawn_{contrast + 1}",
        caption=f"The t statistic of {name} under lists that might have been drawn",
        columns=(
            Column(key="from", title="From"),
            Column(key="to", title="to"),
            Column(key="lists", title="Lists", kind="count"),
        ),
        rows=tuple(
            (float(low), float(high), int(count))
            for low, high, count in zip(edges[:-1], edges[1:], counts, strict=True)
        ),
        picture=Picture(
            shape="histogram",
            x="from",
            upper="to",
            y="lists",
            x_title="t statistic",
            y_title="lists",
            marks=((float(observed[contrast]), "observed"),),
        ),
    )
