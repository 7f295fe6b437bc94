"""What was released opens on the clinician's own device, and nowhere else: node, then chromium."""

from __future__ import annotations

import base64
import io
import json
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from hashlib import sha256
from importlib import resources
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, make_server

import cast
import entrance
import pharmacy
import pytest
import sealing
import team
from django.conf import settings
from django.core.wsgi import get_wsgi_application

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


class _Silent(WSGIRequestHandler):
    def log_message(self, *_said: object) -> None:
        """Say nothing."""


@pytest.fixture
def server(kit, monkeypatch) -> Iterator[tuple[str, list[bytes]]]:
    """The address of a server on the database of this test, and every body that it was sent."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright keeps a loop in this thread
    monkeypatch.setattr(settings, "ALLOWED_HOSTS", ["127.0.0.1"])
    application, sent = get_wsgi_application(), []

    def noting(environment, start):
        length = int(environment.get("CONTENT_LENGTH") or 0)
        if length:
            body = environment["wsgi.input"].read(length)
            sent.append(body)
            environment["wsgi.input"] = io.BytesIO(body)
        with closing(application(environment, start)) as answer:
            return [b"".join(answer)]

    with make_server("127.0.0.1", 0, noting, handler_class=_Silent) as made:
        thread = threading.Thread(target=made.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{made.server_port}", sent
        made.shutdown()
        thread.join()


def test_the_night_call_takes_less_than_five_minutes_on_a_telephone(
    browser, server, kit, ines, tmp_path, record_property
):
    """The timed drill: from the sign-in to the content, with a key that costs what it will."""
    address, sent = server
    pharmacy.listed(ines)
    person = Participant.objects.get(pk=kit.kit_set.participant_id)
    passphrase = f"{sealing.PASSPHRASE} clara"
    file = _dearly_locked(tmp_path, passphrase)
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    began = time.monotonic()
    page.goto(f"{address}/staff/")
    entrance.at_a_browser(page, ines.name)
    page.goto(address + team.address("opening", person))
    page.check("input[value=emergency]")
    page.fill("textarea[name=words]", WORDS)
    page.fill("input[name=password]", cast.PASSWORD)
    page.click("button.danger")
    page.set_input_files("[data-key]", file)
    page.fill("[data-passphrase]", passphrase)
    posted = len(sent)
    page.click("[data-open]")
    page.wait_for_selector("[data-shown]", state="visible", timeout=60_000)
    seconds = time.monotonic() - began
    shown = page.text_content("[data-slot=intervention]")
    number = page.text_content("[data-slot=kit]")
    printed = page.text_content("[data-slot=fingerprint]")
    page.click("[data-hide]")
    hidden = page.text_content("[data-slot=intervention]")
    context.close()
    record_property("seconds", round(seconds, 1))
    print(f"The drill took {seconds:.1f} s.")  # noqa: T201
    assert errors == []
    assert (shown in {"placebo", "lsd_10"}, number, hidden) == (True, kit.number, "")
    assert printed == fingerprint(read_server_part(pharmacy.sealed().server).verify_key)
    assert seconds < AT_MOST
    assert len(sent) == posted  # opening sent nothing
    assert all(passphrase.encode() not in body for body in sent)
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


AXE = """standards => axe.run({runOnly: standards}).then(found => found.violations.map(
    one => one.id + ": " + one.nodes.map(node => node.html.slice(0, 120)).join(" | ")))"""
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def test_the_pages_are_accessible_and_nothing_sticks_out(browser, server, kit, ines):
    axe = pytest.importorskip("axe_playwright_python")
    script = (Path(axe.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
    address, _sent = server
    pharmacy.listed(ines)
    person = Participant.objects.get(pk=kit.kit_set.participant_id)
    opening = break_blind(person, kit, member=ines, category="emergency", words=WORDS)
    signed_in = team.browser_of(ines).cookies["limen_staff"].value
    pages = [team.address("stock")]
    pages += [team.address(name, person) for name in ("kits", "opening", "opening_paper")]
    pages.append(team.address("opened", person, opening.pk))
    found = {}
    context = browser.new_context(viewport={"width": 390, "height": 844}, bypass_csp=True)
    cookie = {"name": "limen_staff", "value": signed_in, "url": f"{address}/staff/"}
    context.add_cookies([cookie])
    page = context.new_page()
    for one in pages:
        page.goto(address + one)
        if one == pages[-1]:
            page.click("main form button")
            page.wait_for_selector("[data-opening]", state="visible")
        page.evaluate(script)
        found[one] = page.evaluate(AXE, WCAG)
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            found[one].append("sticks out")
    context.close()
    assert {one: said for one, said in found.items() if said} == {}
