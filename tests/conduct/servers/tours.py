"""A tour of pages at both widths: which were opened, and what was wrong with them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import eyes
import looked_at
from django.urls import resolve
from hands import shoot

WIDTHS = (390, 1280)
OPEN = "for (const one of document.querySelectorAll('details')) one.open = true"


class Tour:
    """A tour of the pages of a room; `phone` opens one in which somebody is signed in."""

    def __init__(self, room: str, phone: Callable[..., Any], folder: Path) -> None:
        self.room = room
        self.wrong: dict[str, list[str]] = {}
        self._opened: set[str] = set()
        self._phone, self._folder = phone, folder
        self._pages: dict[object, Any] = {}

    def page_of(self, who: object = None) -> Any:
        """The page of somebody's telephone, the same at every visit; None is signed in nowhere."""
        if who not in self._pages:
            self._pages[who] = self._phone(who, reduced_motion="reduce")
        return self._pages[who]

    def visit(self, called: str, address: str, who: object = None) -> Any:
        """Open a page as somebody and look at it; return it as it is at 390 px."""
        page = self.page_of(who)
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200, address
        self.look(page, called)
        return page

    def look(self, page: Any, called: str) -> None:
        """Look at the page that is open, with everything unfolded."""
        self._opened.add(resolve(urlsplit(page.url).path).view_name)
        self._look(page, called)

    def unpack(self, name: str, content: bytes) -> None:
        """Look at a page that is kept as a file."""
        file = self._folder / f"{name.partition(':')[2]}.html"
        file.write_bytes(content)
        page = self.page_of()
        page.goto(file.as_uri())
        self._opened.add(name)
        self._look(page, name, eyes.faults_of_document)

    def note(self, called: str, found: list[str]) -> None:
        """Note what else is wrong with a page."""
        if found:
            self.wrong.setdefault(called, []).extend(found)

    def faults(self, audience: str = "") -> dict[str, list[str]]:
        """What was wrong; also the pages (of an audience) that this room ought to have opened."""
        owed = {one for one in looked_at.PAGES[self.room] if one.startswith(audience)}
        missed = sorted(owed - self._opened)
        return self.wrong | ({"not opened": missed} if missed else {})

    def _look(
        self, page: Any, called: str, faults: Callable[[Any], list[str]] = eyes.faults
    ) -> None:
        page.evaluate(OPEN)
        for width in reversed(WIDTHS):
            page.set_viewport_size({"width": width, "height": 844})
            self.note(called, [f"{width} px: {one}" for one in faults(page)])
            shoot(page, f"{self.room}-{called}-{width}".replace(":", "_"), full_page=True)
