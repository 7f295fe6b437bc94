"""An invitation's link: opening it shows a button; only the button spends it.

Mail scanners and previews open links. None of them presses a button.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from limen.conduct.participant.views.coming_in import Typed, let_in


@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, code: str) -> HttpResponse:
    """Show the button, the same for every code, or let in."""
    typed = Typed(code)
    if request.method == "POST":
        outcome = let_in(request, code)
        if not isinstance(outcome, Typed):
            return outcome
        typed = outcome
    context = typed.context(request)
    return render(request, "participant/invitation.html", context, status=typed.status)
