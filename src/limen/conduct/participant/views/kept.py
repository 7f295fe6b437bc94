"""What was posted and could not be taken yet: it travels with the page until it can."""

from __future__ import annotations

from dataclasses import dataclass

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

_SALT = "limen.kept"
_LARGEST = 400_000  # characters; a page of free text has a few thousand
_TOKEN = "csrfmiddlewaretoken"


@dataclass(frozen=True)
class Kept:
    """A form that was sent to `path`: its fields, in order."""

    path: str
    fields: tuple[tuple[str, str], ...]

    @property
    def signed(self) -> str:
        """The form as a text that only this server can have written."""
        return signing.dumps([self.path, self.fields], salt=_SALT, compress=True)


def of_request(request: HttpRequest) -> Kept | None:
    """Return what was posted; None if it is larger than any page of ours."""
    fields = tuple(
        (name, str(value))
        for name, values in request.POST.lists()
        if name != _TOKEN
        for value in values
    )
    if sum(len(name) + len(value) for name, value in fields) > _LARGEST:
        return None
    return Kept(request.path, fields)


def read(signed: str) -> Kept | None:
    """Return a form that was kept, or None: there is none, or this server did not write it."""
    try:
        path, fields = signing.loads(signed, salt=_SALT)
    except signing.BadSignature:
        return None
    return Kept(path, tuple((name, value) for name, value in fields))


def page(request: HttpRequest) -> HttpResponse:
    """Answer 401: this device is not known; what was sent goes on once somebody has come in."""
    context = {"kept": of_request(request)}
    response = render(request, "participant/kept.html", context, status=401)
    response.headers["WWW-Authenticate"] = 'Device realm="study"'
    return response


def offer_again(request: HttpRequest) -> HttpResponse:
    """Answer 403: the page had grown too old; the same fields with a fresh token and one button."""
    context = {"kept": of_request(request)}
    return render(request, "participant/send_again.html", context, status=403)
