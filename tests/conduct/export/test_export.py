"""What an export holds, what it leaves out, and that the rest of Limen takes it."""

from __future__ import annotations

import csv
import json
from collections import Counter

import pytest
from lived_through import ADDRESS, BY, END, REASON, START, TEXT

from limen.analyse.plan import run
from limen.conduct.core import clock
from limen.conduct.core.export import export
from limen.conduct.core.models import AuditEntry, Occasion, Response, Score, Study
from limen.conduct.core.services.erase import erase
from limen.conduct.core.trail import recording, verify
from limen.dataset import read_dataset
from limen.dataset.check import check_dataset
from limen.errors import DatasetError


@pytest.fixture
def exported(lived, tmp_path):
    """The study, exported on the day after."""
    return out(tmp_path / "dataset")


def out(folder, **options):
    """Export on the day after."""
    with clock.as_of(END):
        return export(folder, by=BY, **options)


def rows(exported, table):
    """The rows of a table, as they are read again."""
    return list(read_dataset(exported.folder).rows(table))


def everything(folder):
    """The text of every file."""
    return "\n".join(
        file.read_text(encoding="utf-8") for file in sorted(folder.rglob("*")) if file.is_file()
    )


def correct(before, *, value="", state="answered"):
    """Write another version of a response behind the services' back."""
    with recording("test.corrected", by=BY) as record:
        record.add(
            Response(
                participant=before.participant,
                occasion=before.occasion,
                instrument=before.instrument,
                instrument_version=before.instrument_version,
                item=before.item,
                value=value,
                state=state,
                version=before.version + 1,
                supersedes=before,
                reason="misread",
                entered_at=record.at,
            )
        )


def test_the_dataset_passes_its_check_and_can_be_analysed(lived_on_each_database, tmp_path):
    found = out(tmp_path / "dataset")
    report = check_dataset(found.folder)
    assert report.errors == ()
    dataset = read_dataset(found.folder)
    assert dataset.hash == found.hash
    assert dataset.simulated is True
    results = run(dataset)
    assert results.characteristics.rows
    assert verify().faults == ()


def test_everybody_who_began_is_in_it_under_their_number(lived, exported):
    people = {row["participant"]: row for row in rows(exported, "participants")}
    assert list(people) == [lived.anna.number, lived.boris.number, lived.chris.number]
    anna = people[lived.anna.number]
    assert (anna["age_years"], anna["sex"], anna["stratum"]) == ("34", "female", "site=riga")
    assert (anna["status"], anna["enrolled_on"]) == ("enrolled", "2026-03-02")
    boris = people[lived.boris.number]
    assert (boris["status"], boris["time_zone"]) == ("withdrawn", "Europe/Lisbon")
    assert str(lived.anna.code) not in everything(exported.folder)


def test_who_was_not_enrolled_is_on_the_screening_log_only(lived, exported):
    log = [row for row in rows(exported, "screening") if row["candidate"] == lived.dora.number]
    said = {row["question"]: row["answer"] for row in log}
    assert {row["participant"] for row in log} == {""}
    assert said["decision"] == "not_eligible"
    assert said["adult"] == "not_met"  # an inclusion criterion
    assert said["family"] == "met"  # an exclusion criterion
    assert said["disorder"] == "not_met"
    assert said["pregnancy"] == ""  # undecided
    assert (said["age_years"], said["psychosis_in_family"]) == ("17", "yes")


def test_who_never_consented_is_a_count(lived, exported):
    assert lived.emil.number not in everything(exported.folder)
    assert "1 person was invited and never consented" in exported.findings[1]


