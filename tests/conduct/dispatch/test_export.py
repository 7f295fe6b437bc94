"""The dataset says that a blind was broken and which set is whose; never what anything held."""

from __future__ import annotations

import csv

import pharmacy
import pytest
import sealing
import team
from pharmacy import BY

from limen.conduct.core import clock
from limen.conduct.core.dispatch.opening.break_blind import break_blind
from limen.conduct.core.export import export
from limen.conduct.core.models import KitMovement, Participant
from limen.dataset import read_dataset
from limen.dataset.check import check_dataset
from limen.supply.ledger.compare import _FITS
from limen.supply.opening import Holders, read_assigned, read_unblinded_part, unseal
from limen.supply.sealed import read_server_part

WORDS = "Seizure in the emergency room"


@pytest.fixture
def folder(demonstration_on_each_database, anna, ines, tmp_path):
    """The dataset of a study in which anna's blind was broken on her study day 2."""
    with clock.as_of(team.BEGAN):
        kit = pharmacy.given(anna)
    team.begins(anna)
    pharmacy.listed(ines)
    with clock.as_of(team.EVENING):
        person = Participant.objects.get(pk=anna.pk)
        break_blind(person, kit, member=ines, category="emergency", words=WORDS)
        return export(tmp_path / "dataset", by=BY).folder


def rows(file):
    """The rows of a table."""
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_a_broken_blind_is_an_intercurrent_event_and_stops_doses(folder, anna):
    found = rows(folder / "intercurrent_events.csv")
    assert [(one["event"], one["study_day"], one["reason"]) for one in found] == [
        ("stopping_dosing", "2", "investigator_decision"),
        ("emergency_unblinding", "2", "emergency"),
    ]
    assert check_dataset(folder).errors == ()
    assert rows(folder / "evidence" / "openings.csv")[0]["dosing_after"] == "stops"
    assert WORDS not in "".join(file.read_text() for file in folder.rglob("*.csv"))


def test_the_unblinded_side_unseals_with_the_exported_sets(folder, anna):
    supply = pharmacy.sealed()
    assigned = read_assigned(folder / "evidence" / "assigned.csv")
    assert list(assigned) == [Participant.objects.get(pk=anna.pk).number]
    holders = Holders(
        first=supply.people["anna"],
        second=supply.people["ben"],
        purpose="interim",
        reason="Unsealed in a test of the export",
        at=sealing.NOW,
    )
    made = unseal(
        read_server_part(supply.server),
        read_unblinded_part(supply.folder / "unblinded"),
        read_dataset(folder),
        assigned=assigned,
        holders=holders,
    )
    assert made is not None


def test_the_pharmacys_ledger_knows_every_movement_that_the_server_writes():
    assert set(_FITS) == {"", *KitMovement.Kind.values}
