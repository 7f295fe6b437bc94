"""The receipt: what was received when, and what the study's safety rules say to it."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from limen.conduct.core import clock
from limen.conduct.core.answering import receipt_of
from limen.conduct.participant.door import for_participant, inside
from limen.conduct.participant.times import clock_time, day_in_words, local


@require_safe
@for_participant
def received(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """Show the receipt of something that this participant sent; 404 for anybody else's."""
    participant = inside(request)
    receipt = receipt_of(participant, client_id)
    if receipt is None:
        raise Http404
    zone = participant.zone
    today = local(clock.now(), zone).date()
    day = local(receipt.received_at, zone).date()
    time = clock_time(receipt.received_at, zone)
    context = {
        "receipt": receipt,
        "time": time if day == today else f"{day_in_words(day, today)}, {time}",
    }
    return render(request, "participant/received.html", context)