def test_every_stored_response_is_exported_or_counted(lived_on_each_database, tmp_path):
    found = out(tmp_path / "dataset")
    stored = Counter(
        Response.objects.exclude(submission__verdict="set_aside").values_list(
            "participant__number", "occasion__identifier", "instrument", "item", "value", "state",
            "version", "reason",
        )
    )  # fmt: skip
    names = ("participant", "occasion", "instrument", "item", "response", "state", "version")
    written = Counter(
        (*(row[name] for name in names[:-1]), int(row["version"]), row["reason"])
        for row in rows(found, "responses")
    )
    assert written == stored
    assert len(written) > 300
    aside = Response.objects.filter(submission__verdict="set_aside").count()
    assert aside > 0
    assert f"{aside} in responses" in next(f for f in found.findings if "set aside" in f)


def test_a_correction_stands_beside_what_it_corrects(lived, exported):
    versions = [row for row in rows(exported, "responses") if row["version"] == "2"]
    (corrected,) = versions
    assert (corrected["response"], corrected["reason"]) == ("9", REASON)
    assert corrected["source"] == "limen conduct: correction"


def test_what_was_set_aside_does_not_count(lived, exported):
    mine = [row for row in rows(exported, "occasions") if row["participant"] == lived.chris.number]
    assert {row["state"] for row in mine} == {"missed", "planned"}
    for table in ("responses", "scores"):
        assert lived.chris.number not in {row["participant"] for row in rows(exported, table)}


def test_a_correction_of_what_was_set_aside_is_set_aside_too(lived, tmp_path):
    correct(Response.objects.filter(submission__verdict="set_aside").earliest("pk"), value="1")
    assert lived.chris.number not in {
        row["participant"] for row in rows(out(tmp_path / "dataset"), "responses")
    }


def test_the_latest_score_counts(lived, tmp_path):
    first = Score.objects.filter(participant=lived.anna).earliest("pk")
    with recording("test.rescored", by=BY) as record:
        record.add(
            Score(
                participant=first.participant,
                occasion=first.occasion,
                instrument=first.instrument,
                instrument_version=first.instrument_version,
                scoring_version="2",
                subscale=first.subscale,
                value=first.value,
                version=2,
                computed_at=record.at,
            )
        )
    told = [
        row["scoring_version"]
        for row in rows(out(tmp_path / "dataset"), "scores")
        if (row["participant"], row["occasion"], row["subscale"])
        == (lived.anna.number, first.occasion.identifier, first.subscale)
        and row["instrument"] == first.instrument
    ]
    assert told == ["2"]


def test_items_without_an_answer_are_counted_in_their_latest_versions(lived, tmp_path):
    first = Score.objects.filter(participant=lived.anna).earliest("pk")
    place = {"occasion": first.occasion, "instrument": first.instrument}
    answered = Response.objects.filter(**place, state="answered", superseded_by=None).last()
    correct(answered, state="declined")
    missing = {
        (row["participant"], row["occasion"], row["instrument"]): row["items_missing"]
        for row in rows(out(tmp_path / "dataset"), "scores")
    }
    changed = (lived.anna.number, first.occasion.identifier, first.instrument)
    assert missing.pop(changed) == "1"
    assert set(missing.values()) == {"0"}


def test_doses_measurements_and_events_are_their_latest_versions(lived, exported):
    doses = [
        (row["number"], row["status"], row["kit"]) for row in rows(exported, "administrations")
    ]
    assert doses == [("1", "taken", "R-101"), ("2", "missed", "R-102")]
    assert [row["value"] for row in rows(exported, "measurements")] == ["120"]
    (event,) = rows(exported, "adverse_events")
    assert (event["event"], event["term"], event["onset_day"]) == ("1", "headache", "4")
    assert event["serious"] == "no"


def test_who_withdraws_stops_dosing_on_that_day(lived, exported):
    (event,) = rows(exported, "intercurrent_events")
    assert (event["participant"], event["event"]) == (lived.boris.number, "stopping_dosing")
    assert event["study_day"] == "9"  # 18 March, 4:00 in New York


def test_beliefs_are_exported_and_a_declined_guess_is_none(lived, exported):
    given = {row["answer"] for row in rows(exported, "guesses")}
    assert given == {"PL", "dont_know"}
    assert any("were declined" in each for each in exported.findings)
    expected = {
        (row["name"], row["intervention"], row["expectation"])
        for row in rows(exported, "expectancies")
    }
    assert expected == {("benefit", "placebo", "20"), ("benefit", "lsd_10", "")}


