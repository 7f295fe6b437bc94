"""What is taken besides: whom it calls and when, versions, near misses, sealing, the export."""

from __future__ import annotations

from datetime import date, timedelta

import cast
import night
import pytest
import servers
import team

from limen.conduct.core import clock
from limen.conduct.core.deviations import deviations_of, undecided_deviations
from limen.conduct.core.export import export, my_data
from limen.conduct.core.medication import (
    Said,
    add_medication,
    correct_medication,
    medications_of,
)
from limen.conduct.core.models import Alert, Deviation, DosingHold, Medication, Participant
from limen.conduct.core.occasions.services import bring_under_version, withdraw
from limen.conduct.core.safety import is_held, title_of
from limen.conduct.core.safety.roster import unwatched
from limen.conduct.core.services.amend import amend
from limen.conduct.core.services.erase import erase
from limen.conduct.core.trail import verify
from limen.dataset import read_dataset
from limen.dataset.check import check_dataset
from limen.errors import ConductError

TODAY = team.EVENING.date()
LITHIUM = Said(name="Lithium carbonate 300 mg", indication="Bipolar disorder", dose="1-0-1")


def test_a_match_calls_whom_the_protocol_names_as_a_safety_rule_does(people, anna):
    people.both()
    add_medication(anna, LITHIUM, member=people.carla)
    alert = Alert.objects.get()
    assert (alert.source, alert.rule, alert.state) == ("medicine", "lithium", "open")
    assert alert.deadline == team.EVENING + timedelta(hours=24)
    assert title_of(alert) == "Must not be taken beside: Lithium"
    assert is_held(anna)
    done = night.works(18, 31, day=3)
    assert done.watched.called == 1
    assert night.story(alert)[:2] == [("18:30", "fired", night.PHYSICIAN),
                                      ("18:31", "called", "ines")]  # fmt: skip


def test_nobody_answers_and_the_next_one_is_called(people, anna):
    people.both()
    add_medication(anna, LITHIUM, member=people.carla)
    night.works(18, 31, day=3)
    night.works(18, 31, day=4)
    assert ("18:31", "escalated", night.PRINCIPAL) in night.story(Alert.objects.get())


def test_a_deviation_is_proposed_once_the_study_has_begun(people, anna):
    add_medication(anna, LITHIUM, member=people.carla)
    (found,) = undecided_deviations()
    assert (found.category, found.medication) == ("prohibited_medication", 1)
    assert found.happened_on == anna.started_on
    add_medication(people.agnes, LITHIUM, member=people.carla)
    assert Alert.objects.filter(participant=people.agnes).exists()
    assert not Deviation.objects.filter(participant=people.agnes).exists()


def test_without_a_responsible_role_it_is_flagged_and_calls_nobody(people, anna):
    add_medication(anna, Said(name="TRAMADOL retard"), member=people.carla)
    (taken,) = medications_of(anna)
    assert taken.flagged == ("Tramadol",)
    assert not Alert.objects.exists()
    assert not is_held(anna)
    assert Deviation.objects.count() == 1


def test_what_ended_before_the_study_is_flagged_and_calls_nobody(people, anna):
    said = Said(name="lithium", starts_on=date(2019, 1, 1), ends_on=date(2020, 1, 1))
    add_medication(anna, said, member=people.carla)
    assert medications_of(anna)[0].flagged == ("Lithium",)
    assert not Alert.objects.exists()
    assert not Deviation.objects.exists()


def test_of_who_has_left_it_is_flagged_and_calls_nobody(people, anna):
    withdraw(anna, data_use="keep", by=cast.BY)
    kept = add_medication(anna, Said(name="Lithium"), member=people.carla)
    assert kept.flagged
    assert not Alert.objects.exists()
    assert not undecided_deviations().exists()


def test_a_version_calls_only_for_what_the_one_before_did_not_match(people, anna):
    first = add_medication(anna, LITHIUM, member=people.carla)
    said = Said(name="Lithium", dose="1-1-1")
    second = correct_medication(first, said, member=people.carla, reason="A higher dose")
    assert Alert.objects.get().events.count() == 1
    none = correct_medication(
        second, said, member=people.carla, reason="Another person", mistake=True
    )
    assert none.voided
    correct_medication(none, said, member=people.carla, reason="It was she")
    assert [one.kind for one in Alert.objects.get().events.order_by("pk")] == [
        "fired",
        "fired_again",
    ]


