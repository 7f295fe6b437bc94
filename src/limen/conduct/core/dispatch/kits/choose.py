"""Which kit comes next: a place in somebody's set, the same place whatever their arm."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from limen import calendar
from limen.conduct.core.dispatch.kits.moves import WITH_THE_PARTICIPANT
from limen.conduct.core.models import DoseLevelChange, Kit, Participant
from limen.protocol import Protocol, listed
from limen.protocol.document.treatment import DoseLevels


def kits_of(participant: Participant) -> QuerySet[Kit]:
    """Return all kits of somebody's set, or of the sets that they draw from."""
    return Kit.objects.filter(kit_set__participant=participant).select_related("kit_set", "site")


def held_by(participant: Participant) -> QuerySet[Kit]:
    """Return the kits that somebody has at home, as far as this server knows."""
    return kits_of(participant).filter(state__in=WITH_THE_PARTICIPANT)


def next_kit(participant: Participant, *, period: int, today: date, spare: bool) -> Kit | None:
    """Return the kit to be dispensed next for a period, at the level that holds; None: none is.

    It is in stock at the participant's site and not expired. A spare is taken only to replace.
    """
    return candidates(participant, period=period, today=today).filter(spare=spare).first()


def candidates(participant: Participant, *, period: int, today: date) -> QuerySet[Kit]:
    """Return the kits in stock for a period and the level that holds, in order of number."""
    fresh = Q(expires_on=None) | Q(expires_on__gte=today)
    here = kits_of(participant).filter(fresh, state=Kit.State.IN_STOCK, site=participant.site_id)
    return here.filter(period=period, dose_level=level_of(participant)).order_by("number")


def level_of(participant: Participant) -> str:
    """Return the dose level that somebody is on; blank where the protocol has none."""
    changes = DoseLevelChange.objects.filter(participant=participant)
    latest = changes.order_by("nth").last()
    if latest is not None:
        return latest.new_level
    ladder = participant.version.protocol.dose_levels
    if not isinstance(ladder, DoseLevels) or not kits_have_levels(participant.version.protocol):
        return ""
    return str(ladder.start)


def kits_have_levels(protocol: Protocol) -> bool:
    """Whether kits are packed by dose level."""
    contents = listed(getattr(protocol.kits, "contents", ()))
    return any(one.dose_level for one in contents)


def period_now(participant: Participant, today: date) -> int:
    """Return the period of a day; the first before it, and the last after it."""
    protocol = participant.version.protocol
    if participant.started_on is None:
        return 1
    day = (today - participant.started_on).days + 1
    spans = calendar.period_spans(protocol)
    if not spans or day < spans[0].first:
        return 1
    return calendar.period_of(protocol, day) or spans[-1].number
