"""What the export tells of alerts, holds, forms, queries, deviations: facts, no words, no names."""

from __future__ import annotations

import csv
from datetime import timedelta
from pathlib import Path

import last_day
import pharmacy
import pytest
from last_day import BY

from limen.conduct.core import clock
from limen.conduct.core.dispatch.opening.break_blind import break_blind
from limen.conduct.core.export import export
from limen.conduct.core.locking import lock_study
from limen.conduct.core.medication import Said, add_medication
from limen.conduct.core.models import DosingHold, Kit, Medication, Participant
from limen.conduct.core.safety.services import acknowledge, close, hold_dosing, put_on_duty
from limen.conduct.core.services.erase import erase
from limen.conduct.core.trail import recording, verify
from limen.dataset.check import check_dataset

WORDS = "Her sister Olga called about it"


def rows(folder: Path, table: str) -> list[dict[str, str]]:
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture
def folder(over, tmp_path):
    last_day.stands(over)
    alert = over.anna.alerts.get()
    starts = clock.now() + timedelta(hours=1)
    put_on_duty(
        over.ines,
        site=over.anna.site,
        role="physician_on_call",
        starts_at=starts,
        ends_at=starts + timedelta(hours=8),
        by=BY,
    )
    acknowledge(alert, member=over.ines, words=WORDS)
    close(alert, member=over.ines, outcome="watched", words=WORDS)
    made = export(tmp_path / "dataset", by=BY)
    assert check_dataset(made.folder).errors == ()
    return made.folder


def test_nobodys_name_and_no_words_leave(folder):
    text = "".join(file.read_text("utf-8") for file in folder.rglob("*.csv"))
    assert WORDS not in text
    assert "Ines" not in text
    assert "ines" not in text.replace("lines", "")


def test_an_alert_with_its_steps(folder):
    (one,) = rows(folder, "evidence/alerts")
    assert (one["participant"], one["alert"], one["rule"]) == ("riga-001", "1", "severe_event")
    assert (one["responsible"], one["outcome"]) == ("physician_on_call", "watched")
    assert one["acknowledged_at"] <= one["closed_at"]
    steps = rows(folder, "evidence/alert_steps")
    assert [step["kind"] for step in steps] == ["fired", "acknowledged", "closed"]
    (duty,) = rows(folder, "evidence/duties")
    assert (duty["site"], duty["role"]) == ("riga", "physician_on_call")


def test_a_hold_that_kept_doses_from_being_taken_is_a_change_of_dose(folder):
    (one,) = rows(folder, "evidence/holds")
    assert (one["held_by"], one["for_good"], one["doses"]) == ("investigator", "no", "2")
    events = [(row["event"], row["study_day"], row["reason"], row["participant"])
              for row in rows(folder, "intercurrent_events")]  # fmt: skip
    assert events == [("dose_change", "4", "held: investigator", "riga-001")]


def test_queries_forms_and_deviations(folder):
    (one,) = rows(folder, "evidence/queries")
    assert (one["about"], one["step"], one["role"]) == ("person", "asked", "investigator")
    steps = {(row["form"], row["step"]) for row in rows(folder, "evidence/forms")}
    assert ("vital_signs", "signed") in steps
    assert ("ecg", "not_done") in steps
    (one,) = rows(folder, "deviations")
    assert (one["category"], one["description"], one["important"]) == ("dosing", "(erased)", "")
    assert {row["measurement"] for row in rows(folder, "measurements")} == {"systolic"}
    assert {row["respondent"] for row in rows(folder, "measurements")} == {"physician"}


def hold(over, *, days: int, for_good: bool = False) -> None:
    """A hold from a moment before Anna's dose of study day 10 on, which she did not take."""
    with recording("test.held", by=BY, participant=over.anna) as record:
        row = over.anna.administrations.get(number=4)
        row.pk, row.version, row.status, row._state.adding = None, 2, "held", True
        record.add(row)
        since = last_day.INVITED.replace(day=18)
        record.add(
            DosingHold(
                participant=over.anna,
                for_good=for_good,
                since=since,
                resumed_at=since + timedelta(days=days) if days else None,
            )
        )


@pytest.mark.parametrize(
    ("days", "for_good", "event"),
    [(3, False, "dose_change"), (0, False, "dose_change"), (3, True, "dose_change"),
     (0, True, "stopping_dosing")],
)  # fmt: skip
def test_only_a_stop_that_stands_is_stopping_dosing(over, tmp_path, days, for_good, event):
    hold(over, days=days, for_good=for_good)
    folder = export(tmp_path / "dataset", by=BY).folder
    found = [(row["event"], row["study_day"]) for row in rows(folder, "intercurrent_events")]
    assert found == [("dose_change", "4"), (event, "10")]


def test_a_hold_without_a_dose_in_it_changes_nothing(over, tmp_path):
    hold_dosing(over.people[1], member=over.ines, reason=WORDS)
    folder = export(tmp_path / "dataset", by=BY).folder
    assert [row["doses"] for row in rows(folder, "evidence/holds")] == ["2", "0"]
    assert len(rows(folder, "intercurrent_events")) == 1


def test_medications_with_their_names_until_they_are_erased(over, tmp_path):
    said = Said(name="Magnesium", indication="cramps", dose="one a day",
                starts_on=last_day.START + timedelta(days=2))  # fmt: skip
    add_medication(over.anna, said, member=over.ines)
    assert Medication.objects.get().name.startswith("sealed:")
    (one,) = rows(export(tmp_path / "one", by=BY).folder, "concomitant_medications")
    assert (one["name"], one["dose"], one["start_day"], one["end_day"]) == (
        "Magnesium", "one a day", "3", ""
    )  # fmt: skip
    erase(over.anna, by=BY)
    (one,) = rows(export(tmp_path / "two", by=BY).folder, "concomitant_medications")
    assert one["name"] == "(erased)"


def test_a_blind_that_is_broken_after_the_lock_is_evidence_and_no_more_data(over, tmp_path):
    pharmacy.listed(over.ines)
    last_day.sign(over)
    lock_study(by=BY)
    first = export(tmp_path / "one", by=BY)
    with clock.as_of(last_day.END + timedelta(days=3)):
        person = Participant.objects.select_related("site", "version").get(pk=over.anna.pk)
        kit = Kit.objects.filter(kit_set__participant=person).first()
        break_blind(person, kit, member=over.ines, category="emergency", words=WORDS)
        again = export(tmp_path / "two", by=BY)
    assert first.hash == again.hash
    assert len(rows(again.folder, "evidence/openings")) == 1
    assert verify().faults == ()


def test_two_exports_of_one_state_are_the_same_to_the_byte(over_on_each_database, tmp_path):
    last_day.stands(over_on_each_database)
    folders = [export(tmp_path / name, by=BY).folder for name in ("one", "two")]
    for file in folders[0].rglob("*.csv"):
        again = folders[1] / file.relative_to(folders[0])
        assert file.read_bytes() == again.read_bytes(), file.name
