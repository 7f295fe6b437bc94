"""A study that was amended while people lived through it."""

from __future__ import annotations

import csv
from datetime import date

import pytest
import servers
from lived_through import BY, END, INVITED, answer

from limen.analyse.plan import run
from limen.conduct.core import clock
from limen.conduct.core.export import export
from limen.conduct.core.models import Occasion, Participant, ProtocolVersion, Response
from limen.conduct.core.occasions.services import adopt_version
from limen.conduct.core.services.amend import amend
from limen.conduct.core.trail import recording, verify
from limen.dataset import read_dataset
from limen.dataset.check import check_dataset

OLD, NEW = "schedule: {kind: daily, last: 14}", "schedule: {kind: daily, last: 4}"
TEXT = servers.DEMONSTRATION.replace('version: "1.0"', 'version: "2.0"').replace(OLD, NEW)


@pytest.fixture
def amended(lived, deployment):
    """Version 2 has four evenings; Chris comes under it, Anna has answered all fourteen."""
    assert OLD in servers.DEMONSTRATION
    with clock.as_of(END):
        amend(TEXT, deployment, by=BY, reason="shorter", consent_again=True)
        people = list(Participant.objects.all())
        with recording("test.consented", by=BY) as record:
            for person in people:
                person.consent_due = False
            record.change_all(people, "consent_due")
        adopt_version(lived.chris, by=BY)
    return lived


@pytest.fixture
def exported(amended, tmp_path):
    with clock.as_of(END):
        return export(tmp_path / "dataset", by=BY)


def beside(exported, name):
    with (exported.folder / "evidence" / f"{name}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_it_is_a_dataset_of_the_version_in_force_and_passes(amended, exported):
    dataset = read_dataset(exported.folder)
    assert dataset.protocol.hash == ProtocolVersion.objects.latest("number").hash
    assert check_dataset(dataset).errors == ()
    assert run(dataset).characteristics.rows
    assert verify().faults == ()


def test_what_it_has_no_words_for_any_more_is_kept_beside_it(amended, exported):
    rows = beside(exported, "outside_responses")
    evenings = {row["occasion"] for row in rows if row["participant"] == amended.anna.number}
    assert evenings == {f"diary.{day}" for day in range(5, 15)}
    inside = read_dataset(exported.folder).count("responses")
    kept = Response.objects.exclude(submission__verdict="set_aside").count()
    assert inside + len(rows) == kept
    finding = next(each for each in exported.findings if "protocol in force has no more" in each)
    assert f"{len(rows)} in responses" in finding


def test_it_says_under_which_version_each_occasion_was_made(amended, exported):
    assert [row["version"] for row in beside(exported, "protocols")] == ["1.0", "2.0"]
    assert beside(exported, "protocols")[1]["reason"] == "shorter"
    found = {row["protocol"] for row in beside(exported, "windows")}
    assert found == {
        str(number)
        for number in Occasion.objects.filter(participant__started_on__isnull=False)
        .order_by()
        .values_list("made_under__number", flat=True)
        .distinct()
    }
    assert any("2 versions" in each for each in exported.findings)


def test_an_addition_is_exported_for_whom_it_came(lived, deployment, tmp_path):
    """A longer diary: the new evenings are answered by who came under the new version."""
    text = TEXT.replace(NEW, "schedule: {kind: daily, last: 15}").replace("days: 14", "days: 15")
    with clock.as_of(INVITED):
        from lived_through import screened

        from limen.conduct.core.occasions.services import begin_study
        from limen.conduct.core.services.invite import invite

        amend(text, deployment, by=BY, reason="longer", consent_again=True)
        frida = invite(lived.anna.site, by=BY).participant
        screened(frida, lived.ines)
        begin_study(frida, start=date(2026, 3, 10), by=BY)
    row = Occasion.objects.get(participant=frida, identifier="diary.15")
    answer(row)
    with clock.as_of(END):
        found = export(tmp_path / "dataset", by=BY)
    dataset = read_dataset(found.folder)
    assert check_dataset(dataset).errors == ()
    new = [each for each in dataset.rows("responses") if each["occasion"] == "diary.15"]
    assert {each["participant"] for each in new} == {frida.number}
    assert not (found.folder / "evidence" / "outside_responses.csv").exists()
