"""From `create` to an unsealed dataset: a simulated study that took the kits of a supply."""

from __future__ import annotations

from dataclasses import replace

import pytest

from limen.dataset import Dataset, read_allocations, write_allocations
from limen.dataset.check import check_dataset
from limen.dataset.provenance import NOT_LOCKED
from limen.errors import AllocationsError, SupplyError
from limen.protocol import named_protocol
from limen.simulate.dataset import dataset
from limen.simulate.scenario import named_scenario
from limen.supply.opening import assigned_by_kits, openings, read_assigned, unknown_kits, unseal
from limen.supply.sealed import spoken


@pytest.fixture(scope="module")
def made(make, tmp_path_factory):
    """A supply with room for everybody: 24 sets at each site."""
    return make(tmp_path_factory.mktemp("unseal") / "supply", count=24)


@pytest.fixture(scope="module")
def simulated() -> Dataset:
    """Twenty-four people of the demonstration, as a rehearsal draws them."""
    study = named_protocol("demonstration")
    return dataset(study, named_scenario("both", protocol=study), seed=7, items=False)[0]


@pytest.fixture(scope="module")
def assigned(made, simulated) -> dict[str, str]:
    """The next set of their site for each participant, in order of enrolment."""
    queues = {
        within: iter([one.set for one in queue]) for within, queue in made.part.queues.items()
    }
    people = simulated.rows("participants")
    return {row["participant"]: next(queues[(("site", row["site"]),)]) for row in people}


@pytest.fixture(scope="module")
def taken(made, simulated, assigned) -> Dataset:
    """The dataset with the supply's kits: the first to be taken first; the second person's as read
    out, with spaces."""
    second = simulated.participants[1]

    def kit(person: str, number: int) -> str:
        found = made.part.by_set[assigned[person]].kits[number - 1].kit
        return spoken(found) if person == second else found

    rows = [
        {**row, "kit": kit(row["participant"], int(row["number"]))}
        for row in simulated.rows("administrations")
    ]
    return simulated.with_tables(administrations=rows)


@pytest.fixture(scope="module")
def arms(made):
    """The arm of each set, as the test drew it."""
    return {one.set: drawn.arm for one, drawn in zip(made.part.sets, made.drawn, strict=True)}


def test_everybody_gets_the_arm_that_was_drawn(made, taken, assigned, arms):
    allocations = unseal(
        made.part, made.unblinded, taken, assigned=assigned, holders=made.holders()
    )
    unsealed = taken.unseal(allocations)
    assert unsealed.arm_of == {person: arms[number] for person, number in assigned.items()}
    assert set(unsealed.arm_of.values()) == {"PL", "MD"}
    report = check_dataset(taken, allocations=allocations)
    assert report.errors == ()


def test_each_kit_says_what_it_held(made, taken, assigned, arms):
    allocations = unseal(
        made.part, made.unblinded, taken, assigned=assigned, holders=made.holders()
    )
    rows = [row for row in allocations.rows if row["kit"]]
    held = {"PL": "placebo", "MD": "lsd_10"}
    assert rows
    assert all(row["intervention"] == held[arms[assigned[row["participant"]]]] for row in rows)
    written = {(r["participant"], r["kit"]) for r in taken.rows("administrations")}
    assert {(row["participant"], row["kit"]) for row in rows} == written


def test_it_is_bound_to_its_dataset_and_survives_the_disk(made, taken, assigned, tmp_path):
    allocations = unseal(
        made.part, made.unblinded, taken, assigned=assigned, holders=made.holders()
    )
    again = read_allocations(write_allocations(allocations, tmp_path / "apart"))
    assert again.hash == allocations.hash
    rows = [dict(row) for row in taken.rows("administrations")]
    corrected = taken.with_tables(administrations=rows[:-1])
    with pytest.raises(AllocationsError, match="belong to another dataset"):
        corrected.unseal(again)


def test_the_log_names_the_dataset(made, taken, assigned):
    unseal(
        made.part,
        made.unblinded,
        taken,
        assigned=assigned,
        holders=made.holders(purpose="interim", reason="Look 1, for the independent statistician"),
    )
    said = openings(made.unblinded.folder)[-1].content
    assert (said["what"], said["purpose"], said["dataset"]) == ("everything", "interim", taken.hash)


def test_sets_are_found_by_the_kits_where_the_list_is_lost(made, taken, assigned):
    dosed = set(taken.rows("administrations").column("participant"))
    wanted = {person: number for person, number in assigned.items() if person in dosed}
    assert assigned_by_kits(made.part, taken) == wanted


