"""The true values of targets, from potential outcomes on common random numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from operator import add

import numpy as np

from limen.analyse.batch.quantity import Target
from limen.errors import DesignMatrixError
from limen.rehearse.truth.gathered import Gathered, gather
from limen.rehearse.truth.jackknife import jackknifed
from limen.rehearse.truth.measures import MEASURES, Measure
from limen.rehearse.truth.truth import Truth
from limen.rehearse.truth.worlds import (
    AT_ACTIVE,
    AT_PLACEBO,
    FREE,
    NEEDED,
    Part,
    belief_matters,
    pair,
    parts,
    worlds_of,
)
from limen.results import Floats
from limen.simulate.study import Study

_States = dict[float | None, Gathered]
Lives = Mapping[Target, _States]


def truths(
    study: Study,
    targets: Iterable[Target],
    *,
    seed: int,
    blocks: int = 4,
    people: int = 100_000,
) -> dict[Target, Truth]:
    r"""Return the true value of each target that has one.

    The same people with the same noise live under both conditions, and the value is the mean
    difference between their scores as a study records them: on the instrument's grid, within floor
    and ceiling, whether answered or not. Missed doses and people who stop dosing have their effect
    (treatment policy; follow-up continues). With `seed` and `blocks` of a rehearsal these are the
    people of its first replicates, about `people` of them.

    *Conditions.* Basis arm: everybody is in the arm, orders that are drawn are drawn. Basis period:
    everybody is given the intervention in all periods, so a carry-over counts with the effect of
    the period that it comes from, and an analysis that leaves it out is biased for that. Basis
    administration: the same, and every dose holds it (no fillers).

    *Belief.* `free`: people believe what they come to believe. `placebo`, `active`: everybody's
    belief is held at 0, or at 1, from the first dose on, whatever they notice or know (controlled
    direct effects CDE(0) and CDE(1)). `alike`: a randomised-interventional direct effect. At each
    occasion t everybody's belief is held, from the first dose on, at 1 with chance $q_t$ and else
    at 0, by a draw that depends on nothing else; $q_t$ is the mean belief at t (1 active, 0 not,
    one half undecided; about the administration, the period or the arm, as the outcome follows one
    of them) of everybody under `active` and of everybody under `reference`, half each. So it is
    the mean over occasions of $q_t\,\text{CDE}_t(1) + (1 - q_t)\,\text{CDE}_t(0)$; measures of a
    whole course take the mean $q$.

    *Zero.* A truth is `zero` where nothing that its measure depends on differs for anybody, at any
    occasion, in any of the worlds: then no noise, and no larger sample, could make it another
    number. Effects that differ between people and cancel, or that the grid swallows in the mean,
    are not zero by construction, however small the value; they may differ from zero in the next
    decimal, and a test may rightly find so.

    `mean` is of scores (change cancels, because the baseline comes before the first dose);
    `reactivity` and `reactivity_quadratic` are measured from the line of the whole run-in, in its
    residual SDs; `slope` is that of problems on stressors within people; `variance`, `mssd` and
    `mssd_per_time` are means of people's own; `inertia` is what the estimator tends to in many
    people with complete diaries, Nickell's bias removed; `improved` and `improved_corrected` are
    shares of people, with the baseline's mean and SD of all and the plan's reliability;
    `adverse_events`, `serious_adverse_events` and `withdrawals` (for an adverse event) are shares
    of people to whom it happens. Without a truth, and left out, are other measures: the `jump` and
    half-life of a recovery in hours, because simulated stress fades from day to day only; and
    targets whose line does not exist, because stressors never vary.

    Raises `LimenError` for an arm, intervention or occasion that there is not.

    ```bibtex
    @article{vanderweele2014effect,
      title   = {Effect decomposition in the presence of an exposure-induced mediator-outcome
                 confounder},
      author  = {VanderWeele, Tyler J. and Vansteelandt, Stijn and Robins, James M.},
      journal = {Epidemiology},
      volume  = {25}, number = {2}, pages = {300--306}, year = {2014}
    }
    ```
    """
    wanted = list(targets)
    every = parts(study, seed=seed, blocks=blocks, people=people)
    return concluded(study, wanted, [lived(part, wanted) for part in every])


def lived(part: Part, targets: Iterable[Target]) -> Lives:
    """What the worlds of some of the people say about targets, for `concluded`."""
    wanted = _with_truth(part.study, targets)
    gathered = {one.with_belief("free"): _states(part.study, one, wanted) for one in wanted}
    _gather(part, gathered)
    return gathered


def concluded(
    study: Study, targets: Iterable[Target], lives: Sequence[Lives]
) -> dict[Target, Truth]:
    """The truths that all parts of the people together show; see `truths`."""
    found = {}
    for one in _with_truth(study, targets):
        base = one.with_belief("free")
        states = {s: reduce(add, (part[base][s] for part in lives)) for s in lives[0][base]}
        found[one] = _truth(study, one, states)
    return {target: truth for target, truth in found.items() if truth is not None}


def _with_truth(study: Study, targets: Iterable[Target]) -> list[Target]:
    return [one for one in dict.fromkeys(targets) if _measure(study, one) is not None]


def _measure(study: Study, target: Target) -> Measure | None:
    """The target's measure; None where it has none."""
    measure = MEASURES.get(target.measure)
    return measure if measure is not None and measure.applies(study.protocol, target) else None


def _states(study: Study, target: Target, wanted: Iterable[Target]) -> _States:
    """Empty sums for each state of belief in which a target, or its like, is wanted."""
    base = target.with_belief("free")
    beliefs = [one.belief for one in wanted if one.with_belief("free") == base]
    needed = dict.fromkeys(state for belief in beliefs for state in NEEDED[belief])
    return {state: Gathered() for state in needed if state is FREE or belief_matters(study)}


def _gather(part: Part, gathered: Mapping[Target, _States]) -> None:
    """Add one part of the people, in one state of belief after the other."""
    worlds = worlds_of(part, gathered)
    for belief in (FREE, AT_PLACEBO, AT_ACTIVE):
        asked = [target for target, states in gathered.items() if belief in states]
        wanted = {world for target in asked for world in pair(target)}
        believing = {world: worlds[world].believing(belief) for world in wanted}
        for target in asked:
            gather(gathered[target][belief], target, MEASURES[target.measure], belief, believing)


def _truth(study: Study, target: Target, states: _States) -> Truth | None:
    """The truth of a target; None where the line that it is measured from does not exist."""
    measure = MEASURES[target.measure]
    free = states[FREE]
    needed = [FREE] if target.belief == "free" else NEEDED[target.belief][1:]
    used = [states.get(state, free) for state in needed]
    try:
        if target.belief == "alike":
            value, error = jackknifed(
                lambda *totals: _alike(measure, *totals),
                [*used[0].sums(), *used[1].sums(), free.shares()],
            )
        else:
            value, error = jackknifed(
                lambda *totals: measure.contrast(*totals).mean(axis=-1), used[0].sums()
            )
    except DesignMatrixError:
        return None
    return Truth(
        value=value,
        error=error,
        zero=all(one.same for one in used),
        sd=measure.sd(free.sums()[1].sum(axis=0)),
    )


def _alike(
    measure: Measure, a0: Floats, r0: Floats, a1: Floats, r1: Floats, believed: Floats
) -> Floats:
    """CDE(1) and CDE(0), weighted by the share that believes, averaged over occasions."""
    share = believed[..., 0] / believed[..., 1]
    found = share * measure.contrast(a1, r1) + (1 - share) * measure.contrast(a0, r0)
    return np.asarray(found.mean(axis=-1))
