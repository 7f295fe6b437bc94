"""`limen conduct load-supply`, `staff may-open`, `check`, `reconcile`."""

from __future__ import annotations

import command
import pharmacy

from limen.protocol import shipped


def test_a_supply_is_loaded_checked_and_reconciled_from_the_command_line(tmp_path):
    supply, folder = pharmacy.sealed(), str(tmp_path / "study")
    protocol = str(shipped()["demonstration"])
    status, said = command.run(["init", folder, "--protocol", protocol, "--demonstration"])
    assert status == 0, said
    assert "no supply was loaded" in said
    words = ["load-supply", folder, str(supply.server)]
    status, said = command.run([*words, "--release-key", str(supply.release_file)])
    assert (status, "8 sets, 48 kits" in said) == (0, True), said
    key = tmp_path / "study" / "keys" / "release.private.json"
    assert key.stat().st_mode & 0o077 == 0
    assert command.run(words)[0] != 0
    names = ["ines", "--role", "investigator", "--password-stdin"]
    status, said = command.run(["staff", "add", folder, *names], "harbour lantern oak\n")
    assert status == 0, said
    grant = ["staff", "may-open", folder, "ines", "--role", "physician_on_call", "--key"]
    status, said = command.run([*grant, "clara"])
    assert (status, "with the key clara" in said) == (0, True), said
    assert command.run([*grant, "zelda"])[0] != 0
    status, said = command.run(["reconcile", folder])
    assert (status, said) == (0, "48 kits, 0 discrepancies.\n")
    assert "release key" not in command.run(["check", folder, "--no-mail"])[1]
    key.unlink()
    status, said = command.run(["staff", "may-not-open", folder, "ines"])
    assert status == 0, said
