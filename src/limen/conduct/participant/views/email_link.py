"""Where every link in an e-mail leads: a page with one button. Only the button does something."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from limen.conduct.core import messages
from limen.conduct.core.messages.links import Use, use_of

TEMPLATE = "participant/email_link.html"


@require_http_methods(["GET", "HEAD", "POST"])
def confirm_email(request: HttpRequest, token: str) -> HttpResponse:
    """Show what a link is for; on POST confirm an address, turn reminders off, or go to Today.

    Nobody needs to be signed in, and nobody is signed in by it. A link that is over says so, and
    leads to the site all the same.
    """
    use = use_of(token)
    done = False
    if request.method == "POST" and use is not None:
        if use == Use.OPEN:
            messages.opened_by_link(token)
            return HttpResponseRedirect(reverse("participant:today"))
        act = messages.confirm_email if use == Use.CONFIRM else messages.turn_off_by_link
        done = act(token)
        use = use if done else None
    context = {"use": use.value if use else "over", "done": done}
    return render(request, TEMPLATE, context)
