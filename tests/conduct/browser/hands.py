"""What a person does at a form: looks at it, taps an answer."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

SHOTS = os.environ.get("LIMEN_SCREENSHOTS", "")  # a folder, for who wants to look


def shoot(page: Any, name: str) -> None:
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"))


def shown(page: Any) -> Any:
    """The question that the page shows."""
    return page.locator("fieldset.question:visible")


def answer(page: Any) -> None:
    """Tap one answer: the second choice, or a place on the slider."""
    question = shown(page)
    key = question.get_attribute("data-key")
    if question.get_attribute("data-kind") == "slider":
        track = question.locator(".track")
        box = track.bounding_box()
        page.touchscreen.tap(box["x"] + 0.7 * box["width"], box["y"] + box["height"] / 2)
    else:
        question.locator(".choice").nth(1).tap()
    page.wait_for_selector(f"[data-key='{key}']", state="hidden")
