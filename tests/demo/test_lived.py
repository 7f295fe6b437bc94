"""Virtual people on the real pages: what they leave behind is a study like any other."""

from __future__ import annotations

import csv
import os
import re
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from limen.conduct import FOLDER_VARIABLE
from limen.dataset import read_dataset
from limen.demo.lived.character import PEOPLE
from limen.demo.lived.form import forms
from limen.demo.lived.mind import Mind
from limen.demo.lived.pharmacy import CLINICIANS_WORDS, prepare
from limen.errors import ConductError
from limen.protocol import load_protocol, shipped
from limen.supply.keys import unlock
from limen.supply.keys.public import fingerprint
from limen.supply.sealed import read_server_part

pytestmark = [pytest.mark.xdist_group("lived"), pytest.mark.long]

NOW = datetime(2026, 11, 26, tzinfo=UTC)
FEW = ("Boris", "Elza", "Fausto", "Ilze", "Jorge", "Katrina")
FILL = """
import sys
from pathlib import Path
from limen.demo.lived import fill
from limen.demo.lived.accounts import keep_accounts
from limen.demo.lived.character import PEOPLE

people = tuple(one for one in PEOPLE if one.name in sys.argv[2].split(","))
keep_accounts(fill(Path(sys.argv[1]), seed=7, characters=people))
"""


def limen(*words: str, code: int = 0) -> str:
    """Run `limen` in a process of its own; return what it said."""
    return run("from limen.cli import main; main()", *words, code=code)