def test_a_near_miss_asks_and_calls_nobody_until_the_name_is_corrected(people, anna):
    first = add_medication(anna, Said(name="Litium 300"), member=people.carla)
    assert medications_of(anna)[0].meant == ("lithium",)
    assert not Alert.objects.exists()
    correct_medication(first, LITHIUM, member=people.carla, reason="A letter was missing")
    assert medications_of(anna)[0].meant == ()
    assert Alert.objects.count() == 1


def test_a_near_miss_that_is_none_is_put_aside_for_good(people, anna):
    said = Said(name="Litium")
    first = add_medication(anna, said, member=people.carla)
    second = correct_medication(
        first, said, member=people.carla, reason="It is a tea", not_meant=True
    )
    assert medications_of(anna)[0].meant == ()
    more = Said(name="Litium", dose="A cup")
    correct_medication(second, more, member=people.carla, reason="The dose")
    assert medications_of(anna)[0].meant == ()


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": " "},
        {"name": "a" * 201},
        {"starts_on": TODAY, "ends_on": TODAY - timedelta(days=1)},
    ],
)
def test_what_cannot_be_is_refused(people, anna, wrong):
    with pytest.raises(ConductError, match="Nothing was changed"):
        add_medication(anna, Said(**({"name": "Ibuprofen"} | wrong)), member=people.carla)


def test_a_version_needs_a_reason_a_change_and_the_latest(people, anna):
    first = add_medication(anna, LITHIUM, member=people.carla)
    for medication, said, reason in (
        (first, Said(name="Ibuprofen"), " "),
        (first, LITHIUM, "No change"),
    ):
        with pytest.raises(ConductError):
            correct_medication(medication, said, member=people.carla, reason=reason)
    correct_medication(first, Said(name="Ibuprofen"), member=people.ines, reason="Misheard")
    with pytest.raises(ConductError, match="Nothing was changed"):
        correct_medication(first, Said(name="Aspirin"), member=people.ines, reason="Misheard")


@pytest.mark.parametrize("who", ["mei", "dario"])
def test_monitors_and_strangers_enter_nothing(people, anna, who):
    with pytest.raises(ConductError, match="Nothing was changed"):
        add_medication(anna, LITHIUM, member=getattr(people, who))


def test_names_are_sealed_and_go_with_an_erasure(people, anna):
    add_medication(anna, LITHIUM, member=people.carla)
    row = Medication.objects.get()
    assert all(text.startswith("sealed:") for text in (row.name, row.indication, row.dose))
    erase(anna, by=people.by)
    (taken,) = medications_of(anna)
    assert (taken.name, taken.flagged, taken.meant) == ("(erased)", ("Lithium",), ())
    with pytest.raises(ConductError, match="Nothing was changed"):
        add_medication(anna, LITHIUM, member=people.carla)
    assert verify().faults == ()


def test_a_match_holds_calls_and_proposes_on_each_database(on_each):
    anna = on_each.anna
    team.begins(anna)
    on_each.both()
    add_medication(anna, LITHIUM, member=on_each.carla)
    assert DosingHold.objects.get().alert == Alert.objects.get()
    assert [one.latest.proposed for one in deviations_of([anna])] == [True]
    assert verify().faults == ()


def test_who_must_be_called_for_a_medication_belongs_on_the_roster(people, anna):
    missing = {role.id for role in unwatched(anna.site, anna.version.protocol, clock.now())}
    assert night.PHYSICIAN in missing
    people.watches(people.ines, night.PHYSICIAN)
    missing = {role.id for role in unwatched(anna.site, anna.version.protocol, clock.now())}
    assert night.PHYSICIAN not in missing