def test_a_kit_of_somebody_else_says_what_it_held(made, taken, assigned, arms):
    """A mix-up: the first person with placebo took a kit of somebody with the other arm."""
    person = next(p for p in assigned if arms[assigned[p]] == "PL")
    other = next(number for number, arm in arms.items() if arm == "MD")
    strange = made.part.by_set[other].kits[5].kit
    rows = [dict(row) for row in taken.rows("administrations")]
    slip = next(row for row in rows if row["participant"] == person)
    slip["kit"] = strange
    mixed = taken.with_tables(administrations=rows)
    with pytest.raises(SupplyError, match="took kits of sets"):
        assigned_by_kits(made.part, mixed)
    allocations = unseal(
        made.part, made.unblinded, mixed, assigned=assigned, holders=made.holders()
    )
    (row,) = [row for row in allocations.rows if row["kit"] == strange]
    assert (row["participant"], row["arm"], row["intervention"]) == (person, "PL", "lsd_10")


def test_kits_that_are_none_are_told(made, taken):
    assert unknown_kits(made.part, taken) == ()
    rows = [dict(row) for row in taken.rows("administrations")]
    rows[0]["kit"] = "12"
    assert unknown_kits(made.part, taken.with_tables(administrations=rows)) == ("12",)


def test_a_study_is_unsealed_for_three_purposes_only(made, taken, assigned):
    before = len(openings(made.unblinded.folder))
    for purpose in ("packing", "emergency", "code_breaks"):
        with pytest.raises(SupplyError, match=f"Nobody unseals a study for '{purpose}'"):
            unseal(
                made.part,
                made.unblinded,
                taken,
                assigned=assigned,
                holders=made.holders(purpose=purpose),
            )
    assert len(openings(made.unblinded.folder)) == before


def test_what_does_not_belong_together_is_not_unsealed(made, taken, assigned):
    def unsealed(part, dataset):
        unseal(made.part, part, dataset, assigned=assigned, holders=made.holders())

    before = len(openings(made.unblinded.folder))
    with pytest.raises(SupplyError, match="was not made together with this unblinded part"):
        unsealed(replace(made.unblinded, supply="ffff"), taken)
    with pytest.raises(SupplyError, match="of study 'demonstration', the supply of 'another'"):
        unsealed(replace(made.unblinded, protocol_id="another"), taken)
    assert len(openings(made.unblinded.folder)) == before


def test_a_snapshot_is_unsealed_for_the_board_and_not_for_the_lock(made, taken, assigned):
    early = replace(taken, provenance=replace(taken.provenance, locked=NOT_LOCKED))
    with pytest.raises(SupplyError, match="is not unsealed for 'lock'"):
        unseal(made.part, made.unblinded, early, assigned=assigned, holders=made.holders())
    board = made.holders(purpose="interim", reason="Look 1, for the independent statistician")
    assert unseal(made.part, made.unblinded, early, assigned=assigned, holders=board).rows


def test_one_holder_alone_unseals_nothing(made, taken, assigned):
    alone = replace(made.holders(), second=made.people["anna"])
    before = len(openings(made.unblinded.folder))
    with pytest.raises(SupplyError, match="Both key holders are needed"):
        unseal(made.part, made.unblinded, taken, assigned=assigned, holders=alone)
    assert len(openings(made.unblinded.folder)) == before


def test_assignments_that_cannot_be_are_refused_all_at_once(made, taken, assigned):
    one, two, three, *_ = assigned
    wrong = {**assigned, one: "1234567", two: assigned[three], "nobody": assigned[one]}
    with pytest.raises(SupplyError) as error:
        unseal(made.part, made.unblinded, taken, assigned=wrong, holders=made.holders())
    text = str(error.value)
    assert f"{one}: has set 1234567, which is not in the supply." in text
    assert f"has set {assigned[three]}, and so has '{two}'." in text
    assert "nobody: is not in the dataset." in text


def test_who_took_kits_needs_a_set(made, taken, assigned):
    dosed = taken.rows("administrations").column("participant")[0]
    fewer = {person: number for person, number in assigned.items() if person != dosed}
    with pytest.raises(SupplyError, match=f"{dosed}: took kits of the supply, and has no set"):
        unseal(made.part, made.unblinded, taken, assigned=fewer, holders=made.holders())


def test_the_list_of_assignments_is_read_as_people_type_it(tmp_path):
    file = tmp_path / "assigned.csv"
    file.write_text("\ufeffparticipant,set\nriga-001,123 456 7\nriga-002,7654321\n", "utf-8")
    assert read_assigned(file) == {"riga-001": "1234567", "riga-002": "7654321"}
    file.write_text("participant,set\nriga-001,1234567\nriga-001,7654321\n")
    with pytest.raises(SupplyError, match=r"assigned.csv:3: 'riga-001' has two sets"):
        read_assigned(file)
    file.write_text("person,set\nriga-001,1234567\n")
    with pytest.raises(SupplyError, match=r"assigned.csv:2: lacks"):
        read_assigned(file)