def test_words_of_their_own_stay_behind_unless_asked_for(lived, tmp_path):
    plain, told = out(tmp_path / "plain"), out(tmp_path / "told", with_texts=True)
    assert TEXT not in everything(plain.folder)
    assert any("left out of this dataset" in each for each in plain.findings)
    assert f"side_effect: {TEXT}" in {row["reason"] for row in rows(told, "guesses")}
    assert rows(told, "administrations")[1]["reason"] == TEXT
    assert any("may name them" in each for each in told.findings)
    assert "Anna A." not in everything(told.folder)  # no signature, ever
    assert ADDRESS not in everything(told.folder)
    notes = json.loads(AuditEntry.objects.latest("number").payload)["notes"]
    assert notes["with_texts"] is True


def test_what_was_erased_is_not_in_an_export_with_texts(lived, tmp_path):
    whole = out(tmp_path / "whole", with_texts=True)
    erase(lived.anna, by=BY)
    found = out(tmp_path / "dataset", with_texts=True)
    mine = lived.anna.number
    assert TEXT not in {row["reason"] for row in rows(found, "administrations")}
    assert any("were erased" in each for each in found.findings)
    assert rows(found, "responses") == rows(whole, "responses")  # all under the pseudonym stays
    assert [
        r for r in rows(found, "guesses") if r["participant"] == mine and TEXT in r["reason"]
    ] == []
    assert check_dataset(found.folder).errors == ()


def test_the_same_state_has_the_same_hash_and_another_has_not(lived, tmp_path):
    first, second = out(tmp_path / "first"), out(tmp_path / "second")
    assert first.hash == second.hash
    assert first.head != second.head  # the first export is in the trail by then
    for file in ("messages", "participation", "windows", "protocols"):
        sheets = [
            (each.folder / "evidence" / f"{file}.csv").read_bytes() for each in (first, second)
        ]
        assert sheets[0] == sheets[1]
    with clock.as_of(END), recording("test.moved", by=BY) as record:
        row = Score.objects.earliest("pk")
        record.add(
            Score(
                participant=row.participant,
                occasion=row.occasion,
                instrument=row.instrument,
                instrument_version=row.instrument_version,
                scoring_version=row.scoring_version,
                subscale=row.subscale,
                value=row.value + 1,
                version=2,
                computed_at=record.at,
            )
        )
    assert out(tmp_path / "third").hash != first.hash


def test_both_databases_give_the_same_hash(each_database, tmp_path):
    """A study restored onto the other database is the same dataset."""
    hashes = set()
    for name in ("sqlite", "postgresql"):
        with each_database(name):
            hashes.add(out(tmp_path / name).hash)
    assert len(hashes) == 1


def test_an_occasion_is_as_it_is_now_whenever_the_worker_last_came(lived, tmp_path):
    row = Occasion.objects.filter(participant=lived.anna, state="submitted").latest("opens_at")
    fresh = Occasion.objects.filter(participant=lived.chris, state="missed").latest("opens_at")
    with recording("test.turned_back", by=BY) as record:
        fresh.state, fresh.ended_at = "planned", None
        record.change(fresh, "state", "ended_at")
    state = {
        (r["participant"], r["occasion"]): r["state"]
        for r in rows(out(tmp_path / "d"), "occasions")
    }
    assert state[lived.chris.number, fresh.identifier] == "missed"
    assert state[lived.anna.number, row.identifier] == "submitted"


def test_after_the_lock_time_stands_still(lived, tmp_path):
    row = Occasion.objects.filter(participant=lived.chris).earliest("opens_at")
    with clock.as_of(row.opens_at), recording("study.locked", by=BY) as record:
        row.state, row.ended_at = "open", None
        record.change(row, "state", "ended_at")
        study = Study.objects.get()
        study.locked_at = record.at
        record.change(study, "locked_at")
    first = out(tmp_path / "first")
    with clock.as_of(END.replace(year=2030)):
        assert export(tmp_path / "later").hash == first.hash
    assert "open" in {r["state"] for r in rows(first, "occasions")}


