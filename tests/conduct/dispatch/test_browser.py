"""What was released opens on the clinician's own device, and nowhere else: node, then chromium."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
import time
from hashlib import sha256
from importlib import resources
from pathlib import Path

import cast
import entrance
import pharmacy
import pytest
import sealing
import team
from hands import leave_by
from playwright.sync_api import expect

from limen.conduct.core.dispatch.opening.break_blind import break_blind
from limen.conduct.core.dispatch.opening.release import release_share
from limen.conduct.core.models import Opening, Participant
from limen.supply.keys.pair import COSTS, make_key
from limen.supply.keys.public import fingerprint
from limen.supply.opening import open_kit, open_released, read_released
from limen.supply.sealed import read_server_part

NODE = shutil.which("node")
WORDS = "Seizure in the emergency room"
VENDOR = Path(str(resources.files("limen.conduct.core") / "static" / "vendor"))
OPENING = Path(str(resources.files("limen.conduct.staff") / "static" / "staff" / "opening"))
AT_MOST = 300  # seconds, from the sign-in to the content: the promise


def private_of(name: str) -> Path:
    """The file of somebody's private key."""
    return pharmacy.sealed().keys / f"{name}.private.json"


@pytest.fixture
def released(kit, ines) -> dict:
    """What the server released to ines for anna's kit."""
    pharmacy.listed(ines)
    person = Participant.objects.get(pk=kit.kit_set.participant_id)
    opening = break_blind(person, kit, member=ines, category="emergency", words=WORDS)
    return release_share(opening, member=ines).as_json()


