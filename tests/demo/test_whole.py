"""A study lived whole, small: from the first invitation to the report, and nothing left over."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from limen.conduct import FOLDER_VARIABLE
from limen.dataset import read_allocations, read_dataset
from limen.dataset.check import check_dataset
from limen.dataset.provenance import NOT_LOCKED
from limen.demo.whole.cast import cast
from limen.demo.whole.plan import steps
from limen.supply.opening import openings

pytestmark = [pytest.mark.xdist_group("whole"), pytest.mark.long]

#: Lives a study in a process of its own: a process serves one folder. Prints what happened.
LIVE = """
import json, sys
from pathlib import Path
from django.contrib.auth.hashers import Argon2PasswordHasher
from limen.demo.whole import live
from limen.demo.whole.told import told
from limen.supply.keys.pair import Cost

Argon2PasswordHasher.time_cost, Argon2PasswordHasher.memory_cost = 1, 64  # nobody guesses here
made = live(
    Path(sys.argv[1]),
    people=int(sys.argv[2]),
    seed=3,
    database=sys.argv[3],
    cost=Cost(passes=1, memory=8192),
    papers=False,
)
assert str(made.closed.report) in told(made)
print(json.dumps({
    "happened": made.life.happened,
    "people": made.looked.people,
    "findings": made.closed.findings,
    "head": made.closed.head,
    "hash": made.closed.hash,
    "arms": {number: made.life.pharmacy.arm_of(one) for number, one in made.life.sets.items()},
}))
"""


def lived(out: Path, people: int, database: str = "") -> dict:
    """What happened in a study of so many people."""
    environment = {key: value for key, value in os.environ.items() if key != FOLDER_VARIABLE}
    done = subprocess.run(
        [sys.executable, "-c", LIVE, str(out), str(people), database],
        capture_output=True,
        text=True,
        env={**environment, "OPENBLAS_NUM_THREADS": "1"},
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@pytest.fixture(scope="module")
def few(tmp_path_factory):
    """A study of five people, and its folder."""
    out = tmp_path_factory.mktemp("whole") / "out"
    return out, lived(out, 5)


def holds_together(out: Path, made: dict, people: int) -> None:
    """Everything that a whole study has took place in this one, and its record is complete."""
    happened = made["happened"]
    assert happened["invited"] == happened["enrolled"] == happened["randomised"] == people
    assert happened["released after the first dose"] == people
    for once in ("strong effect", "dose lowered", "broken kit", "opened", "opened on paper"):
        assert happened[once] == 1, once
    assert happened["doses resumed"] >= 3  # a strong effect, dark thoughts, a severe event
    assert happened["queries"] >= 1
    assert happened["forms verified"] >= people
    assert made["findings"] == 0
    dataset = read_dataset(out / "dataset")
    assert dataset.provenance.locked not in ("", NOT_LOCKED)
    unsealed = dataset.unseal(read_allocations(out / "allocations"))
    assert {person: unsealed.arm_of[person] for person in made["arms"]} == made["arms"]


def test_all_of_it_took_place(few):
    out, made = few
    holds_together(out, made, 5)


def test_what_people_said_is_in_the_dataset(few):
    out, made = few
    dataset = read_dataset(out / "dataset")
    taken = [row for row in dataset.rows("administrations") if row["status"] == "taken"]
    assert len(taken) == made["happened"]["doses taken"]
    assert {row["measurement"] for row in dataset.rows("measurements")} >= {
        "qtc",
        "valves",
        "systolic",
    }
    events = [row["event"] for row in dataset.rows("intercurrent_events")]
    assert events.count("emergency_unblinding") == 2
    assert events.count("dose_change") == 1
    assert [row["name"] for row in dataset.rows("concomitant_medications")] == ["Lithium"]
    assert [row["category"] for row in dataset.rows("deviations")] == ["prohibited_medication"]
    statuses = [row["status"] for row in dataset.rows("participants")]
    assert statuses.count("withdrawn") == 1
    assert statuses.count("discontinued") == 2


def test_the_board_looked_once_at_a_snapshot_that_no_lock_had_seen(few):
    out, _made = few
    snapshot = read_dataset(out / "interim" / "snapshot")
    assert snapshot.provenance.locked == NOT_LOCKED
    assert check_dataset(snapshot).errors == ()
    for page in ("interim/closed/report.html", "interim/open-report.html", "report/report.html"):
        assert "<html" in (out / page).read_text(encoding="utf-8")
    purposes = [link.content["purpose"] for link in openings(out / "supply/sealed/unblinded")]
    assert purposes == ["packing", "interim", "lock"]


def test_the_open_report_names_nobodys_arm(few):
    out, made = few
    page = (out / "interim" / "open-report.html").read_text(encoding="utf-8")
    assert not any(number in page for number in made["arms"])


def test_the_record_is_whole_and_locked(few):
    out, made = few
    program = "from limen.cli import main; main()"
    command = [sys.executable, "-c", program, "conduct", "verify", str(out / "server")]
    environment = {key: value for key, value in os.environ.items() if key != FOLDER_VARIABLE}
    said = subprocess.run(
        [*command, "--head", made["head"]],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )
    assert said.returncode == 0, said.stdout + said.stderr


@pytest.mark.parametrize("seed", range(20))
def test_whoever_has_dark_thoughts_says_so_before_they_are_called(seed):
    (one, *_) = them = cast(5, seed=seed)
    assert "dark_thoughts" in one.befalls
    about = {step.about: step.at for step in steps(them, seed=seed) if step.who == 0}
    called = [
        step.at for step in steps(them, seed=seed)
        if step.who == 0 and (step.what, step.about) == ("is_called", "dark_thoughts")
    ]  # fmt: skip
    told = [step.at for step in steps(them, seed=seed) if step.what == "befalls" and step.who == 0]
    assert max(told) < about["week.3"] < called[0] < about["dosing_day.8"]


@pytest.mark.xdist_group("few on PostgreSQL")
def test_few_people_on_postgresql(tmp_path):
    with on_postgresql() as url:
        holds_together(tmp_path / "out", lived(tmp_path / "out", 5, url), 5)


@pytest.mark.whole
@pytest.mark.xdist_group("eighty on SQLite")
def test_eighty_people_on_sqlite(tmp_path):
    holds_together(tmp_path / "out", lived(tmp_path / "out", 80), 80)


@pytest.mark.whole
@pytest.mark.xdist_group("eighty on PostgreSQL")
def test_eighty_people_on_postgresql(tmp_path):
    with on_postgresql() as url:
        holds_together(tmp_path / "out", lived(tmp_path / "out", 80, url), 80)


@contextmanager
def on_postgresql() -> Iterator[str]:
    """The URL of an empty database."""
    sys.path.insert(0, str(Path(__file__).parents[1] / "conduct" / "servers"))
    import servers

    with servers.empty_postgresql() as url:
        yield url
