"""What stands before any model: counted here again from the rows, and blinded while sealed."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from limen.analyse.describe import (
    characteristics,
    missingness,
    participant_flow,
    pooled_guesses,
)
from limen.analyse.reading import Reader
from limen.dataset import Allocations
from studies import Study


@pytest.fixture(scope="module")
def reader(parallel_study: Study) -> Reader:
    return Reader(parallel_study.unsealed)


@pytest.fixture(scope="module")
def sealed(parallel_study: Study) -> Reader:
    return Reader(parallel_study.dataset)


def test_flow_counts_who_answered(parallel_study: Study, reader: Reader) -> None:
    flow = {(row[0], row[1]): row[2] for row in participant_flow(reader).rows}
    active = parallel_study.active
    y = parallel_study.scores("wemwbs", "total", ("visit.1", "visit.2", "visit.3"))
    every_time = np.isfinite(y).all(axis=1)
    assert flow["In the dataset", "All"] == 40
    assert flow["visit: answered", "Placebo"] == (~active).sum()
    assert flow["visit: all 3 times", "All"] == every_time.sum() == 37
    assert flow["visit: all 3 times", "LSD 10 micrograms"] == (every_time & active).sum()
    assert flow["Withdrew", "All"] == 2


def test_characteristics_are_means_and_shares(parallel_study: Study, reader: Reader) -> None:
    table = characteristics(reader)
    assert table is not None
    assert [c.title for c in table.columns][1:] == ["All", "Placebo", "LSD 10 micrograms"]
    rows = {row[0]: row[1:] for row in table.rows}
    age = np.array([float(r["age_years"]) for r in parallel_study.dataset.rows("participants")])
    placebo = age[~parallel_study.active]
    assert rows["Participants"] == ("40", "20", "20")
    assert rows["Age, years"][1] == f"{placebo.mean():.1f} ({placebo.std(ddof=1):.1f})"
    assert rows["Sex: male"][0] == "20 (50 %)"
    assert any("No test of balance" in note for note in table.notes)


def test_characteristics_say_what_was_not_recorded(parallel_study: Study) -> None:
    rows = [
        {**row, "age_years": "" if i < 3 else row["age_years"]}
        for i, row in enumerate(parallel_study.dataset.rows("participants"))
    ]
    table = characteristics(Reader(parallel_study.dataset.with_tables(participants=rows)))
    assert table is not None
    assert ("Age, years: not recorded", "3") in table.rows


def test_missingness_is_a_share_of_everybody(parallel_study: Study, reader: Reader) -> None:
    table = missingness(reader)
    (row,) = [r for r in table.rows if r[:2] == ("Well-being", "visit.2")]
    seen = np.isfinite(parallel_study.scores("wemwbs", "total", ("visit.2",))[:, 0])
    active = parallel_study.active
    assert row[2] == seen.sum() == 37
    assert row[3:] == pytest.approx((seen.mean(), seen[~active].mean(), seen[active].mean()))


def test_pooled_guesses_add_up(parallel_study: Study, sealed: Reader) -> None:
    table = pooled_guesses(sealed)
    assert table is not None
    counted = Counter(
        (row["occasion"], row["answer"]) for row in parallel_study.dataset.rows("guesses")
    )
    assert {(row[1], row[2]): row[3] for row in table.rows if row[3]} == dict(counted)
    for occasion in ("visit.1", "visit.2", "visit.3"):
        assert sum(row[4] for row in table.rows if row[1] == occasion) == pytest.approx(1)


def test_nobody_was_asked_to_guess(parallel_study: Study) -> None:
    assert pooled_guesses(Reader(parallel_study.dataset.with_tables(guesses=[]))) is None


def test_a_sealed_description_has_one_group(sealed: Reader) -> None:
    table = characteristics(sealed)
    assert table is not None
    assert [c.title for c in table.columns] == ["Characteristic", "All"]
    assert {row[1] for row in participant_flow(sealed).rows} == {"All"}
    assert [c.title for c in missingness(sealed).columns][3:] == ["All"]


def test_unknown_arms_are_a_group_and_an_empty_arm_is_shown(parallel_study: Study) -> None:
    data = parallel_study.dataset
    placebo = [row for row in parallel_study.allocations.rows if row["arm"] == "PL"]
    reader = Reader(data.unseal(Allocations.of(data.hash, placebo)))
    everybody = {row[1]: row[2] for row in participant_flow(reader).rows[:4]}
    assert everybody == {
        "All": 40, "Placebo": 20, "LSD 10 micrograms": 0, "Arm not recorded": 20
    }  # fmt: skip
    assert missingness(reader).rows[-1][5] is None


def test_arms_that_share_a_title_stay_apart(crossover_study: Study) -> None:
    protocol = crossover_study.dataset.protocol
    arms = tuple(arm.model_copy(update={"title": "Sequence"}) for arm in protocol.arms)
    changed = protocol.model_copy(update={"arms": arms})
    tables = {name: list(crossover_study.dataset.rows(name)) for name in ("participants", "scores")}
    data = type(crossover_study.dataset).from_tables(changed, tables, simulated=True)
    sealed = Allocations.of(data.hash, crossover_study.allocations.rows)
    groups = [row[1] for row in participant_flow(Reader(data.unseal(sealed))).rows[:7]]
    assert groups == ["All", "s1", "s2", "s3", "s4", "s5", "s6"]
