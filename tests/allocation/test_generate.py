"""What every procedure owes its callers, and what each one promises by itself."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from limen.allocation import Procedure, block_predictability, convergence_guesses, williams
from limen.allocation.generate import allocations
from limen.errors import AllocationError
from limen.randomness import stream

ARMS = ("placebo", "microdose")
PROCEDURES = {
    "complete": Procedure(kind="complete", arms=ARMS, ratio=(1, 1)),
    "fixed_totals": Procedure(kind="fixed_totals", arms=ARMS, ratio=(1, 1)),
    "permuted_blocks": Procedure(
        kind="permuted_blocks", arms=ARMS, ratio=(1, 1), block_sizes=(2, 4, 6)
    ),
    "big_stick": Procedure(kind="big_stick", arms=ARMS, ratio=(1, 1), limit=3),
    "biased_coin": Procedure(kind="biased_coin", arms=ARMS, ratio=(1, 1), probability=2 / 3),
    "urn": Procedure(kind="urn", arms=ARMS, ratio=(1, 1)),
    "minimisation": Procedure(kind="minimisation", arms=ARMS, ratio=(1, 1), probability=0.8),
}
every_procedure = pytest.mark.parametrize("procedure", PROCEDURES.values(), ids=PROCEDURES)


def draw(procedure: Procedure, *, n: int = 40, replicates: int = 4000, purpose: str = "t"):
    rng = stream(20261123, purpose)
    factors = rng.integers(2, size=(n, 3)) if procedure.kind == "minimisation" else None
    return allocations(procedure, replicates=replicates, rng=rng, participants=n, factors=factors)


@every_procedure
def test_each_participant_may_get_either_arm(procedure):
    shares = draw(procedure).mean(axis=0)
    assert np.all(np.abs(shares - 0.5) < 4.5 * np.sqrt(0.25 / 4000))


@every_procedure
def test_the_same_stream_gives_the_same_list(procedure):
    np.testing.assert_array_equal(draw(procedure), draw(procedure))
    assert np.any(draw(procedure) != draw(procedure, purpose="another"))


def test_blocks_are_balanced_within_strata():
    procedure = Procedure(
        kind="permuted_blocks", arms=("a", "b", "c"), ratio=(2, 1, 1), block_sizes=(4, 8)
    )
    strata = np.arange(48) % 2
    drawn = allocations(procedure, replicates=300, rng=stream(1, "blocks"), strata=strata)
    for stratum in (0, 1):
        counts = np.cumsum(drawn[:, strata == stratum, np.newaxis] == np.arange(3), axis=1)
        places = np.arange(1, 25)[:, np.newaxis]
        ahead = counts - places * np.array([0.5, 0.25, 0.25])
        assert ahead.max() <= 2  # an 8-block can run at most two ahead of its share of a
        assert ahead.min() >= -2


def test_big_stick_never_passes_its_limit():
    drawn = draw(PROCEDURES["big_stick"])
    assert np.abs(np.cumsum(1 - 2 * drawn, axis=1)).max() == 3


def test_fixed_totals_are_fixed():
    procedure = Procedure(kind="fixed_totals", arms=("a", "b", "c"), ratio=(1, 1, 1))
    drawn = allocations(procedure, replicates=50, rng=stream(1, "x"), participants=20)
    counts = np.sort((drawn[:, :, np.newaxis] == np.arange(3)).sum(axis=1), axis=1)
    assert np.all(counts == [6, 7, 7])


def test_efron_imbalance_has_its_known_law():
    """The stationary law of Efron's coin with p = 2/3: P(imbalance 0 at even n) = 1/2."""
    drawn = draw(PROCEDURES["biased_coin"], n=60, replicates=20_000)
    balanced = np.mean(np.sum(1 - 2 * drawn, axis=1) == 0)
    assert abs(balanced - 0.5) < 4 * np.sqrt(0.25 / 20_000)


def test_minimisation_balances_factors_better_than_a_coin():
    rng = stream(3, "factors")
    factors = rng.integers(2, size=(60, 4))

    def imbalance(drawn):
        signs = 1 - 2 * drawn
        return np.mean([np.abs(signs[:, factors[:, f] == 1].sum(axis=1)) for f in range(4)])

    minimised = allocations(PROCEDURES["minimisation"], replicates=500, rng=rng, factors=factors)
    tossed = allocations(PROCEDURES["complete"], replicates=500, rng=rng, participants=60)
    assert imbalance(minimised) < 0.6 * imbalance(tossed)


@pytest.mark.parametrize(("size", "share"), [(2, 1.5 / 2), (4, 17 / 24), (6, 4.1 / 6)])
def test_block_predictability_by_formula_and_by_trial(size, share):
    assert block_predictability(size) == pytest.approx(share, abs=1e-12)
    blocks = Procedure(kind="permuted_blocks", arms=ARMS, ratio=(1, 1), block_sizes=(size,))
    guesses = convergence_guesses(draw(blocks, n=size * 4, replicates=5000), (1, 1))
    assert abs(guesses.mean() - share) < 4 * guesses.std() / np.sqrt(5000) + 1e-12


@pytest.mark.parametrize("k", [2, 3, 4, 5, 6])
def test_williams_balances_first_order_carry_over(k):
    rows = williams(k)
    follows = np.zeros((k, k), dtype=int)
    for row in rows:
        assert sorted(row) == list(range(k))
        for before, after in itertools.pairwise(row):
            follows[before, after] += 1
    off_diagonal = follows[~np.eye(k, dtype=bool)]
    assert len(set(off_diagonal.tolist())) == 1
    assert np.all(np.diagonal(follows) == 0)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"kind": "permuted_blocks", "ratio": (1, 1)}, "block_sizes"),
        ({"kind": "permuted_blocks", "ratio": (2, 1), "block_sizes": (4,)}, "no multiple of 3"),
        ({"kind": "big_stick", "ratio": (2, 1)}, "ratio 1:1"),
        ({"kind": "minimisation", "ratio": (1, 1), "probability": 1.0}, "deterministic"),
        ({"kind": "complete", "ratio": (1,)}, "per arm"),
    ],
)
def test_refuses_what_cannot_work(wrong, said):
    with pytest.raises(AllocationError, match=said):
        Procedure(arms=ARMS, **wrong)
