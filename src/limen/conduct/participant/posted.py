"""What a form of ours posts around its answers, and how its sender is answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse

from limen.conduct.core.answering import FormError, Receipt
from limen.errors import ConductError


@dataclass(frozen=True, kw_only=True)
class Posted:
    """The fields of a form beside its answers; what makes no sense is left out."""

    client_id: UUID
    page_mark: str
    client_at: str
    client_offset: str
    by_script: bool  # a script sent it, and reads JSON

    @classmethod
    def of(cls, request: HttpRequest) -> Posted:
        """Read a request; a form without an id gets one, and is then no repetition of anything."""
        return cls(
            client_id=_uuid(request.POST.get("client_id", "")),
            page_mark=request.POST.get("page_mark", ""),
            client_at=request.POST.get("client_at", "")[:64],
            client_offset=request.POST.get("client_offset", "")[:16],
            by_script="application/json" in request.headers.get("Accept", ""),
        )


def received(posted: Posted, receipt: Receipt) -> HttpResponse:
    """Send on to the receipt: what was received may be looked at again."""
    address = reverse("participant:received", args=[receipt.id])
    return JsonResponse({"to": address}) if posted.by_script else redirect(address)


def not_stored(posted: Posted, words: str) -> HttpResponse | None:
    """Answer a script that nothing was stored; None: a page says so."""
    return JsonResponse({"errors": {"": words}}, status=409) if posted.by_script else None


def errors_of(error: ConductError) -> Mapping[str, str]:
    """Return what is wrong with a form, by question; under the empty key, with the whole of it."""
    if isinstance(error, FormError):
        return error.errors
    return {"": str(error.args[0])}


def refused(posted: Posted, error: ConductError) -> HttpResponse | None:
    """Answer a script what is wrong; None: the form comes back as a page.

    An id that was used for something else is replaced: what is sent next is something new.
    """
    if not posted.by_script:
        return None
    said: dict[str, object] = {"errors": dict(errors_of(error))}
    if not isinstance(error, FormError):
        said["client_id"] = str(uuid4())
    return JsonResponse(said, status=422)


def typed_again(request: HttpRequest, error: ConductError) -> dict[str, str]:
    """Return what was typed, for the form that comes back."""
    form = {name: str(value) for name, value in request.POST.items()}
    if not isinstance(error, FormError):
        form.pop("client_id", None)
    return form


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return uuid4()
