"""What a participant takes along: all of theirs, nothing of anybody else's, no arm."""

from __future__ import annotations

import csv
import re
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from lived_through import ADDRESS, BY, END, REASON, TEXT

from limen.conduct.core import clock
from limen.conduct.core.export import my_data
from limen.conduct.core.models import AuditEntry, Response, Study
from limen.conduct.core.services.erase import erase
from limen.conduct.core.trail import recording, verify


def files(participant):
    """The files of the zip, by name, as text."""
    with clock.as_of(END):
        content = my_data(participant)
    with ZipFile(BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {
            info.filename.removeprefix("my-data/"): archive.read(info).decode("utf-8-sig")
            for info in archive.infolist()
        }


def table(found, name):
    """The rows of a table, by its columns."""
    return list(csv.DictReader(StringIO(found[f"{name}.csv"])))


def test_every_answer_of_theirs_is_in_it(lived_on_each_database):
    anna = lived_on_each_database.anna
    told = [(row["Occasion"], row["Answer"]) for row in table(files(anna), "answers")]
    stored = Response.objects.filter(participant=anna).order_by("pk")
    assert told == list(stored.values_list("occasion__identifier", "value"))
    assert verify().faults == ()


def test_it_can_be_read(lived):
    found = files(lived.anna)
    first = table(found, "answers")[0]
    assert first["Questionnaire"] == "What today was like"
    assert first["Question"].count(" ") >= 2  # words, not the item's id
    assert first["When"].endswith("+02:00")
    page = found["index.html"]
    assert "<script" not in page
    assert re.findall(r"(?:src|href)=|https?://|url\(", page) == []
    assert page.count("<table>") == len(found) - 1


def test_their_own_words_and_contacts_are_decrypted(lived):
    found = files(lived.anna)
    assert table(found, "contact")[0]["Value"] == ADDRESS
    assert table(found, "consents")[0]["Name as you typed it"] == "Anna A."
    assert any(TEXT in row["Why"] for row in table(found, "guesses"))
    assert any(row["Note"] == TEXT for row in table(found, "intake"))
    assert {row["Step"] for row in table(found, "messages")} == {"intended", "sent"}


def test_what_was_erased_says_so(lived):
    erase(lived.anna, by=BY)
    found = files(lived.anna)
    assert TEXT not in "".join(found.values())
    assert ADDRESS not in "".join(found.values())
    assert table(found, "contact")[0]["Value"] == "(erased)"
    assert len(table(found, "answers")) > 100


@pytest.mark.parametrize("name", ["anna", "boris", "chris", "dora", "emil"])
def test_nothing_is_about_anybody_else(lived, name):
    mine = getattr(lived, name)
    text = "".join(files(mine).values())
    assert mine.number in text
    for other in (lived.anna, lived.boris, lived.chris, lived.dora, lived.emil):
        assert other == mine or other.number not in text
        assert str(other.code) not in text
    assert lived.ines.name not in text.split()
    assert lived.ines.full_name not in text


def test_what_staff_noted_and_concluded_stays_behind(lived):
    text = "".join(files(lived.anna).values())
    assert REASON not in text
    assert "as the rules say" not in text
    assert "misread" not in text


def test_no_arm_is_in_it_but_what_they_said_themselves(lived):
    protocol = Study.objects.get().protocol
    names = {one.id for one in (*protocol.arms, *protocol.interventions)}
    for name, text in files(lived.anna).items():
        if name not in ("guesses.csv", "index.html"):
            assert names & set(re.split(r"\W+", text.replace(TEXT, ""))) == set()


def test_what_came_too_late_is_theirs_all_the_same(lived):
    late = table(files(lived.chris), "answers")
    assert {row["Came too late to count"] for row in late} == {"yes"}


def test_words_that_look_like_a_page_stay_words(lived):
    from limen.conduct.core.services.keep_contact import keep_contact

    keep_contact(lived.anna, "name", "<script>alert(1)</script>", by=BY)
    page = files(lived.anna)["index.html"]
    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_it_is_an_event_of_the_trail_also_after_the_lock(lived):
    files(lived.anna)
    entry = AuditEntry.objects.latest("number")
    assert (entry.event, entry.participant) == ("data.downloaded", lived.anna.code)
    assert entry.by == f"participant:{lived.anna.code}"
    with recording("study.locked", by=BY) as record:
        study = Study.objects.get()
        study.locked_at = record.at
        record.change(study, "locked_at")
    assert "index.html" in files(lived.anna)
