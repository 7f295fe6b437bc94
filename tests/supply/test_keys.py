"""Keys: a lost passphrase is found out at the rehearsal, and `create` waits for it."""

from __future__ import annotations

import json
import shutil

import pytest
from sealing import CHEAP, NOW, PASSPHRASE, make_people

from limen.errors import SupplyError
from limen.protocol import named_protocol
from limen.supply.create import create
from limen.supply.keys import make_key, read_ring, rehearse_clinician, rehearse_holders, unlock


@pytest.fixture
def folder(keys, tmp_path):
    """A copy of the keys, to be changed."""
    return shutil.copytree(keys, tmp_path / "keys")


def test_the_private_part_is_locked(keys, people):
    text = (keys / "anna.private.json").read_bytes()
    secret = bytes(people["anna"].key)
    assert secret not in text
    assert secret.hex().encode() not in text
    assert (keys / "anna.private.json").stat().st_mode & 0o077 == 0
    assert "PrivateKey" not in repr(people["anna"])


@pytest.mark.parametrize("passphrase", ["", f"{PASSPHRASE} ben", f"{PASSPHRASE} anna "])
def test_a_wrong_passphrase_is_refused_with_words(keys, passphrase):
    with pytest.raises(SupplyError, match="not the one of 'anna', or the file changed"):
        unlock(keys / "anna.private.json", passphrase)


def test_a_private_part_cut_off_anywhere_is_refused(folder):
    file = folder / "anna.private.json"
    whole = file.read_bytes()
    for length in range(0, len(whole) - 2, 17):
        file.write_bytes(whole[:length])
        with pytest.raises(SupplyError, match="cut off or changed"):
            unlock(file, f"{PASSPHRASE} anna")


@pytest.mark.parametrize("name", ["box", "public"])
def test_a_changed_private_part_is_refused(folder, name):
    file = folder / "anna.private.json"
    content = json.loads(file.read_text())
    text = content[name]
    content[name] = text[:10] + ("A" if text[10] not in "Aa" else "b") + text[11:]
    if name == "public":
        content[name] = ("0" if text[0] != "0" else "1") + text[1:]
    file.write_text(json.dumps(content))
    with pytest.raises(SupplyError, match="does not open"):
        unlock(file, f"{PASSPHRASE} anna")


def test_a_lock_that_would_eat_the_machine_is_refused(folder):
    file = folder / "anna.private.json"
    content = json.loads(file.read_text())
    content["locked_by"]["memory_bytes"] = 1 << 40
    file.write_text(json.dumps(content))
    with pytest.raises(SupplyError, match="a way that Limen does not know"):
        unlock(file, f"{PASSPHRASE} anna")


@pytest.mark.parametrize("passphrase", ["short", "abababababababababab"])
def test_a_weak_passphrase_is_refused(tmp_path, passphrase):
    with pytest.raises(SupplyError, match="16 characters"):
        make_key(tmp_path / "k", name="eva", kind="holder", passphrase=passphrase, cost=CHEAP)
    assert not (tmp_path / "k").exists()


def test_keys_are_never_replaced_and_holders_are_two(folder):
    with pytest.raises(SupplyError, match="called 'anna' already"):
        make_key(folder, name="anna", kind="clinician", passphrase=PASSPHRASE, cost=CHEAP)
    with pytest.raises(SupplyError, match="a third cannot be added"):
        make_key(folder, name="eva", kind="holder", passphrase=PASSPHRASE, cost=CHEAP)
    with pytest.raises(SupplyError, match="cannot name a key"):
        make_key(folder, name="../eva", kind="clinician", passphrase=PASSPHRASE, cost=CHEAP)


def test_one_holder_is_not_enough(folder):
    (folder / "ben.public.json").unlink()
    with pytest.raises(SupplyError, match=r"two key holders; here are 1 \(anna\)"):
        read_ring(folder)


def test_nobody_is_both_holders(folder, people):
    with pytest.raises(SupplyError, match="the key of ben is missing"):
        rehearse_holders(folder, people["anna"], people["anna"], at=NOW)
    with pytest.raises(SupplyError, match="the key of ben is missing"):
        rehearse_holders(folder, people["anna"], people["clara"], at=NOW)


def test_a_lost_passphrase_is_found_out_at_the_rehearsal(tmp_path):
    """Ben's passphrase is gone before the rehearsal: it fails, and no supply can be made."""
    keys = tmp_path / "keys"
    make_people(keys)
    (keys / "rehearsal.json").unlink()
    anna = unlock(keys / "anna.private.json", f"{PASSPHRASE} anna")
    with pytest.raises(SupplyError, match="not the one of 'ben'"):
        rehearse_holders(
            keys, anna, unlock(keys / "ben.private.json", "what was it again, ben"), at=NOW
        )
    with pytest.raises(SupplyError, match="anna, ben, clara, dora: no opening was rehearsed"):
        create(named_protocol("demonstration"), keys=keys, out=tmp_path / "supply", now=NOW)
    assert not (tmp_path / "supply").exists()


def test_a_key_made_after_the_rehearsal_is_not_rehearsed(folder, tmp_path, people):
    for file in ("ben.public.json", "ben.private.json"):
        (folder / file).unlink()
    make_key(folder, name="ben", kind="holder", passphrase=PASSPHRASE, cost=CHEAP)
    with pytest.raises(SupplyError, match="the key of ben is missing"):
        rehearse_holders(folder, people["anna"], people["ben"], at=NOW)
    with pytest.raises(SupplyError, match="ben: no opening was rehearsed with this key"):
        create(named_protocol("demonstration"), keys=folder, out=tmp_path / "supply", now=NOW)


def test_a_clinician_who_did_not_rehearse_holds_everything_up(folder, tmp_path):
    make_key(folder, name="eva", kind="clinician", passphrase=PASSPHRASE, cost=CHEAP)
    with pytest.raises(SupplyError, match="eva: no opening was rehearsed"):
        create(named_protocol("demonstration"), keys=folder, out=tmp_path / "supply", now=NOW)
    rehearse_clinician(folder, unlock(folder / "eva.private.json", PASSPHRASE), at=NOW)
    part = create(
        named_protocol("demonstration"), keys=folder, out=tmp_path / "supply", now=NOW, count=2
    )
    assert set(part.clinicians) == {"clara", "dora", "eva"}


@pytest.mark.parametrize(
    ("missing", "words"),
    [("release", "no release key yet"), ("clara dora", "no clinician has a key")],
)
def test_a_supply_needs_everybody_whom_the_protocol_names(folder, tmp_path, missing, words):
    for name in missing.split():
        (folder / f"{name}.public.json").unlink()
    with pytest.raises(SupplyError, match=words):
        create(named_protocol("demonstration"), keys=folder, out=tmp_path / "supply", now=NOW)
