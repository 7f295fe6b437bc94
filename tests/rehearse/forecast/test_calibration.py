"""A forecast holds what it says: against a closed form, and against trials like its own."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import norm

from limen.errors import DocumentError
from limen.rehearse.forecast import Observed, forecast_of, score
from limen.rehearse.forecast.predict.predict import simulated

DRAWS, TRIALS = 400, 400


def test_spread_is_that_of_the_parameter_and_of_a_trial_of_that_size(believed, protocol):
    beliefs = believed(("draws: 80", f"draws: {DRAWS}"))
    found = forecast_of(protocol, beliefs, made_on="2026-11-26").predictions[0]
    # Change of one person: residual SD 4 twice, each score rounded to a whole number (1/12).
    person = 2 * (4**2 + 1 / 12)
    sd = np.sqrt(1.5**2 + person * (2 / 20))
    assert found.mean == pytest.approx(-2, abs=4 * sd / np.sqrt(DRAWS))
    for level, quantile in ((0.05, found.quantiles[2]), (0.5, found.quantiles[11])):
        expected = norm.ppf(level, -2, sd)
        density = norm.pdf(expected, -2, sd)
        error = np.sqrt(level * (1 - level) / DRAWS) / density
        assert quantile == pytest.approx(expected, abs=4 * error)


def test_outcomes_of_trials_like_its_own_are_uniform_in_a_forecast(believed, protocol):
    beliefs = believed(("draws: 80", f"draws: {DRAWS}"))
    found = forecast_of(protocol, beliefs, made_on="2026-11-26")
    others = believed(("draws: 80", f"draws: {TRIALS}"), ("seed: 5", "seed: 99"))
    values = simulated(protocol, others)
    scored = [
        score(found, [Observed(prediction="effect", value=float(value))]).scored[0]
        for value in values[:, 0]
    ]
    both = 1 / TRIALS + 1 / DRAWS  # trials are finite, and so are the draws of the forecast
    for place, share in enumerate((0.5, 0.9, 0.95)):
        inside = np.mean([one.inside[place] for one in scored])
        assert inside == pytest.approx(share, abs=4 * np.sqrt(share * (1 - share) * both))
    places = np.array([one.pit for one in scored])
    assert places.mean() == pytest.approx(0.5, abs=4 * np.sqrt(both / 12))
    for quarter in (0.25, 0.5, 0.75):
        assert np.mean(places <= quarter) == pytest.approx(
            quarter, abs=4 * np.sqrt(quarter * (1 - quarter) * both)
        )
    happened = values[:, 1].mean()
    assert found.predictions[1].probability == pytest.approx(
        happened, abs=4 * np.sqrt(happened * (1 - happened) * both)
    )


def test_a_wrong_forecast_scores_worse_than_a_right_one(believed, protocol):
    right = forecast_of(protocol, believed(), made_on="2026-11-26")
    wrong = forecast_of(protocol, believed(("mean: -2", "mean: 4")), made_on="2026-11-26")
    values = simulated(protocol, believed(("seed: 5", "seed: 99")))[:, 0]

    def mean_crps(forecast):
        observed = [Observed(prediction="effect", value=float(value)) for value in values]
        return np.mean([score(forecast, [one]).scored[0].crps for one in observed])

    assert mean_crps(right) < 0.5 * mean_crps(wrong)


def test_a_quantity_that_seldom_exists_is_refused(believed, protocol):
    with pytest.raises(DocumentError, match=r"'effect' does not exist in 80 of 80"):
        forecast_of(protocol, believed(("participants: 40", "participants: 1")))


def test_progress_counts_the_trials(believed, protocol):
    seen = []
    beliefs = believed(("draws: 80", "draws: 20"))
    simulated(protocol, beliefs, progress=lambda what, done, total: seen.append((done, total)))
    assert seen == [(n + 1, 20) for n in range(20)]
