"""E-values as published, and the bias formula as an identity."""

import numpy as np
import pytest

from limen.analyse.direct_effect import Rows, bias, e_value, e_value_of_difference, g_formula
from limen.analyse.direct_effect.unmeasured import tipping_effect


def test_e_value_of_the_published_example(printed):
    """VanderWeele & Ding 2017, Ann Intern Med 167:268: RR 3.9 (1.8, 8.7) gives 7.26 and 3.0."""
    found = e_value(3.9, 1.8, 8.7)

    assert found.estimate == printed("7.26")
    assert found.limit == printed("3.0")


def test_e_value_of_a_protective_ratio_is_that_of_its_inverse():
    assert e_value(1 / 3.9, 1 / 8.7, 1 / 1.8) == pytest.approx(e_value(3.9, 1.8, 8.7))
    assert e_value(1.2, 0.9, 1.6).limit == 1
    assert e_value(1.0, 0.9, 1.1).estimate == 1


def test_e_value_of_a_difference_goes_through_its_risk_ratio():
    ratio, half = np.exp(0.91 * 0.5), 1.78 * 0.1

    assert e_value_of_difference(5.0, 1.0, 10.0) == pytest.approx(
        e_value(ratio, ratio * np.exp(-half), ratio * np.exp(half))
    )


def test_bias_formula_is_what_leaving_a_confounder_out_costs():
    """Without other confounders it is an identity in the sample, not only on average."""
    rng = np.random.default_rng(1)
    a, m, u = ((rng.random((1, 500)) < 0.5).astype(float) for _ in range(3))
    y = a + m + rng.standard_normal((1, 500))
    nothing = np.zeros((1, 500, 0))
    rows = Rows(outcome=y + 0.7 * u, treated=a, belief=m, before=nothing, after=nothing,
                weight=np.ones((1, 500)), occasions=1)  # fmt: skip
    found = g_formula(rows).direct_effects(rows).value[0]
    clean = [y[(a == 1) & (m == k)].mean() - y[(a == 0) & (m == k)].mean() for k in (0, 1)]

    for k in (0, 1):
        difference = u[(a == 1) & (m == k)].mean() - u[(a == 0) & (m == k)].mean()
        assert found[k] - bias(0.7, difference) == pytest.approx(clean[k], abs=1e-12)


def test_tipping_effect_makes_the_bias_as_large_as_the_estimate():
    differences = np.array([0.1, 0.4])

    assert bias(tipping_effect(0.8, differences), differences) == pytest.approx([0.8, 0.8])
