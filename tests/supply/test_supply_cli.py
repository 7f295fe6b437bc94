"""`limen supply`: the way of a pharmacist from the keys to the allocations."""

from __future__ import annotations

import csv
import json
import re
import shutil
import subprocess
import sys

import pytest
from sealing import CHEAP
from typer.testing import CliRunner

from limen.cli.app import app
from limen.dataset import read_allocations, read_dataset, write_dataset
from limen.protocol import named_protocol
from limen.simulate.dataset import dataset
from limen.simulate.scenario import named_scenario
from limen.supply.keys import unlock
from limen.supply.keys.public import fingerprint
from limen.supply.sealed import read_opener, read_server_part, release, release_key
from limen.supply.sealed.files import encoded

WORDS = {name: f"lantern orchid gravel teapot {name}" for name in ("anna", "ben", "clara")}
REASON = ("--reason", "As the test of the command wants it")


def run(*words, types=(), code=0):
    """Run `limen supply`, typing the passphrases of some people; what it printed."""
    typed = "".join(WORDS.get(name, name) + "\n" for name in types)
    extra = ["--passphrase-stdin"] if types else []
    result = CliRunner().invoke(app, ["supply", *map(str, words), *extra], input=typed)
    assert result.exit_code == code, result.output
    return result.output


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A folder with keys, rehearsed, and a supply, all made by the command."""
    folder = tmp_path_factory.mktemp("cli")
    with pytest.MonkeyPatch.context() as patch:
        costs = {"holder": CHEAP, "clinician": CHEAP}
        patch.setattr("limen.supply.keys.pair.COSTS", costs)
        run("keys", folder / "keys", "--holder", "anna", types=["anna"])
        run("keys", folder / "keys", "--holder", "ben", types=["ben"])
        run("keys", folder / "keys", "--clinician", "clara", types=["clara"])
        run("keys", folder / "keys", "--server")
    refused = run(
        "create", "demonstration", "--keys", folder / "keys", "--out", folder / "no", code=2
    )
    assert "anna, ben, clara: no opening was rehearsed" in refused
    assert not (folder / "no").exists()
    both = both_of(folder)
    assert "opened a test seal together" in run(
        "rehearse", folder / "keys", *both, types=["anna", "ben"]
    )
    own = ("--private", folder / "keys" / "clara.private.json")
    assert "opened a test kit" in run("rehearse", folder / "keys", *own, types=["clara"])
    told = run(
        "create",
        "demonstration",
        "--keys",
        folder / "keys",
        "--out",
        folder / "supply",
        "--sets",
        24,
    )
    assert "sets         48 in 2 strata" in told
    return folder


def both_of(folder):
    return [
        word
        for name in ("anna", "ben")
        for word in ("--private", folder / "keys" / f"{name}.private.json")
    ]


def test_a_lost_passphrase_ends_the_rehearsal(place):
    told = run("rehearse", place / "keys", *both_of(place), types=["anna", "wrong"], code=2)
    assert "the passphrase is not the one of 'ben'" in told


def test_one_holder_cannot_rehearse_alone(place):
    own = ("--private", place / "keys" / "anna.private.json")
    assert "together" in run("rehearse", place / "keys", *own, types=["anna"], code=2)


def test_a_private_part_that_is_not_there_is_named_before_anybody_types(place):
    own = ("--private", place / "keys" / "carla.private.json")
    told = run("rehearse", place / "keys", *own, code=2)
    assert "carla.private.json: there is no such file" in told
    assert "Passphrase" not in told


def test_check_says_yes_and_no(place, tmp_path):
    assert "is sound: 48 sets, 288 kits" in run("check", place / "supply" / "server")
    assert "cannot be read" in run("check", tmp_path, code=1)


def test_labels_and_cards_need_no_key(place, tmp_path):
    batch = ("--lot", "A17", "--expiry", "2027-06", "--out", tmp_path / "labels.pdf")
    number = read_server_part(place / "supply" / "server").sets[0].set
    run("labels", place / "supply", *batch, "--set", number)
    run("cards", place / "supply", "--telephone", "112", "--out", tmp_path / "cards.pdf")
    assert all(
        (tmp_path / f"{n}.pdf").read_bytes().startswith(b"%PDF") for n in ("labels", "cards")
    )
    assert "exists already" in run("labels", place / "supply", *batch, code=2)


def test_what_is_in_clear_needs_both_and_is_logged(place, tmp_path):
    both = (*both_of(place), *REASON)
    run("packing", place / "supply", *both, "--out", tmp_path / "p.csv", types=["anna", "ben"])
    rows = list(csv.DictReader((tmp_path / "p.csv").read_text().splitlines()))
    assert len(rows) == 288
    study = ("--protocol", "demonstration", "--out", tmp_path / "c.pdf")
    run("code-breaks", place / "supply", *study, *both, types=["anna", "ben"])
    kit = rows[0]
    told = run("open", place / "supply", kit["kit"], *both, types=["anna", "ben"])
    assert f": {kit['intervention']}\n" in told
    log = run("openings", place / "supply")
    assert "anna and ben: everything, for packing" in log
    assert f"set {kit['set']}, for emergency" in log
    one = ("--private", place / "keys" / "anna.private.json", *REASON)
    refused = run("open", place / "supply", kit["kit"], *one, types=["anna"], code=2)
    assert "Both key holders are needed" in refused


def test_a_clinician_opens_a_kit_with_the_servers_file(place, tmp_path):
    part = read_server_part(place / "supply" / "server")
    kit, other = list(part.contents)[:2]
    share = release(part, kit, key=release_key(place / "keys" / "release.private.json"), to="clara")
    said = {
        "limen_supply_release": 1,
        "supply": part.supply,
        "kit": kit,
        "clinician": "clara",
        "content": encoded(part.contents[kit].content),
        "own_share": encoded(part.openers["clara"][kit]),
        "released_share": encoded(share),
        "verify_key": encoded(part.verify_key),
        "public_key": encoded(part.clinicians["clara"]),
    }
    file, own = tmp_path / "released.json", place / "keys" / "clara.private.json"
    words = ("open-kit", file, "--private", own)
    file.write_text(json.dumps(said))
    told = run(*words, "--fingerprint", fingerprint(part.verify_key), types=["clara"])
    assert re.search("holds +(Placebo|LSD 10 micrograms)", told)
    assert "not the pharmacist's" in run(*words, "--fingerprint", "0 1", types=["clara"], code=2)
    anna = ("open-kit", file, "--private", place / "keys" / "anna.private.json")
    assert "released to 'clara', not to 'anna'" in run(*anna, types=["anna"], code=2)
    file.write_text(json.dumps({**said, "kit": other}))
    assert "somebody swapped them" in run(*words, types=["clara"], code=2)
    file.write_text(json.dumps(said)[:-30])
    assert "cut off or changed" in run(*words, types=["clara"], code=2)


def test_a_clinician_who_came_later_is_authorised(place, tmp_path):
    keys = shutil.copytree(place / "keys", tmp_path / "keys")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("limen.supply.keys.pair.COSTS", {"clinician": CHEAP})
        run("keys", keys, "--clinician", "eva", types=["a passphrase that eva made up"])
    own, out = keys / "eva.private.json", tmp_path / "eva.opener.json"
    words = ("authorise", place / "supply", "eva", "--keys", keys, "--out", out)
    clara = ("--private", keys / "clara.private.json")
    assert "no opening was rehearsed" in run(*words, *clara, types=["clara"], code=2)
    run("rehearse", keys, "--private", own, types=["a passphrase that eva made up"])
    assert "eva may open a kit" in run(*words, *clara, types=["clara"])
    part = read_server_part(place / "supply" / "server")
    assert read_opener(out, part).granted_by == "clara"


def test_unsealing_gives_allocations_that_fit(place, tmp_path):
    study = named_protocol("demonstration")
    made, _ = dataset(study, named_scenario("both", protocol=study), seed=7, items=False)
    part = read_server_part(place / "supply" / "server")
    sets = dict(zip(made.participants, part.sets[: len(made.participants)], strict=True))
    rows = [
        {**row, "kit": sets[row["participant"]].kits[int(row["number"]) - 1].kit}
        for row in made.rows("administrations")
    ]
    write_dataset(made.with_tables(administrations=rows), tmp_path / "study")
    assigned = tmp_path / "assigned.csv"
    assigned.write_text(
        "participant,set\n" + "".join(f"{person},{one.set}\n" for person, one in sets.items())
    )
    words = (*both_of(place), *REASON, "--assigned", assigned, "--out", tmp_path / "apart")
    told = run("unseal", place / "supply", tmp_path / "study", *words, types=["anna", "ben"])
    assert "Next: limen analyse" in told
    unsealed = read_dataset(tmp_path / "study").unseal(read_allocations(tmp_path / "apart"))
    assert set(unsealed.arm_of) == set(made.participants)
    again = run(
        "unseal", place / "supply", tmp_path / "study", *words, types=["anna", "ben"], code=2
    )
    assert "exists already" in again


def test_the_ledger_says_yes_and_no(place, tmp_path):
    server, file = place / "supply" / "server", tmp_path / "ledger.jsonl"
    who = ("--server", server, "--place", "pharmacy", "--by", "anna", "--witness", "ben")
    one = read_server_part(server).sets[0]
    run("ledger", "enter", file, "receive", *who, "--every-kit")
    run("ledger", "enter", file, "store", *who, "--set", one.set)
    assert "Every unit is accounted for" in run("ledger", "replay", file, "--server", server)
    run("ledger", "enter", file, "count", *who, "--kit", one.kits[0].kit)
    told = run("ledger", "replay", file, "--server", server, code=1)
    assert told.count("OPEN: kit") == 287
    refused = run("ledger", "enter", file, "receive", *who, "--set", one.set, code=2)
    assert "The ledger refuses the entry" in refused
    file.write_bytes(file.read_bytes()[:-2])
    assert "cut off" in run("ledger", "replay", file, "--server", server, code=1)


def test_a_ledger_whose_name_is_mistyped_accounts_for_nothing(place, tmp_path):
    server, file = ("--server", place / "supply" / "server"), tmp_path / "leger.jsonl"
    for verb in (("replay", file), ("compare", file, tmp_path / "kit_movements.csv")):
        assert "there is no such ledger" in run("ledger", *verb, *server, code=2)


def test_help_and_refusals_need_no_libsodium():
    code = (
        "import sys; sys.modules['nacl'] = None; from limen.cli.app import app; "
        "from typer.testing import CliRunner; run = CliRunner().invoke; "
        "assert run(app, ['supply', '--help']).exit_code == 0; "
        "told = run(app, ['supply', 'check', 'x']); print(told.exit_code, told.output)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("2 error: Sealing needs libsodium: pip install 'limen[supply]'.")


def test_passphrases_are_asked_for_twice_and_never_shown(tmp_path, monkeypatch):
    monkeypatch.setattr("limen.supply.keys.pair.COSTS", {"holder": CHEAP})
    words, phrase = ("keys", tmp_path / "k", "--holder", "eva"), "a passphrase that eva made up"
    command = ["supply", *map(str, words)]
    result = CliRunner().invoke(app, command, input=f"{phrase}\n{phrase}\n")
    assert result.exit_code == 0, result.output
    assert "Passphrase of eva" in result.output
    assert phrase not in result.output
    assert unlock(tmp_path / "k" / "eva.private.json", phrase).name == "eva"


def test_a_key_is_of_one_kind(tmp_path):
    words = ("--holder", "anna", "--server")
    assert "Say whose key" in run("keys", tmp_path / "k", *words, code=2)
    assert not (tmp_path / "k").exists()
