"""Make docs/images/conduct/*.png: `python -m tools.conduct_pictures [FOLDER]`.

FOLDER is a demonstration (left out: `out/conduct`, which `make demo` fills). A copy of it is served
with its clock set to an evening, and a browser, the system's chromium, walks through it: somebody
new comes in, somebody who is in the middle answers the evening, the team looks. Nobody in it is
real. Telephones are 390 px wide.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from socket import socket
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from limen.conduct.core.clock import write_ahead
from limen.conduct.core.deployment import Deployment
from limen.demo.lived.team import COORDINATOR, INVESTIGATOR, Account
from tools.doc_outputs import ROOT

IMAGES = ROOT / "docs" / "images" / "conduct"
LARGEST = 60_000  # bytes of a picture
COLOURS = 48
TELEPHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 780},
    "has_touch": True,
    "is_mobile": True,
}
DESK: dict[str, Any] = {"viewport": {"width": 1100, "height": 760}}
WIDE: dict[str, Any] = {"viewport": {"width": 1280, "height": 860}}
_WORDS = re.compile(r"^  [a-z]+-\d+ +((?:[a-z]+ ){7}[a-z]+)$", re.MULTILINE)
_WRONG = ("You do", "At the end of a week only", "Yes")


def main(folder: Path) -> None:
    """Make all pictures."""
    accounts = (folder / "accounts.txt").read_text(encoding="utf-8")
    IMAGES.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as temporary, sync_playwright() as engine:
        copy = Path(temporary) / "demonstration"
        shutil.copytree(folder, copy)
        with _served(copy) as address:
            chromium = shutil.which("chromium") or shutil.which("google-chrome")
            browser = engine.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            desk = _opened(browser, address, DESK)
            code = _invited(desk)
            _somebody_new(_opened(browser, address, TELEPHONE), code)
            _an_evening(_opened(browser, address, TELEPHONE), _WORDS.findall(accounts))
            _the_team(desk)
            _the_day(desk)
            _the_numbers(_opened(browser, address, WIDE))
            browser.close()


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    """Serve a demonstration at seven in the evening of Riga; its address."""
    evening = datetime.now(ZoneInfo("Europe/Riga")).replace(hour=19, minute=0, second=0)
    if evening < datetime.now(UTC):
        evening += timedelta(days=1)
    write_ahead(Deployment.at(folder).clock_file, evening - datetime.now(UTC))
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    program = "from limen.cli import main; main()"
    command = [sys.executable, "-c", program, "conduct", "serve", str(folder), "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    address = f"http://localhost:{port}"
    try:
        _wait_for(f"{address}/healthz", server)
        time.sleep(8)  # the worker opens what is due by then
        yield address
    finally:
        server.terminate()
        server.wait()


def _wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(120):
        if server.poll() is not None:
            sys.exit("The server did not start.")
        try:
            with urllib.request.urlopen(url):
                return
        except OSError:
            time.sleep(0.5)
    sys.exit("The server does not answer.")


def _opened(browser: Browser, address: str, shape: dict[str, Any]) -> Page:
    page = browser.new_context(base_url=address, timezone_id="Europe/Riga", **shape).new_page()
    page.set_default_timeout(20_000)
    return page


def _invited(desk: Page) -> str:
    """Sign in as coordinator and invite somebody; the code of the letter."""
    _sign_in(desk, COORDINATOR)
    desk.goto("/staff/invite/")
    _press(desk, "Invite")
    _keep(desk, "letter")
    return desk.locator(".code").inner_text()


def _sign_in(desk: Page, account: Account) -> None:
    desk.goto("/staff/")
    desk.get_by_label("Name").fill(account.name)
    desk.get_by_label("Password").fill(account.password)
    _press(desk, "Sign in")
    desk.get_by_label("Code of the app").fill(desk.locator(".working .code").inner_text())
    _press(desk, "Sign in")


def _somebody_new(page: Page, code: str) -> None:
    page.goto(f"/i/{code}/")
    _keep(page, "invitation")
    _press(page, "Come in on this device")
    _keep(page, "words")
    _press(page, "I have written them down")
    _keep(page, "information")
    while page.get_by_role("button", name="I have read this").count():
        _press(page, "I have read this")
    _keep(page, "check")
    _answer_check(page, lambda words: words in _WRONG)
    _keep(page, "passage")
    with page.expect_navigation():
        page.get_by_role("link", name="Answer the questions again").click()
    _answer_check(page, lambda words: words not in _WRONG and words != "The physician")
    _keep(page, "sign")


def _answer_check(page: Page, wanted: Callable[[str], bool]) -> None:
    while page.locator("input[name=asked]").count():
        choices = page.locator(".choice")
        texts = [one.strip() for one in choices.all_inner_texts()]
        right = ("Chance, and nobody at the site knows", "At any time, without a reason", "No")
        fitting = [at for at, words in enumerate(texts) if wanted(words)]
        known = [at for at in fitting if texts[at] in right + _WRONG]
        choices.nth((known or fitting)[0]).click()
        _press(page, "Next")


def _an_evening(page: Page, phrases: list[str]) -> None:
    """Come back as the first of the people who has a diary to answer, and no dose on hold."""
    for words in phrases:
        page.goto("/way-back/")
        page.get_by_label("Your eight words, or a new code").fill(words)
        _press(page, "Come back")
        _press(page, "I have written them down")
        page.goto("/today/")
        held = page.get_by_role("button", name="I have read this").count()
        if page.locator("main a[href*='/o/diary.']", has_text="Answer").count() and not held:
            break
    _keep(page, "today")
    with page.expect_navigation():
        page.locator("main a[href*='/o/diary.']", has_text="Answer").first.click()
    page.wait_for_selector("form.stepped")
    _keep(page, "question")
    _answer_all(page)
    page.locator("[data-send]").tap()
    page.wait_for_url("**/received/**")
    _keep(page, "received")
    for name, address in (("event", "/event/"), ("me", "/me/"), ("withdraw", "/me/withdraw/")):
        page.goto(address)
        _keep(page, name)


def _answer_all(page: Page) -> None:
    """Answer what is asked; keep the first slider, before and after it is touched."""
    sliders = 0
    while (question := page.locator("fieldset.question:visible")).count():
        key = question.get_attribute("data-key")
        if question.get_attribute("data-kind") == "slider":
            sliders += 1
            box = question.locator(".track").bounding_box()
            assert box is not None
            if sliders == 1:
                _keep(page, "slider")
            page.touchscreen.tap(box["x"] + 0.7 * box["width"], box["y"] + box["height"] / 2)
            if sliders == 1:
                page.wait_for_selector(".slider.answered:visible")
                _keep(page, "slider-answered")
        else:
            question.locator(".choice").first.tap()
        page.wait_for_selector(f"[data-key='{key}']", state="hidden")


def _the_team(desk: Page) -> None:
    desk.goto("/staff/")
    _keep(desk, "people")
    with desk.expect_navigation():
        desk.get_by_role("link", name="riga-001").click()
    _keep(desk, "person")


def _the_day(desk: Page) -> None:
    """Keep what waits for the coordinator."""
    desk.set_viewport_size(WIDE["viewport"])
    desk.goto("/staff/day/")
    _keep(desk, "day")


def _the_numbers(desk: Page) -> None:
    """Keep what an investigator watches the study by."""
    _sign_in(desk, INVESTIGATOR)
    desk.goto("/staff/monitoring/")
    _keep(desk, "monitoring")


def _press(page: Page, words: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=words, exact=True).click()


def _keep(page: Page, name: str) -> None:
    """Write what the page shows, in few colours."""
    taken = Image.open(BytesIO(page.screenshot(animations="disabled"))).convert("RGB")
    file = IMAGES / f"{name}.png"
    small = taken.quantize(COLOURS, dither=Image.Dither.NONE)
    small.save(file, optimize=True)
    size = file.stat().st_size
    print(f"{file.relative_to(ROOT)}  {taken.width} × {taken.height}, {size} bytes")
    if size > LARGEST:
        sys.exit(f"{file} is larger than {LARGEST} bytes.")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "out" / "conduct")
