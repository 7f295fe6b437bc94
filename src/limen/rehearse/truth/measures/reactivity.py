"""Mean stressor reactivity, from the line that the run-in of the whole population gives."""

from __future__ import annotations

from functools import partial

import numpy as np

from limen.analyse.batch.quantity import Target
from limen.analyse.resilience.reactivity.effect import reactivity
from limen.analyse.resilience.reactivity.normative_line import DiarySums
from limen.protocol import Protocol
from limen.protocol.document.measurement.outcomes import StressorReactivityScore
from limen.rehearse.truth.measures.measure import Measure, Seen, believed_at, occasions_of
from limen.results import Floats
from limen.simulate.draw import Draw


def diary_of(protocol: Protocol, target: Target) -> StressorReactivityScore:
    """From which outcomes, and which run-in, the target's outcome is derived."""
    derived = protocol.outcome(target.outcome).derived
    assert isinstance(derived, StressorReactivityScore)  # `is_derived` said so
    return derived


def is_derived(protocol: Protocol, target: Target) -> bool:
    """Whether the target's outcome is derived from problems and stressors."""
    outcomes = {one.id: one for one in protocol.outcomes}
    found = outcomes.get(target.outcome)
    return found is not None and isinstance(found.derived, StressorReactivityScore)


def believed_in_diary(drawn: Draw, target: Target) -> Floats:
    """The mean belief of people over the treatment's entries together, (R, 1)."""
    protocol = drawn.study.protocol
    outcome = diary_of(protocol, target).problems
    shares = believed_at(drawn, outcome, occasions_of(protocol, target))
    mean: Floats = shares.mean(axis=-1, keepdims=True)
    return mean


def entries(drawn: Draw, target: Target) -> tuple[Floats, Floats, int]:
    """Problems and stressors (R, N, T), run-in first, and how many entries are run-in."""
    protocol = drawn.study.protocol
    diary = diary_of(protocol, target)
    before = protocol.occasion_ids(*diary.run_in)
    after = occasions_of(protocol, target)
    problems, stressors = (
        drawn.scores_at(name, *before, *after) for name in (diary.problems, diary.stressors)
    )
    return problems, stressors, len(before)


def _see(drawn: Draw, target: Target, *, powers: int) -> Seen:
    problems, stressors, first = entries(drawn, target)
    before = np.broadcast_to(np.arange(problems.shape[-1]) < first, problems.shape)
    sums = DiarySums.of(problems, stressors, before, ~before, powers=powers)
    flat = [
        sums.gram.sum(axis=1).reshape(len(problems), -1),
        sums.cross.sum(axis=1),
        sums.exposure.sum(axis=1),
        *(
            one.sum(axis=1)[:, np.newaxis]
            for one in (sums.square, sums.run_in, sums.problems, np.ones(sums.problems.shape))
        ),
    ]
    joined = np.concatenate(flat, axis=-1)[:, np.newaxis]
    return Seen(sums=joined, compared=(problems, stressors))


def _contrast(active: Floats, reference: Floats, *, powers: int) -> Floats:
    """One line for both worlds, from the run-in of all."""
    k = powers + 1
    run_in = active + reference
    scores = []
    for totals in (active, reference):
        people = totals[..., -1]
        sums = DiarySums(
            gram=run_in[..., : k * k].reshape(*people.shape, k, k),
            cross=run_in[..., k * k : k * k + k],
            exposure=totals[..., k * k + k : k * k + 2 * k] / people[..., np.newaxis],
            square=run_in[..., -4],
            run_in=run_in[..., -3],
            problems=totals[..., -2] / people,
            treatment=people,
        )
        scores.append(reactivity(sums).score)
    found: Floats = scores[0] - scores[1]
    return found


def _one_residual_sd(_totals: Floats) -> float:
    """Reactivity comes in residual standard deviations of the run-in's entries."""
    return 1.0


def _measure(key: str, powers: int) -> Measure:
    return Measure(
        key=key,
        applies=is_derived,
        believed=believed_in_diary,
        see=partial(_see, powers=powers),
        contrast=partial(_contrast, powers=powers),
        sd=_one_residual_sd,
    )


REACTIVITY = _measure("reactivity", 1)
REACTIVITY_QUADRATIC = _measure("reactivity_quadratic", 2)
