"""Telephones in which somebody is signed in, a participant or one of the team."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import cast
from django.conf import settings

sys.path.insert(0, str(Path(__file__).parents[1] / "staff" / "team"))
import team

from limen.conduct.core.models import Participant, StaffMember

TELEPHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


class Phones:
    """The telephones of one test."""

    def __init__(self, browser: Any, address: str) -> None:
        self._browser, self._address = browser, address
        self._contexts: list[Any] = []
        self._complaints: list[list[str]] = []

    def open(self, who: Participant | StaffMember | None = None, **options: Any) -> Any:
        """Open a telephone in which somebody is signed in, or nobody; return its page.

        `page.complaints` is what went wrong in it; clear it of what has to.
        """
        context = self._browser.new_context(base_url=self._address, **{**TELEPHONE, **options})
        self._contexts.append(context)
        if who is not None:
            context.add_cookies([self._signed_in(who) | {"httpOnly": True}])
        page = context.new_page()
        page.complaints = self._noted(page)
        return page

    def close(self) -> None:
        """Close them all; fail if a page has complained."""
        for context in self._contexts:
            context.close()
        assert [one for complaints in self._complaints for one in complaints] == []

    def _signed_in(self, who: Participant | StaffMember) -> dict[str, str]:
        if isinstance(who, Participant):
            name, client, path = "limen_device", cast.device_of(who), "/"
        else:
            name, client, path = settings.SESSION_COOKIE_NAME, team.browser_of(who), "/staff/"
        return {"name": name, "value": client.cookies[name].value, "url": self._address + path}

    def _noted(self, page: Any) -> list[str]:
        found: list[str] = []
        page.on("pageerror", lambda error: found.append(str(error)))
        page.on("console", lambda line: found.append(line.text) if line.type == "error" else None)
        self._complaints.append(found)
        return found
