"""The door: what a report of adverse events says."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from limen.analyse.safety import SafetyRecords, adverse_events
from limen.errors import AnalysisError


@pytest.fixture
def mdlsd():
    """Withdrawals for anxiety in MDLSD (Murphy 2024): 4 of 40 on LSD, 0 of 40 on placebo."""
    arm = np.repeat([0, 1], 40)
    return SafetyRecords(
        arms=("placebo", "LSD"),
        arm=arm,
        exposure_days=np.full(80, 42.0),
        participant=np.array([40, 41, 42, 43, 43, 3]),
        term=("anxiety", "anxiety", "anxiety", "anxiety", "headache", "headache"),
        serious=np.array([False] * 6),
        severity=("severe", "moderate", "moderate", "moderate", "mild", "mild"),
        withdrawn=np.isin(np.arange(80), [40, 41, 42, 43]),
    )


def _row(table, *start):
    return next(row for row in table.rows if row[: len(start)] == start)


def test_mdlsd_withdrawals(mdlsd, printed):
    """Share limits as R's binom.test prints them; the difference by Newcombe's method 10."""
    answer = adverse_events(mdlsd)
    overview = answer.tables[0]

    on_placebo = _row(overview, "Withdrawal for an adverse event", "placebo")
    on_lsd = _row(overview, "Withdrawal for an adverse event", "LSD")
    assert on_placebo[2:4] == (0, 40)
    assert on_placebo[6] == printed("0.0881")
    assert on_lsd[4:7] == (0.1, printed("0.0279"), printed("0.2366"))

    withdrawal = next(e for e in answer.estimates if e.label.startswith("Withdrawal"))
    assert withdrawal.value == pytest.approx(0.1)
    assert (withdrawal.lower, withdrawal.upper) == (printed("-0.0064"), printed("0.2305"))


def test_participants_are_counted_once_and_events_every_time(mdlsd):
    answer = adverse_events(mdlsd)

    assert _row(answer.tables[0], "Any adverse event", "LSD")[2] == 4
    assert _row(answer.tables[0], "Any adverse event", "LSD")[7] == 5
    assert _row(answer.tables[0], "Severity: severe", "LSD")[2] == 1
    by_term = next(t for t in answer.tables if t.key == "adverse_events_by_term")
    assert _row(by_term, "anxiety", "LSD")[2:6] == (4, 4, 0, 0)
    assert _row(by_term, "headache", "LSD")[2:6] == (1, 1, 1, 1)


def test_rates_use_time_under_observation(mdlsd):
    shorter = replace(mdlsd, exposure_days=np.where(mdlsd.arm == 1, 21.0, 42.0))
    ratio = next(e for e in adverse_events(shorter).estimates if "ratio" in e.label)

    assert ratio.value == pytest.approx((5 / 840) / (1 / 1680))
    share = stats.binomtest(5, 6).proportion_ci(method="exact")
    assert ratio.lower == pytest.approx(share.low / (1 - share.low) * 1680 / 840)
    assert ratio.null == 1


def test_nothing_recorded_is_said_to_be_no_evidence_of_safety(mdlsd):
    nothing = replace(
        mdlsd, participant=np.array([], dtype=int), term=(), serious=np.array([], dtype=bool),
        severity=(), withdrawn=None,
    )  # fmt: skip
    answer = adverse_events(nothing)

    assert any("No adverse event was recorded" in text for text in answer.warnings)
    assert answer.estimates[0].value == 0
    assert answer.estimates[0].upper > 0.05


def test_unknown_arm_and_unknown_time_are_reported(mdlsd):
    arm, days = mdlsd.arm.copy(), mdlsd.exposure_days.copy()
    arm[3], days[41] = -1, np.nan
    answer = adverse_events(replace(mdlsd, arm=arm, exposure_days=days))

    assert any("unknown arm" in text for text in answer.warnings)
    assert any("time under observation" in text for text in answer.warnings)
    rates = next(t for t in answer.tables if t.key == "adverse_event_rates")
    assert _row(rates, "All", "LSD")[2:4] == (4, 39 * 42.0)


def test_refuses_an_empty_arm_and_a_stranger(mdlsd):
    with pytest.raises(AnalysisError, match="'psilocybin' has no participants"):
        adverse_events(replace(mdlsd, arms=("placebo", "LSD", "psilocybin")))
    with pytest.raises(AnalysisError, match="not in the study"):
        replace(mdlsd, participant=np.array([40, 41, 42, 43, 43, 99]))


def test_the_ratio_and_its_p_tell_the_same_story(mdlsd):
    """Five events in 840 days against one in 1680: the exact binomial test given six events."""
    shorter = replace(mdlsd, exposure_days=np.where(mdlsd.arm == 1, 21.0, 42.0))
    ratio = next(e for e in adverse_events(shorter).estimates if "ratio" in e.label)
    assert ratio.p == pytest.approx(2 * stats.binom.sf(4, 6, 840 / 2520))
