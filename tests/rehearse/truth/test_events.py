"""True shares of people with adverse events, by closed forms."""

from __future__ import annotations

import pytest

from limen.rehearse.truth import truths

EVENTS = """\
side_effects:
  - {term: headache, share: 0.05, added: {active: 0.1}}
  - {term: anxiety, share: 0, added: {active: 0.04}, serious: true}
"""


def once(each: float) -> float:
    """The chance of one or more in four doses."""
    return 1 - (1 - each) ** 4


def test_shares_with_events_over_four_doses(study, aim, within):
    made = study(EVENTS)
    every, serious, gone = (
        aim("", measure) for measure in ("adverse_events", "serious_adverse_events", "withdrawals")
    )
    found = truths(made, [every, serious, gone], seed=1)
    assert within(found[every], once(1 - 0.85 * 0.96) - once(0.05))
    assert within(found[serious], once(0.04))
    assert found[serious].sd == 0  # nobody under placebo
    assert found[gone].zero
    share, people = once(0.05), 4 * 256 * 60
    spread = (share * (1 - share)) ** 0.5
    error = (1 - 2 * share) / 2 / people**0.5
    assert found[every].sd == pytest.approx(spread, abs=4 * error)


def test_those_who_leave_for_an_event_have_no_more_of_them(study, aim, within):
    """Leaving always: one event at most, and whoever had one is gone."""
    made = study(EVENTS + "leaving: {after_side_effect: 1}")
    every, gone = aim("", "adverse_events"), aim("", "withdrawals")
    found = truths(made, [every, gone], seed=2)
    assert within(found[every], once(1 - 0.85 * 0.96) - once(0.05))
    assert found[gone].value == pytest.approx(found[every].value)


def test_belief_changes_no_side_effect(study, aim, beliefs):
    made = study(EVENTS + "outcomes: [{id: mood, belief: 1}]\nbelief: {side_effects: 2}")
    found = beliefs(made, aim("", "adverse_events"), people=6000)
    for held in ("placebo", "active", "alike"):
        assert found[held].value == pytest.approx(found["free"].value)
