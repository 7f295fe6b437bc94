"""What a person's hands do at a page. Whatever leads to another page waits until that is there:
a click of Playwright's waits for nothing.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

SHOTS = os.environ.get("LIMEN_SCREENSHOTS", "")  # a folder, for who wants to look
WIDE = {"viewport": {"width": 1280, "height": 800}, "has_touch": False, "is_mobile": False}


def shoot(page: Any, name: str, **how: Any) -> None:
    """Photograph the page, if anybody wants to look; `how` as Playwright takes it."""
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"), **how)


def leave_by(page: Any, target: Any) -> None:
    """Click on what leads to another page, and wait for that."""
    with page.expect_navigation():
        target.click()


def press(page: Any, words: str) -> None:
    """Press a button and wait for the page that it leads to."""
    leave_by(page, page.get_by_role("button", name=words, exact=True))


def follow(page: Any, words: str) -> None:
    """Follow a link and wait for the page that it leads to."""
    leave_by(page, page.locator("main").get_by_role("link", name=words).first)


def open_form(page: Any, address: str) -> None:
    """Go to a form, and wait until it shows one question at a time."""
    came = page.goto(address)
    assert came is not None
    assert came.status == 200, address
    page.wait_for_selector("form.stepped")


def shown(page: Any) -> Any:
    """The question that the page shows."""
    return page.locator("fieldset.question:visible")


def until_gone(page: Any, key: str) -> None:
    """Wait until the form has gone on from a question."""
    page.wait_for_selector(f"[data-key='{key}']", state="hidden")


def answer(page: Any, place: float = 0.7) -> None:
    """Tap one answer: the second choice, or a place on the slider."""
    question = shown(page)
    key = question.get_attribute("data-key")
    if question.get_attribute("data-kind") == "slider":
        box = question.locator(".track").bounding_box()
        page.touchscreen.tap(box["x"] + place * box["width"], box["y"] + box["height"] / 2)
    else:
        question.locator(".choice").nth(1).tap()
    until_gone(page, key)


def fill_in(page: Any) -> None:
    """Answer everything."""
    while shown(page).count():
        answer(page)


def send(page: Any) -> None:
    """Send the form, and see the receipt."""
    page.locator("[data-send]").tap()
    page.wait_for_url("**/received/**")
