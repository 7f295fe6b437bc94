"""With real rehearsals: narrowed plans give what whole ones give; a search agrees with algebra."""

from __future__ import annotations

from math import sqrt

import pytest
from scipy.stats import nct
from scipy.stats import t as student

from limen.rehearse import rehearse
from limen.rehearse.engines import Serial
from limen.rehearse.search import smallest_sample
from limen.rehearse.search.narrowed import narrowed
from limen.rehearse.vary import with_fields
from limen.simulate.scenario import named_scenario


def evaluate(cells, replicates):
    """With true values from a quarter of the people: they are not what is tested here."""
    found = rehearse(
        cells,
        replicates=replicates,
        seed=3,
        engine=Serial(),
        slow_replicates=2,
        truth_people=10_000,
    )
    return found.cells


def test_a_narrowed_plan_gives_what_the_whole_plan_gives(cell):
    """The whole of the first analysis, six outcomes; the other analyses cost too much here."""
    plan = cell.protocol.analysis
    first = plan.model_copy(update={"analyses": plan.analyses[:1]})
    few = with_fields(cell, {"population.planned": 8}, labels={})
    six = type(few)(
        protocol=few.protocol.model_copy(update={"analysis": first}), scenario=few.scenario
    )
    key = "dosing_days.energy"
    whole, narrow = evaluate([six, narrowed(few, key)], 16)
    rows = [one for one in whole.performance if one.quantity.key == key]
    assert len({one.quantity.key for one in whole.performance}) > 3
    assert list(narrow.performance) == rows


def test_a_search_ends_where_the_random_intercept_model_says(cell):
    """A person's mean over T days has variance b² + w²/T; people are compared by a t-test.

    Effect 8 points, b = 6, w = 12, T = 14, nothing missing; df n − 2.
    """
    planned = cell.protocol.outcome("happiness")
    days = len(cell.protocol.occasion_ids(*planned.occasions))
    base = type(cell)(protocol=cell.protocol, scenario=named_scenario("null"))
    values = {"direct.active": 8, "mean": 50, "sd_between": 6, "sd_within": 12}
    made = with_fields(
        base,
        {
            "population.planned": 16,
            **{f"scenario.every_outcome.{name}": value for name, value in values.items()},
        },
        labels={},
    )

    def power(n):
        shift = 8 / sqrt(4 * (6**2 + 12**2 / days) / n)
        limit = student.ppf(0.975, n - 2)
        return nct.sf(limit, n - 2, shift) + nct.cdf(-limit, n - 2, shift)

    exact = next(n for n in range(6, 80, 2) if power(n) >= 0.8)
    found = smallest_sample(made, evaluate=evaluate, replicates=256, largest=80)
    assert found.found, found.sentences
    assert found.lower <= exact <= found.upper
    assert abs(found.power.value - power(found.people)) < 3 * found.power.error
    assert not any(one.exceeds for one in found.nulls)
    assert found.upper - found.lower < 0.5 * exact
    assert pytest.approx(exact, abs=6) == found.people