def run(program: str, *words: str, code: int = 0) -> str:
    environment = {key: value for key, value in os.environ.items() if key != FOLDER_VARIABLE}
    done = subprocess.run(
        [sys.executable, "-c", program, *words],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def lived(tmp_path_factory):
    """A folder in which six of them have lived, and its export."""
    folder = tmp_path_factory.mktemp("lived")
    run(FILL, str(folder / "study"), ",".join(FEW))
    limen("conduct", "export", str(folder / "study"), "--out", str(folder / "exported"))
    return folder


def test_the_record_holds(lived):
    assert "nothing was changed" in limen("conduct", "verify", str(lived / "study")).lower()


def test_what_they_left_is_a_dataset_that_can_be_analysed_blinded(lived):
    limen("dataset", "check", str(lived / "exported"))
    limen("analyse", str(lived / "exported"), "--out", str(lived / "report"))
    assert (lived / "report" / "report.html").read_text(encoding="utf-8")


def test_everybody_is_where_their_story_says(lived):
    dataset = read_dataset(lived / "exported")
    people = {row["participant"]: row for row in dataset.rows("participants")}
    statuses = sorted(row["status"] for row in people.values())
    assert statuses == ["enrolled", "enrolled", "enrolled", "withdrawn"]
    candidates = {row["candidate"] for row in dataset.rows("screening")}
    assert len(candidates - set(people)) >= 1  # who was not eligible is on the screening log only


def test_entries_doses_guesses_and_an_event_are_there(lived):
    dataset = read_dataset(lived / "exported")
    assert len(list(dataset.rows("responses"))) > 300
    assert {row["status"] for row in dataset.rows("administrations")} == {"taken"}
    assert {row["answer"] for row in dataset.rows("guesses")} <= {"PL", "MD", "dont_know"}
    assert len(list(dataset.rows("adverse_events"))) == 1


def withdrawn(dataset) -> str:
    """Who has left, and has kits at home."""
    rows = dataset.rows("participants")
    return next(row["participant"] for row in rows if row["status"] == "withdrawn")


def test_kits_were_given_and_their_codes_fit(lived):
    dataset = read_dataset(lived / "exported")
    said = limen("conduct", "reconcile", str(lived / "study"), code=1).splitlines()
    assert {line.split(":")[0] for line in said[:-1]} == {f"return {withdrawn(dataset)}"}
    with (lived / "exported" / "evidence" / "kit_movements.csv").open(encoding="utf-8") as rows:
        movements = list(csv.DictReader(rows))
    assigned = {row["participant"] for row in movements if row["kind"] == "handed_over"}
    taken = {row["participant"] for row in dataset.rows("administrations")}
    assert taken <= assigned
    assert [row["reason"] for row in movements if row["instead_of"]] == ["broken"]


def test_the_team_has_filled_in_forms(lived):
    dataset = read_dataset(lived / "exported")
    found = {row["measurement"] for row in dataset.rows("measurements")}
    assert found >= {"systolic", "creatinine", "qtc", "ecg_finding", "drug_test"}
    assert {row["respondent"] for row in dataset.rows("measurements")} <= {"physician", "rater"}


def test_one_content_can_be_opened_with_what_the_accounts_say(lived):
    said = (lived / "study" / "accounts.txt").read_text(encoding="utf-8")
    key = lived / "supply" / "keys" / "iris.private.json"
    assert str(key) in said
    assert CLINICIANS_WORDS in said
    assert unlock(key, CLINICIANS_WORDS).name == "iris"


def test_the_supply_of_something_else_is_not_replaced(tmp_path):
    (tmp_path / "supply").mkdir()
    (tmp_path / "supply" / "mine.txt").write_text("mine")
    with pytest.raises(ConductError, match="holds something else"):
        prepare(load_protocol(shipped()["demonstration"]), tmp_path / "supply", seed=1, at=NOW)
    assert (tmp_path / "supply" / "mine.txt").read_text() == "mine"


def test_the_accounts_say_how_to_come_in(lived):
    said = (lived / "study" / "accounts.txt").read_text(encoding="utf-8")
    assert re.search(r"/i/[0-9A-Z]{4}(-[0-9A-Z]{4}){3}/", said)
    for name in ("carla", "iris", "mei", "adam"):
        assert name in said


def test_somebody_is_left_to_answer_the_end_of_the_week(lived):
    said = (lived / "study" / "accounts.txt").read_text(encoding="utf-8")
    assert re.search(r"^ +due now: .*At the end of the week", said, flags=re.MULTILINE)


def test_the_accounts_say_what_stands_on_the_clinicians_card(lived):
    said = (lived / "study" / "accounts.txt").read_text(encoding="utf-8")
    part = read_server_part(lived / "supply" / "sealed" / "server")
    assert f"card:  {fingerprint(part.verify_key)}\n" in said


def test_a_form_is_read_as_a_browser_reads_it():
    (found,) = forms(
        '<form action="/here/" method="post"><input type="hidden" name="token" value="7">'
        '<input type="radio" name="mood" value="1"><input type="radio" name="mood" value="2">'
        '<input type="number" name="age" min="1" max="9"><textarea name="note">as it was</textarea>'
        '<select name="zone"><option value="a"><option value="b" selected></select>'
        '<input name="gone" disabled><button name="go" value="on">Send</button></form>'
    )
    assert (found.action, found.method) == ("/here/", "post")
    assert found.filled({"mood": "2"}) == {
        "token": "7", "age": "", "note": "as it was", "zone": "b", "mood": "2",
    }  # fmt: skip
    assert found.fields["mood"].choices == ["1", "2"]
    assert (found.fields["age"].low, found.fields["age"].high) == (1.0, 9.0)
    assert "gone" not in found.fields
    with pytest.raises(KeyError, match="no field 'colour'"):
        found.filled({"colour": "red"})


def test_the_same_seed_gives_the_same_person():
    one, other = Mind(PEOPLE[0], 3), Mind(PEOPLE[0], 3)
    assert [one.chance.random() for _ in range(3)] == [other.chance.random() for _ in range(3)]
    assert (
        Mind(replace(PEOPLE[0], name="0"), 3).chance.random() != Mind(PEOPLE[0], 3).chance.random()
    )
