"""The whole way as commands: lock, export, check, unseal, analyse; and a snapshot before it."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import command
import last_day
import pytest
import sealing
import servers
from typer.testing import CliRunner

from limen.cli.app import app
from limen.conduct.core.deployment import Deployment
from limen.conduct.core.models import KitSet
from limen.conduct.core.protocol_files import write_protocol_files
from limen.conduct.core.trail import verify
from limen.dataset import read_allocations, read_dataset
from limen.supply.opening import openings
from limen.supply.plan import draw_sets
from limen.supply.sealed import read_server_part

STUDY = "demonstration"


@pytest.fixture
def folder(over, tmp_path):
    """A folder whose commands work on the lived study, in processes of their own."""
    (tmp_path / "study").mkdir()
    with servers.apart(tmp_path / "study"):
        write_protocol_files(Deployment(tmp_path / "study"))
        yield tmp_path / "study"


def conduct(*words: object, text: str = "", code: int = 0) -> str:
    status, said = command.run([str(word) for word in words], text)
    assert status == code, said
    return said


def limen(*words: object, types: tuple[str, ...] = (), code: int = 0) -> str:
    typed = "".join(f"{sealing.PASSPHRASE} {name}\n" for name in types)
    done = CliRunner().invoke(app, [str(word) for word in words], input=typed)
    assert done.exit_code == code, done.output
    return done.output


def unseal(dataset: Path, out: Path, *more: object, code: int = 0) -> str:
    supply = last_day.supply()
    private = [supply.keys / f"{name}.private.json" for name in ("anna", "ben")]
    words = ["--private", private[0], "--private", private[1], "--passphrase-stdin"]
    words += ["--reason", "Asked for in a test of the whole way", "--out", out]
    assigned = dataset / "evidence" / "assigned.csv"
    return limen("supply", "unseal", supply.folder, dataset, "--assigned", assigned, *words, *more,
                 types=("anna", "ben"), code=code)  # fmt: skip


def planned_arms() -> dict[str, str]:
    """Who has which arm, by a second route: the list drawn anew from its seed, set by set."""
    supply = last_day.supply()
    drawn = draw_sets(read_dataset_protocol(), seed=sealing.SEED, count=last_day.PEOPLE)
    part = read_server_part(supply.server)
    arms = {one.set: plan.arm for one, plan in zip(part.sets, drawn, strict=True)}
    rows = KitSet.objects.exclude(participant=None).values_list("participant__number", "number")
    return {person: arms[number] for person, number in rows}


def read_dataset_protocol():
    from limen.protocol import parse_protocol

    return parse_protocol(servers.DEMONSTRATION)


def test_from_the_lock_to_the_full_report(over, folder, tmp_path):
    said = conduct("lock", folder, "--check", code=1)
    assert "casebooks" in said
    assert "8 (riga-001; riga-002; riga-003 and 5 more)" in said
    last_day.sign(over)
    assert "Nothing stands in the way" in conduct("lock", folder, "--check")
    assert "not the study's id" in conduct("lock", folder, text="demo\n", code=2)
    said = conduct("lock", folder, text=f"{STUDY}\n")
    head = next(line for line in said.splitlines() if line.startswith("The trail ends at "))
    end = head.removeprefix("The trail ends at ")
    assert "has been locked since" in conduct("lock", folder, code=2)
    assert "nothing was changed" in conduct("verify", folder, "--head", end)
    dataset, again = tmp_path / "dataset", tmp_path / "again"
    first = conduct("export", folder, "--out", dataset)
    second = conduct("export", folder, "--out", again)
    assert "The database was locked on" in first
    hashes = {said.split("hash ")[1].split(",")[0] for said in (first, second)}
    assert len(hashes) == 1
    limen("dataset", "check", dataset)
    told = unseal(dataset, tmp_path / "apart")
    assert f"dataset  {hashes.pop()}" in told
    unsealed = read_dataset(dataset).unseal(read_allocations(tmp_path / "apart"))
    assert unsealed.arm_of == planned_arms()
    assert set(unsealed.arm_of.values()) == {"PL", "MD"}
    report = tmp_path / "report"
    limen("analyse", dataset, "--allocations", tmp_path / "apart" / "allocations.csv",
          "--out", report, "--quiet")  # fmt: skip
    results = json.loads((report / "results.json").read_text())
    assert (report / "report.html").stat().st_size > 50_000
    assert "arm" in json.dumps(results)
    assert verify().faults == ()


def test_a_snapshot_is_unsealed_for_two_purposes_only(over, folder, tmp_path):
    dataset = tmp_path / "snapshot"
    assert "A snapshot" in conduct("export", folder, "--out", dataset)
    log = last_day.supply().folder / "unblinded"
    before = len(openings(log))
    refused = unseal(dataset, tmp_path / "apart", code=2)
    assert "snapshot of a database that was not locked" in refused
    assert "unsealed for lock" in unseal(
        dataset, tmp_path / "apart", "--purpose", "emergency", code=2
    )
    assert (len(openings(log)), (tmp_path / "apart").exists()) == (before, False)
    unseal(dataset, tmp_path / "apart", "--purpose", "interim")
    last = openings(log)[-1].content
    assert (last["purpose"], sorted(last["by"])) == ("interim", ["anna", "ben"])
    assert last["dataset"] == read_dataset(dataset).hash
    unsealed = read_dataset(dataset).unseal(read_allocations(tmp_path / "apart"))
    assert unsealed.arm_of == planned_arms()
    limen("analyse", dataset, "--allocations", tmp_path / "apart" / "allocations.csv",
          "--out", tmp_path / "closed", "--quiet")  # fmt: skip
    assert (tmp_path / "closed" / "report.html").exists()


def test_evidence_says_that_forms_were_locked_and_casebooks_signed(over, folder, tmp_path):
    last_day.sign(over)
    conduct("lock", folder, "--yes")
    conduct("export", folder, "--out", tmp_path / "dataset")
    with (tmp_path / "dataset" / "evidence" / "forms.csv").open() as stream:
        steps = [(row["form"], row["step"]) for row in csv.DictReader(stream)]
    assert steps.count(("vital_signs", "locked")) == 2 * last_day.PEOPLE
    with (tmp_path / "dataset" / "evidence" / "casebooks.csv").open() as stream:
        signed = [row["participant"] for row in csv.DictReader(stream)]
    assert signed == [one.number for one in over.people]