def test_the_pages_say_at_once_what_follows(people, anna):
    carla, address = team.browser_of(people.carla), team.address("medications", anna)
    form = {"name": "Litium", "dose": "1-0-1", "starts_on": "2026-03-01"}
    team.refused(carla.post(address, {"name": ""}), "Give the name")
    team.refused(carla.post(address, form | {"starts_on": "spring"}), "Give a date")
    team.went_on(carla.post(address, form), address)
    text = team.text_of(carla.get(address))
    assert "Did you mean lithium? Then correct the name" in text
    there = team.address("correct_medication", anna, 1)
    assert "It is not lithium" in team.text_of(carla.get(there))
    team.refused(carla.post(there, form), "needs a reason")
    team.went_on(carla.post(there, form | {"name": "Lithium", "reason": "Heard wrongly"}), address)
    text = team.text_of(carla.get(address))
    assert "must not be taken beside: Lithium" in text
    assert "version 2: Heard wrongly" in text
    assert team.text_of(team.browser_of(people.mei).get(address)).count("<form") == 1  # sign out
    assert carla.get(team.address("correct_medication", anna, 2)).status_code == 404


def test_the_dataset_and_my_data_have_them(people, tmp_path):
    anna = night.consented(people.here)
    said = Said(name="Lithium", indication="Bipolar disorder", dose="1-0-1",
                starts_on=date(2026, 2, 1), ends_on=date(2026, 3, 3))  # fmt: skip
    add_medication(anna, said, member=people.carla)
    wrong = add_medication(anna, Said(name="Ibuprofen"), member=people.carla)
    correct_medication(
        wrong, Said(name="Ibuprofen"), member=people.carla, reason="Not she", mistake=True
    )
    assert exported(tmp_path / "one") == [("1", "Lithium", "Bipolar disorder", "1-0-1", "-28", "2")]
    assert b"Bipolar disorder" in _member(my_data(anna), "medications.csv")
    assert b"Not she" not in _member(my_data(anna), "medications.csv")
    erase(anna, by=people.by)
    assert exported(tmp_path / "two") == [("1", "(erased)", "(erased)", "(erased)", "-28", "2")]


def exported(folder) -> list[tuple[object, ...]]:
    """The rows of the table, after an export that passes its check."""
    export(folder, by=cast.BY)
    assert check_dataset(folder).errors == ()
    names = ("medication", "name", "indication", "dose", "start_day", "end_day")
    rows = read_dataset(folder).rows("concomitant_medications")
    return [tuple(row[name] for name in names) for row in rows]


def _member(archive: bytes, name: str) -> bytes:
    from io import BytesIO
    from zipfile import ZipFile

    return ZipFile(BytesIO(archive)).read(f"my-data/{name}")


def test_after_an_amendment_what_is_taken_already_is_looked_at_again(people, anna, deployment):
    add_medication(anna, Said(name="Ibuprofen 400"), member=people.carla)
    add_medication(anna, LITHIUM, member=people.carla)
    gone = Said(name="ibuprofen", starts_on=date(2019, 1, 1), ends_on=date(2019, 2, 1))
    add_medication(anna, gone, member=people.carla)
    assert Alert.objects.count() == 1  # lithium's
    text = servers.DEMONSTRATION.replace('version: "1.0"', 'version: "2.0"', 1)
    rule = "{id: ibuprofen, title: Ibuprofen, names: [ibuprofen], responsible: physician_on_call, "
    rule += "within_hours: 4, hold_dosing: true}"
    text = text.replace("  medications:\n", f"  medications:\n    - {rule}\n", 1)
    amend(text, deployment, by=cast.BY, reason="a new interaction", consent_again=True)
    cast.agreed(anna)
    assert bring_under_version(by=cast.BY) == 1
    assert sorted(Alert.objects.values_list("rule", flat=True)) == ["ibuprofen", "lithium"]
    first, second, third = medications_of(Participant.objects.get(pk=anna.pk))
    assert (first.flagged, first.latest.version) == (("Ibuprofen",), 2)
    assert (second.flagged, second.latest.version) == (("Lithium",), 1)
    assert (third.flagged, third.latest.version) == (("Ibuprofen",), 2)
    assert bring_under_version(by=cast.BY) == 0
    assert verify().faults == ()
