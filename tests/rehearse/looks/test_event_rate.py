"""Stopping for events: the posterior, and the exact probability of ever stopping."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import beta, binom

from limen.rehearse.looks.event_rate import exceeds
from limen.simulate.draw import draw

RULE = """\
  - id: anxiety
    kind: event_rate
    event: {{and: [{{equals: [{{value: adverse_event.term}}, anxiety]}},
                   {{at_least: [{{value: adverse_event.severity_grade}}, 3]}}]}}
    intervention: {intervention}
    largest_acceptable_share: 0.1
    stop_when_probability: 0.9
    look_every: 8
"""
EVENTS = """\
side_effects:
  - {term: anxiety, share: 0, added: {active: 0.08}, severity_grade: 3}
  - {term: headache, share: 0.5, severity_grade: 4}
"""


def test_the_posterior_is_that_of_a_uniform_prior():
    events, people = np.arange(9), np.full(9, 8)
    assert exceeds(events, people, 0.1) == pytest.approx(
        beta.sf(0.1, 1 + events, 1 + people - events)
    )
    shares = (np.arange(200_000) + 0.5) / 200_000  # Bayes' theorem on a grid
    weight = binom.pmf(2, 8, shares)
    by_grid = weight[shares > 0.1].sum() / weight.sum()
    assert float(exceeds(np.array(2), np.array(8), 0.1)) == pytest.approx(by_grid, abs=1e-5)


def stopping(share: float, looks: range, acceptable: float, sure: float) -> list[float]:
    """The exact probability of stopping at each look, by carrying the count from look to look."""
    going = {0: 1.0}
    found = []
    before = 0
    for n in looks:
        ahead: dict[int, float] = {}
        for events, mass in going.items():
            for more in range(n - before + 1):
                total = events + more
                chance = mass * float(binom.pmf(more, n - before, share))
                ahead[total] = ahead.get(total, 0.0) + chance
        stops = {x for x in ahead if beta.sf(acceptable, 1 + x, 1 + n - x) > sure}
        found.append(sum(ahead[x] for x in stops))
        going = {x: mass for x, mass in ahead.items() if x not in stops}
        before = n
    return found


def test_studies_stop_as_often_as_binomial_counts_do(study, looked):
    """Half of 80 people get the drug; two doses, each with 8% severe anxiety."""
    made = study(EVENTS, boundaries=RULE.format(intervention="low"))
    share = 1 - (1 - 0.08) ** 2
    expected = stopping(share, range(8, 41, 8), 0.1, 0.9)
    counts = [looked(made, block=block) for block in range(4)]
    n = sum(one["looks", "anxiety", "replicates"] for one in counts)
    for people, probability in zip(range(8, 41, 8), expected, strict=True):
        stopped = sum(one["looks", "anxiety", "stopped", str(people)] for one in counts)
        error = np.sqrt(probability * (1 - probability) / n)
        assert abs(stopped / n - probability) < 4 * error, people
    assert sum(expected) > 0.4
    seen = sum(one["looks", "anxiety", "participants"] for one in counts) / n
    late = 80 * (1 - sum(expected))
    at_least = sum(k * p for k, p in zip(range(8, 41, 8), expected, strict=True))
    assert at_least + late < seen < 80


def test_events_of_another_intervention_do_not_count(study, looked):
    made = study(EVENTS, boundaries=RULE.format(intervention="placebo"))
    counts = looked(made, keep=range(32))
    assert counts["looks", "anxiety", "reached", "40"] == 32
    assert not any(n for key, n in counts.items() if key[2] == "stopped")
    assert counts["looks", "anxiety", "participants"] == 32 * 80


def test_in_a_crossover_an_event_counts_for_the_dose_that_it_followed(study, looked):
    """Everybody receives both; severe anxiety follows the drug only."""
    for intervention, stopped in (("placebo", 0), ("low", 16)):
        rule = RULE.format(intervention=intervention)
        made = study(EVENTS.replace("0.08", "1"), boundaries=rule, crossover=True)
        counts = looked(made, keep=range(16))
        assert counts["looks", "anxiety", "reached", "8"] == 16
        assert counts["looks", "anxiety", "stopped", "8"] == stopped


def test_a_study_that_stops_has_enrolled_up_to_the_person_looked_at(study, looked):
    """All have the event, so every study stops at the eighth who got the drug."""
    made = study(EVENTS.replace("0.08", "1"), boundaries=RULE.format(intervention="low"))
    arm = draw(made, seed=1, keep=range(16)).arm
    expected = sum(int(np.flatnonzero(one == made.arms.index("MD"))[7]) + 1 for one in arm)
    assert looked(made, keep=range(16))["looks", "anxiety", "participants"] == expected


def test_milder_events_do_not_count(study, looked):
    text = "side_effects: [{term: anxiety, share: 0.9, severity_grade: 2}]"
    counts = looked(study(text, boundaries=RULE.format(intervention="low")), keep=range(4))
    assert not any(n for key, n in counts.items() if key[2] == "stopped")


def test_who_took_no_dose_is_not_among_those_who_received_it(study, looked):
    text = EVENTS + "adherence: {missed_dose: 1}"
    made = study(text, boundaries=RULE.format(intervention="low"))
    counts = looked(made, keep=range(4))
    assert counts["looks", "anxiety", "reached", "8"] == 0


def test_everybody_counts_where_no_intervention_is_named(study, looked):
    rule = RULE.format(intervention="low").replace("    intervention: low\n", "")
    counts = looked(study(EVENTS, boundaries=rule), keep=range(8))
    assert counts["looks", "anxiety", "reached", "8"] == 8
    assert ("looks", "anxiety", "reached", "80") in counts