def test_the_export_is_in_the_trail_before_the_dataset_is_out(lived, exported):
    entry = AuditEntry.objects.latest("number")
    assert (entry.event, entry.by) == ("study.exported", str(BY))
    notes = json.loads(entry.payload)["notes"]
    assert notes["dataset"] == exported.hash
    assert notes["shows"] == exported.head.number == entry.number - 1
    assert notes["tables"]["responses"] == len(rows(exported, "responses"))


def test_the_provenance_says_which_record_it_shows(lived, exported):
    said = read_dataset(exported.folder).provenance
    assert str(exported.head) in said.source
    assert Study.objects.get().version.hash in said.source
    assert said.made_by.endswith(f"by {BY}")
    assert said.findings == exported.findings
    assert "evidence/messages.csv" in dict(said.files)


def test_an_export_that_fails_leaves_nothing(lived, tmp_path, monkeypatch):
    entries = AuditEntry.objects.count()

    def fails(what, done, total):
        if what == "scores":
            raise RuntimeError("the plug was pulled")

    with pytest.raises(RuntimeError, match="plug"):
        out(tmp_path / "dataset", progress=fails)
    assert list(tmp_path.iterdir()) == []
    assert AuditEntry.objects.count() == entries
    assert out(tmp_path / "dataset").folder.is_dir()


def test_nothing_is_overwritten(lived, exported):
    with pytest.raises(DatasetError, match="exists already"):
        out(exported.folder)


def test_when_messages_were_sent_is_part_of_it(lived, exported):
    with (exported.folder / "evidence" / "messages.csv").open() as file:
        sent = list(csv.DictReader(file))
    steps = [(row["message"], row["occasion"], row["step"]) for row in sent]
    assert steps == [("1", "diary.1", "intended"), ("1", "diary.1", "sent"), ("2", "diary.1", "")]
    assert sent[1]["at"].endswith("Z")
    assert ADDRESS not in str(sent)


def test_the_windows_say_what_the_clocks_on_the_wall_said(lived, exported):
    with (exported.folder / "evidence" / "windows.csv").open() as file:
        found = {(row["participant"], row["occasion"]): row for row in csv.DictReader(file)}
    assert found[lived.anna.number, "diary.1"]["opens_local"] == f"{START}T18:00:00"
    assert {row["state_reason"] for row in found.values()} >= {"withdrawn"}


def test_progress_is_told_table_by_table(lived, tmp_path):
    told = []
    out(tmp_path / "dataset", progress=lambda *step: told.append(step))
    assert told[0][:2] == ("participants", 0)
    assert told[-1] == ("done", told[-1][2], told[-1][2])
    assert [done for _, done, _ in told] == list(range(len(told)))


def test_what_is_written_meanwhile_is_not_in_it(lived_on_each_database, tmp_path):
    """The server goes on: nobody waits, and the dataset shows one state of the record."""
    alone = out(tmp_path / "alone")
    before = Response.objects.filter(participant=lived_on_each_database.anna).latest("pk")

    def meanwhile(what, done, total):
        if what == "responses":
            with recording("test.corrected", by=BY) as record:
                record.add(
                    Response(
                        participant=before.participant,
                        occasion=before.occasion,
                        instrument=before.instrument,
                        instrument_version=before.instrument_version,
                        item=before.item,
                        value="7",
                        state="answered",
                        version=before.version + 1,
                        supersedes=before,
                        reason="while the export ran",
                        entered_at=record.at,
                    )
                )

    found = out(tmp_path / "dataset", progress=meanwhile)
    assert found.hash == alone.hash
    assert found.head.number == AuditEntry.objects.latest("number").number - 2
    assert "while the export ran" in everything(out(tmp_path / "after").folder)
