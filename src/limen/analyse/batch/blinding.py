"""Blinding indices of R replicates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import numpy as np

from limen.analyse.batch.columns import beside, only
from limen.analyse.batch.quantity import Batch, BatchAnswer, Quantity
from limen.analyse.blinding.assess import require_two
from limen.analyse.blinding.counts import (
    GuessCounts,
    guesses_by_participant,
    pooled_ratings,
    refuse_a_silent_arm,
)
from limen.analyse.blinding.indices import INDICES
from limen.analyse.plan.items.belief import guesses_of
from limen.analyse.plan.question import Setting
from limen.protocol.document.analysis import BlindingAnalysis
from limen.results import Estimates, Floats


def blinding_batches(item: BlindingAnalysis, setting: Setting) -> Iterator[Batch]:
    """Every index of one guess; they describe, and aim at nothing.

    The error of an index is its analytic one, which treats each guess as a person of its own;
    `limen analyse` gives that of a bootstrap by participant where one is planned. A replicate in
    which nobody was asked after one of the interventions has no index.
    """
    yield Batch(
        key=item.id,
        title=item.title,
        analysis=item.id,
        estimator=item.estimator,
        ask=partial(_blinding, item, setting),
    )


def _blinding(item: BlindingAnalysis, setting: Setting) -> BatchAnswer:
    layout = guesses_of(item, setting)
    require_two(layout)
    guesses = guesses_by_participant(replace(layout, confidence=None))
    refuse_a_silent_arm(guesses)
    counts = guesses.pooled()
    rated = pooled_ratings(layout)
    parts, quantities = [], []
    for index in INDICES.values():
        if index.needs_confidence and rated is None:
            continue
        found = _computed(index.key, counts, rated, setting.level)
        parts.append(found)
        quantities += [
            Quantity(
                key=f"{item.id}.{index.key}.{j}" if parts[1:] or j else item.id,
                analysis=item.id,
                method=index.key,
                title=item.title,
                label=label,
                answers=not (parts[1:] or j),
            )
            for j, label in enumerate(found.labels)
        ]
    asked = np.asarray(counts.total.min(axis=1) > 0)
    return BatchAnswer(quantities=tuple(quantities), estimates=only(beside(parts), asked))


def _computed(
    key: str, counts: GuessCounts, rated: tuple[Floats, Floats] | None, level: float
) -> Estimates:
    """An index of all replicates; one from confidence only where both sides gave theirs."""
    index = INDICES[key]
    if not index.needs_confidence or rated is None:
        return _as_it_is(index.compute(counts, level))
    ratings, values = rated
    both = np.asarray(ratings.sum(axis=2).min(axis=1) > 0)
    found = index.compute(replace(counts, ratings=ratings, rating_values=values), level)
    return only(found, both)


def _as_it_is(found: Estimates) -> Estimates:
    """The columns that can be had, whatever became of the others."""
    return only(found, np.ones(found.replicates, dtype=bool))
