"""Numbers: no wrong digit passes, none occurs twice, and none says anything."""

from __future__ import annotations

import random

import numpy as np
import pytest
from sealing import SEED, still

from limen.errors import SupplyError
from limen.protocol import named_protocol
from limen.randomness import stream
from limen.supply.create import number
from limen.supply.plan import draw_sets, new_numbers, places
from limen.supply.sealed import check_digit, is_number, spoken
from limen.supply.sealed.numbers import KIT_DIGITS, SET_DIGITS, typed


@pytest.fixture(scope="module")
def many():
    """10,000 sets of the demonstration, numbered."""
    study = named_protocol("demonstration")
    return number(draw_sets(study, seed=SEED, count=5000), places(study), still())


def test_damms_own_example():
    """572 has the check digit 4: H. Michael Damm's thesis, and every account of it."""
    assert check_digit("572") == "4"


def test_every_wrong_digit_and_every_swap_of_neighbours_is_noticed():
    chance = random.Random(5)
    for _ in range(200):
        good = new_numbers(1, KIT_DIGITS, chance.randrange)[0]
        assert is_number(good, KIT_DIGITS)
        for place, digit in enumerate(good):
            for other in set("0123456789") - {digit}:
                assert not is_number(good[:place] + other + good[place + 1 :], KIT_DIGITS)
        for place in range(len(good) - 1):
            swapped = good[:place] + good[place + 1] + good[place] + good[place + 2 :]
            assert swapped == good or not is_number(swapped, KIT_DIGITS)


def test_a_number_is_read_out_and_typed_in_again():
    assert spoken("123456789") == "123 456 789"
    assert typed("123 456-789") == "123456789"


def test_numbers_run_out_with_words():
    with pytest.raises(SupplyError, match="not 400000 numbers of 7 digits"):
        new_numbers(400_000, SET_DIGITS, random.Random(1).randrange)


def test_ten_thousand_sets_have_different_numbers(many):
    sets = [one.kits.set for one in many]
    kits = [packed.kit for one in many for packed in one.kits.kits]
    assert (len(sets), len(set(sets))) == (10_000, 10_000)
    assert (len(kits), len(set(kits))) == (60_000, 60_000)
    assert all(is_number(kit, KIT_DIGITS) for kit in kits)
    assert all(is_number(one, SET_DIGITS) for one in sets)


def test_ten_thousand_sets_keep_the_balance_of_their_blocks(many):
    """Blocks of 2 and 4: whoever counts along a stratum is never more than two ahead."""
    for site in ("riga", "porto"):
        queue = sorted(
            (one.drawn for one in many if one.drawn.stratum["site"] == site), key=lambda d: d.order
        )
        assert [one.order for one in queue] == list(range(1, 5001))
        ahead = np.cumsum([1 if one.arm == "MD" else -1 for one in queue])
        assert np.abs(ahead).max() == 2
        assert abs(ahead[-1]) <= 2


@pytest.fixture(scope="module")
def active(many):
    """Who is in the active arm, shape (10,000,)."""
    return np.array([one.drawn.arm == "MD" for one in many])


@pytest.fixture(scope="module")
def shuffled(active):
    """999 permutations of the arms."""
    rng = stream(SEED, "permutation")
    return np.array([rng.permutation(active) for _ in range(999)])


def p_value(values: np.ndarray, active: np.ndarray, shuffled: np.ndarray) -> float:
    """Two-sided permutation p of the difference of means; the arms' sizes are the same in each."""
    centred = values - values.mean()
    seen = abs(centred[active].sum())
    larger = np.abs(shuffled @ centred) >= seen
    return float(1 + larger.sum()) / 1000


def views(many) -> dict[str, np.ndarray]:
    """What a thief might hope tells the arm: numbers, their digits, their order, their place."""
    sets = np.array([float(one.kits.set) for one in many])
    kits = np.array([[float(packed.kit) for packed in one.kits.kits] for one in many])
    return {
        "set number": sets,
        "last digit of the set": sets % 10,
        "first kit": kits[:, 0],
        "parity of the first kit": kits[:, 0] % 2,
        "lowest kit": kits.min(axis=1),
        "kit 1 below kit 2": (kits[:, 0] < kits[:, 1]).astype(float),
        "order": np.array([float(one.drawn.order) for one in many]),
    }


def test_neither_number_nor_order_tells_the_arm(many, active, shuffled):
    """Seven looks, p > 0.001 each; the seeds are fixed, so this passes or fails for good."""
    found = {name: p_value(values, active, shuffled) for name, values in views(many).items()}
    assert {name: p for name, p in found.items() if p <= 0.001} == {}


def test_the_permutation_test_would_notice(active, shuffled):
    """A lean of 0.1 standard deviations (10,000 / sqrt(12) = 2,887) is five standard errors."""
    telling = np.arange(10_000.0) + 289 * active
    assert p_value(telling, active, shuffled) == 0.001
