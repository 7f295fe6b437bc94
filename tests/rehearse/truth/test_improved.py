"""True shares of people who improved, by closed forms of a normal score."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy.special import ndtr

from limen.rehearse.truth import truths


def test_shares_improved_by_algebra(study, aim, within):
    """Before N(0, 4 + 1) and after share the person; lower is better, and the drug takes 2 off."""
    made = study(
        "outcomes: [{id: change, direct: {active: -2}, mean: 0, sd_between: 2, sd_within: 1}]"
    )
    plain, corrected = (
        replace(aim("change", name), occasions=("day.2",))
        for name in ("improved", "improved_corrected")
    )
    found = truths(made, [plain, corrected], seed=1)
    limit = 1.959963984540054 * np.sqrt(5) * np.sqrt(2 * (1 - 0.8))  # change ~ N(−effect, 2)

    def improved(effect: float) -> float:
        return float(ndtr((effect - limit) / np.sqrt(2)))

    assert within(found[plain], improved(2.0) - improved(0.0))

    def better_than_expected(effect: float) -> float:
        """After − 0.8 × before: the correlation is 4/5, so its SD is √(5 (1 − 0.64))."""
        sd = np.sqrt(5 * (1 - 0.8**2))
        return float(ndtr(effect / sd - 1.959963984540054))

    assert within(found[corrected], better_than_expected(2.0) - better_than_expected(0.0))
    share = improved(0.0)
    assert abs(found[plain].sd ** 2 - share * (1 - share)) < 4 * np.sqrt(share / (4 * 256 * 60))