def by_node(*cases: dict) -> list:
    """What the page's script makes of cases."""
    done = subprocess.run(
        [str(NODE), str(Path(__file__).with_name("opening.mjs"))],
        input=json.dumps(cases),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return json.loads(done.stdout)


def case(released: dict, who: str = "clara", passphrase: str = "", **other: str) -> dict:
    """Somebody tries with their own key."""
    return {
        "released": released | other,
        "file": private_of(who).read_text(),
        "passphrase": passphrase or f"{sealing.PASSPHRASE} {who}",
    }


def changed(text: str) -> str:
    """Base64 with one byte that is another."""
    content = bytearray(base64.b64decode(text))
    content[-1] ^= 1
    return base64.b64encode(bytes(content)).decode()


def test_the_file_that_is_saved_opens_on_the_command_line(released, tmp_path):
    file = tmp_path / "released.json"
    file.write_text(json.dumps(released))
    content = open_released(read_released(file), pharmacy.sealed().people["clara"])
    assert content["kit"] == released["kit"]


@pytest.mark.skipif(NODE is None, reason="node is not installed")
def test_the_browser_reads_what_the_command_line_reads_and_refuses_all_else(released):
    supply = pharmacy.sealed()
    expected = open_kit(
        read_server_part(supply.server),
        released["kit"],
        clinician=supply.people["clara"],
        released=base64.b64decode(released["released_share"]),
    )
    another = read_server_part(supply.server)
    other_kit = next(kit for kit in another.contents if kit != released["kit"])
    sealed = base64.b64encode(another.contents[other_kit].content).decode()
    outcomes = by_node(
        case(released),
        case(released, passphrase="something else altogether"),
        case(released, who="dora"),
        case(released, who="dora", clinician="dora"),
        case(released, released_share=changed(released["released_share"])),
        case(released, own_share=released["released_share"]),
        case(released, content=changed(released["content"])),
        case(released, content=sealed),
        case(released, supply="another"),
        case(released, verify_key=base64.b64encode(bytes(32)).decode()),
        case(released) | {"file": "{}"},
        case(released) | {"file": "no json"},
    )
    assert outcomes == [
        expected, "passphrase", "other_key", "other_key", "other_share", "other_share",
        "other_share", "other_share", "unsigned", "unsigned", "no_key_file", "no_key_file",
    ]  # fmt: skip


def test_vendored_files_are_what_the_manifest_says():
    manifest = json.loads((VENDOR / "vendor.json").read_text())
    found = {
        folder.name: {file.name: sha256(file.read_bytes()).hexdigest() for file in folder.iterdir()}
        for folder in VENDOR.iterdir()
        if folder.is_dir()
    }
    assert found == {name: one["files"] for name, one in manifest.items()}
    for name, one in manifest.items():
        assert name == f"{one['package']}-{one['version']}"
        assert one["licence"] == "ISC"
        assert "Permission to use, copy, modify" in (VENDOR / name / "LICENSE").read_text()


def test_the_opening_scripts_speak_to_nobody():
    for file in OPENING.glob("*.js"):
        text = file.read_text()
        for word in ("fetch(", "XMLHttp", "sendBeacon", "WebSocket", "http", "eval(", "innerHTML",
                     "localStorage", "sessionStorage", "indexedDB"):  # fmt: skip
            assert word not in text, (file.name, word)


def test_the_night_call_takes_less_than_five_minutes_on_a_telephone(
    kit, ines, server, phone, tmp_path, record_property
):
    """The timed drill: from the sign-in to the content, with a key that costs what it will."""
    pharmacy.listed(ines)
    person = Participant.objects.get(pk=kit.kit_set.participant_id)
    passphrase = f"{sealing.PASSPHRASE} clara"
    file = _dearly_locked(tmp_path, passphrase)
    page = phone()
    began = time.monotonic()
    page.goto("/staff/")
    entrance.at_a_browser(page, ines.name)
    page.goto(team.address("opening", person))
    page.check("input[value=emergency]")
    page.fill("textarea[name=words]", WORDS)
    page.fill("input[name=password]", cast.PASSWORD)
    leave_by(page, page.locator("button.danger"))
    page.set_input_files("[data-key]", file)
    page.fill("[data-passphrase]", passphrase)
    posted = len(server.sent)
    page.click("[data-open]")
    page.wait_for_selector("[data-shown]", state="visible", timeout=60_000)
    seconds = time.monotonic() - began
    shown = page.text_content("[data-slot=intervention]")
    number = page.text_content("[data-slot=kit]")
    printed = page.text_content("[data-slot=fingerprint]")
    page.click("[data-hide]")
    expect(page.locator("[data-slot=intervention]")).to_have_text("")
    record_property("seconds", round(seconds, 1))
    print(f"The drill took {seconds:.1f} s.")  # noqa: T201
    assert (shown in {"placebo", "lsd_10"}, number) == (True, kit.number)
    assert printed == fingerprint(read_server_part(pharmacy.sealed().server).verify_key)
    assert seconds < AT_MOST
    assert len(server.sent) == posted > 0  # opening sent nothing
    assert all(passphrase.encode() not in body for body in server.sent)
    assert Opening.objects.get().member == ines


def _dearly_locked(folder: Path, passphrase: str) -> Path:
    """Clara's private key locked anew at the cost that clinicians' keys have."""
    from nacl.public import PrivateKey

    secret = pharmacy.sealed().people["clara"].key
    original = PrivateKey.generate
    PrivateKey.generate = classmethod(lambda _cls: secret)
    try:
        make_key(
            folder, name="clara", kind="clinician", passphrase=passphrase, cost=COSTS["clinician"]
        )
    finally:
        PrivateKey.generate = original
    return folder / "clara.private.json"


def test_the_pages_are_accessible_and_nothing_sticks_out(kit, ines, tour):
    pharmacy.listed(ines)
    person = Participant.objects.get(pk=kit.kit_set.participant_id)
    opening = break_blind(person, kit, member=ines, category="emergency", words=WORDS)
    tour.visit("stock", team.address("stock"), ines)
    for name in ("kits", "opening", "opening_paper"):
        tour.visit(name, team.address(name, person), ines)
    page = tour.visit("opened", team.address("opened", person, opening.pk), ines)
    leave_by(page, page.locator("main form button"))
    page.wait_for_selector("[data-opening]", state="visible")
    tour.look(page, "released")
    assert tour.faults() == {}
