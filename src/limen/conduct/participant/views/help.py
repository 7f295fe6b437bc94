"""Help and whom to call: for anybody, at the same place on every page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def help(request: HttpRequest) -> HttpResponse:
    """Show it."""
    return render(request, "participant/help.html")
