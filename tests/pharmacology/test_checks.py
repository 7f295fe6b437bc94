"""Set on some studies, tested on others: the figures, hits and misses."""

from __future__ import annotations

import pytest

from limen.pharmacology import checks_table, predictive_checks, substance
from limen.pharmacology.checks import fit_to_study

CHECKS = predictive_checks()


def check(fitted: str, tested: str, quantity: str, dose: str):
    (found,) = [
        c
        for c in CHECKS
        if c.fitted_on.startswith(fitted)
        and c.predicted_for.startswith(tested)
        and (c.quantity, c.dose) == (quantity, dose)
    ]
    return found


# Arithmetic by hand: dose × peak per microgram of the study that parameters were set on.
@pytest.mark.parametrize(
    ("fitted", "tested", "dose", "predicted", "published", "hit"),
    [
        ("Holze 2021", "Morse 2025", "10 ug", "0.276", 0.20, False),
        ("Holze 2019", "Holze 2021", "20 ug", "0.340", 0.500, False),
        ("Holze 2019", "Morse 2025", "10 ug", "0.170", 0.20, True),
        ("Holze 2019", "Dolder 2017", "200 ug", "3.40", 3.1, True),
        ("Holze 2023", "Holze 2023", "25 mg", "18.3", 17.0, True),
        ("Holze 2023", "Dahmane 2021", "25 mg", "18.3", 18.7, True),
    ],
)
def test_peaks(fitted, tested, dose, predicted, published, hit, printed):
    found = check(fitted, tested, "peak", dose)
    assert found.predicted == printed(predicted)
    assert found.published == published
    assert found.hit is hit


def test_the_pooled_peak_is_a_geometric_mean():
    by_hand = 10 * (0.151 / 5 * 0.279 / 10 * 0.500 / 20) ** (1 / 3)  # equal n
    assert check("Holze 2021", "Morse 2025", "peak", "10 ug").predicted == pytest.approx(
        by_hand, rel=1e-12
    )


def test_half_lives_and_areas(printed):
    assert check("Holze 2021", "Morse 2025", "half_life", "10 ug").ratio == printed("0.877")
    area = check("Holze 2021", "Holze 2019", "area", "100 ug")
    assert area.predicted == printed("14.3")
    assert area.hit


def test_no_result_is_checked_at_the_doses_that_set_it():
    for which in (substance("lsd"), substance("psilocybin")):
        for prediction in which.predictions:
            fit_to_study(which, prediction)
    own = [c for c in CHECKS if c.predicted_for.startswith(c.fitted_on.split(",")[0])]
    assert {c.dose for c in own} == {"25 mg", "30 mg"}


def test_every_printed_result_of_the_studies_to_predict_is_checked():
    which = substance("lsd")
    wanted = sum(len(which.study(name).results) for p in which.predictions for name in p.predicts)
    kinetic = [c for c in CHECKS if c.substance == "LSD" and c.quantity != "share"]
    assert len(kinetic) == wanted


def test_shares_are_predicted_from_the_largest_band(printed):
    found = [c for c in CHECKS if c.quantity == "share"]
    assert len(found) == 6
    assert {round(c.predicted, 3) for c in found} == {0.409, 0.197}
    assert found[0].published == pytest.approx(13 / 30)


def test_the_table_says_hit_or_miss_for_each():
    table = checks_table(CHECKS)
    assert table.values("verdict") == tuple("hit" if c.hit else "miss" for c in CHECKS)
    assert {"hit", "miss"} == set(table.values("verdict"))
