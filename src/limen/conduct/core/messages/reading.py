"""What staff see of messages; access is the caller's: pass people whom they may read."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from limen.conduct.core.messages.state import Evidence, State
from limen.conduct.core.models import MessageEvent, OutboxMessage, Participant, Site

People = QuerySet[Participant]


def messages_to_look_at(
    people: People, sites: QuerySet[Site] | None = None
) -> QuerySet[OutboxMessage]:
    """Return what staff may have to do something about, of people and sites; the last due first.

    Messages that are uncertain, that were refused for good, or whose time passed while the server
    could not send; and calls to staff that found no way. Not those of people who want no e-mail.
    """
    kinds = (Evidence.FAILED.value, Evidence.EXPIRED.value)
    broke = MessageEvent.objects.filter(message=OuterRef("pk"), kind__in=kinds)
    lost = MessageEvent.objects.filter(message=OuterRef("pk"), kind=Evidence.UNREACHABLE.value)
    call = Q(member__isnull=False)
    over = Q(state__in=(State.FAILED.value, State.EXPIRED.value))
    wrong = Q(state=State.UNCERTAIN.value) | (over & (Exists(broke) | (call & Exists(lost))))
    theirs = Q(participant__in=people) | Q(site__in=Site.objects.none() if sites is None else sites)
    found = OutboxMessage.objects.filter(wrong, theirs)
    return found.select_related("participant", "site", "occasion__made_under", "member").order_by(
        "-due_at", "-id"
    )
