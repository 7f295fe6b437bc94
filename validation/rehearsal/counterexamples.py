"""The constructed worlds of every report, rehearsed: analyses go as wrong as the table says."""

from __future__ import annotations

from math import sqrt
from typing import Any

from limen.analyse.belief.counterexamples import COUNTEREXAMPLES, Counterexample
from limen.analyse.belief.truth import found
from limen.rehearse import rehearse
from limen.rehearse.engines import Engine
from validation.rehearsal.worlds import cell

PEOPLE = 2000  # so many that the bias of ratios in small studies is nothing
QUANTITIES = {
    "unadjusted": "raw.mood",
    "guess_adjusted": "adjusted.mood",
    "says_placebo": "strata.mood",
    "says_active": "strata.mood.guess_MD",
    "at_half": "curve.mood",
    "at_equal": "curve.mood.equal",
    "standardised": "curve.mood.standardised",
}


def counterexamples(replicates: int, seed: int) -> dict[str, Any]:
    """By world and analysis: the table's number, the rehearsal's mean, its Monte Carlo error."""
    return {one.key: rehearsed(one, replicates, seed) for one in COUNTEREXAMPLES}


def rehearsed(
    example: Counterexample, replicates: int, seed: int, engine: Engine | None = None
) -> dict[str, Any]:
    """What a constructed world gives when it is rehearsed as a scenario."""
    [made] = rehearse(
        [cell("guesses", _scenario(example))],
        replicates=replicates,
        seed=seed,
        slow_replicates=0,
        truth_people=PEOPLE,
        analyses=("raw", "adjusted", "strata", "curve"),
        engine=engine,
    ).cells
    own = {one.quantity.key: one.mean for one in made.performance if one.own}
    expected = vars(found(example.truth.cells()))
    return {
        name: {
            "expected": round(expected[name], 6),
            "rehearsed": round(own[key].value, 6),
            "error": round(own[key].error, 6),
        }
        for name, key in QUANTITIES.items()
    }


def _scenario(example: Counterexample) -> str:
    it = example.truth
    noise = sqrt(1 - it.mood_on_outcome**2)
    return (
        f"participants: {PEOPLE}\n"
        f"outcomes: [{{id: mood, direct: {{active: {it.direct}}}, belief: {it.belief}, mean: 0,\n"
        f"  mood: {it.mood_on_outcome}, sd_between: 0, sd_within: {noise}}}]\n"
        f"noticing: {{d_prime: {{active: {it.noticing}}}}}\n"
        f"belief: {{criterion: {-it.leaning}, mood: {it.mood_on_guess}}}\n"
    )
