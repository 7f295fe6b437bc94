"""Envelopes that participants pack themselves are sets too, decoded after the lock only."""

from __future__ import annotations

import csv
from collections import Counter
from io import StringIO

import pytest
from sealing import self_packed

from limen.dataset import Dataset
from limen.dataset.check import check_dataset
from limen.supply.opening import open_everything, unseal
from limen.supply.paper import packing_list
from limen.supply.plan import draw_sets

PEOPLE = 6


@pytest.fixture(scope="module")
def made(make, tmp_path_factory):
    """Sets for six people to draw from: 18, each with 7 envelopes for each of four weeks."""
    study = self_packed()
    drawn = draw_sets(study, seed=11, count=PEOPLE)
    return make(tmp_path_factory.mktemp("packed") / "supply", protocol=study, drawn=drawn)


@pytest.fixture(scope="module")
def kept(made) -> dict[str, str]:
    """The set that each person kept: the first they drew."""
    firsts = [queue[0] for _, queue in sorted(made.part.queues.items())]
    return {f"home-{n:03}": one.set for n, one in enumerate(firsts, start=1)}


def test_everybody_draws_from_a_set_of_each_arm(made):
    part = made.part
    assert part.assigned_by == "draw"
    assert len(part.queues) == PEOPLE
    contents = open_everything(made.unblinded, made.holders())
    for queue in part.queues.values():
        assert Counter(contents[one.set]["arm"] for one in queue) == {"PL": 1, "HH": 1, "MD": 1}
    assert all(len(one.kits) == 28 for one in part.sets)


def test_the_sheet_of_one_draw_is_all_that_one_person_gets(made):
    contents = open_everything(made.unblinded, made.holders(purpose="packing"))
    queue = made.part.queues[(("draw", "3"),)]
    text = packing_list(made.part, contents, sets=[one.set for one in queue])
    rows = list(csv.DictReader(StringIO(text)))
    assert len(rows) == 3 * 28
    assert {row["draw"] for row in rows} == {"3"}
    half = next(one.set for one in queue if contents[one.set]["arm"] == "HH")
    weeks = {row["period"]: row["intervention"] for row in rows if row["set"] == half}
    assert Counter(weeks.values()) == {"placebo": 2, "microdose": 2}


def test_after_the_lock_each_envelope_is_decoded(made, kept):
    """Everybody took the first envelope of each week; nobody typed anything but its number."""
    by = {"respondent": "participant", "source": "test"}
    taken = [
        {
            "participant": person,
            "number": week,
            "period": week,
            "study_day": 7 * week - 6,
            "kit": next(k.kit for k in made.part.by_set[number].kits if k.place.period == week),
            "status": "taken",
            **by,
        }
        for person, number in kept.items()
        for week in (1, 2, 3, 4)
    ]
    people = [{"participant": person, **by} for person in kept]
    study = Dataset.from_tables(
        made.protocol, {"participants": people, "administrations": taken}, simulated=True
    )
    allocations = unseal(made.part, made.unblinded, study, assigned=kept, holders=made.holders())
    assert check_dataset(study, allocations=allocations).errors == ()
    course = {d.draw: d.course for d in made.drawn if d.order == 1}
    for number, person in enumerate(kept, start=1):
        rows = [row for row in allocations.rows if row["participant"] == person]
        periods = [row["intervention"] for row in rows if not row["kit"]]
        kits = [row["intervention"] for row in rows if row["kit"]]
        assert periods == kits == list(course[number])
