"""A virtual person's browser: it sees what the pages say, and sends what they ask for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from limen.demo.lived.form import Form, forms
from limen.errors import LimenError

if TYPE_CHECKING:
    from django.test import Client


_FAULT = re.compile(
    r'<[^>]*class="errors"[^>]*>(.*?)</div>|<[^>]*class="error"[^>]*>(.*?)</(?:div|p|ul)>',
    re.DOTALL,
)
_TAG = re.compile(r"<[^>]+>")


def _said(html: str) -> str:
    """Return what a page says went wrong, without its mark-up."""
    return (
        " ".join(_TAG.sub(" ", " ".join(map(" ".join, _FAULT.findall(html)))).split())
        or "it does not say why."
    )


@dataclass(frozen=True)
class Page:
    """What the browser shows: its address after all redirects, its HTML, its forms."""

    path: str
    html: str
    forms: tuple[Form, ...]

    def form(self, action: str = "") -> Form:
        """Return the form that goes to `action`; left out: the page's own, the longest of them."""
        own = [one for one in self.forms if one.method == "post"]
        if action:
            own = [one for one in own if one.action.split("?")[0] == action]
        else:
            own = [one for one in own if one.action in ("", self.path)] or own
        if not own:
            raise LimenError(f"{self.path} has no form{f' to {action}' if action else ''}.")
        return max(own, key=lambda one: len(one.fields))

    def form_for(self, values: Mapping[str, str]) -> Form:
        """Return the form that takes all of `values`: hidden ones and buttons as they stand."""
        own = [one for one in self.forms if one.method == "post"]
        for one in own:
            if all(one.takes(name, value) for name, value in values.items()):
                return one
        raise LimenError(f"{self.path} has no form that takes {', '.join(values)}.")

    def offers(self, **values: str) -> bool:
        """Whether the page has a form that takes these."""
        try:
            self.form_for(values)
        except LimenError:
            return False
        return True

    def asks(self, action: str, name: str) -> bool:
        """Whether the page has a form to `action` with a field of this name."""
        return any(one.action.split("?")[0] == action and name in one.fields for one in self.forms)


class Telephone:
    """A browser with its own cookies, on the real pages of the server in this process."""

    def __init__(self, host: str) -> None:
        from django.test import Client

        self.host = host
        self.client: Client = Client(enforce_csrf_checks=True, HTTP_HOST=host)

    def another(self) -> Telephone:
        """Return a new browser that knows nothing yet."""
        return Telephone(self.host)

    def open(self, path: str) -> Page:
        """Open an address and follow where it leads."""
        return self._shown(self.client.get(path, follow=True), path)

    def send(
        self, page: Page, values: Mapping[str, str], *, action: str = "", tick: str = ""
    ) -> Page:
        """Fill in the page's form, tick every box called `tick`, and send it."""
        form = page.form(action)
        path = form.action or page.path
        boxes = {tick: form.fields[tick].choices} if tick else {}
        sent = self.client.post(path, {**form.filled(values), **boxes}, follow=True)
        return self._shown(sent, path)

    def post(self, page: Page, values: Mapping[str, str]) -> Page:
        """Send the one form of a page that takes all of `values`."""
        form = page.form_for(values)
        path = form.action or page.path
        return self._shown(self.client.post(path, form.filled(values), follow=True), path)

    def hand_in(self, page: Page, values: Mapping[str, str]) -> None:
        """Send the page's own form, and look at nothing after it; `LimenError` if it is refused."""
        form = page.form()
        path = form.action or page.path
        answer = self.client.post(path, form.filled(values))
        if answer.status_code not in (302, 303):
            said = _said(answer.content.decode("utf-8", errors="replace"))
            raise LimenError(f"{path} answered {answer.status_code}: {said}")

    def download(self, page: Page, values: Mapping[str, str]) -> bytes:
        """Send a form and return what comes back, byte by byte."""
        form = page.form_for(values)
        path = form.action or page.path
        response = self.client.post(path, form.filled(values), follow=True)
        if response.status_code >= 400:
            self._shown(response, path)
        return bytes(response.content)

    def _shown(self, response: Any, path: str) -> Page:
        if response.status_code >= 400:
            said = _said(response.content.decode("utf-8", errors="replace"))
            raise LimenError(f"{path} answered {response.status_code}: {said}")
        where = response.redirect_chain[-1][0] if response.redirect_chain else path
        html = response.content.decode("utf-8", errors="replace")
        found = tuple(forms(html)) if "html" in response.headers.get("Content-Type", "") else ()
        return Page(where.split("#")[0], html, found)
