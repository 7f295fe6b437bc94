"""Which matters there are, who sees which, and of which sites."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from limen.conduct.core import access
from limen.conduct.core.models import Site, StaffMember
from limen.conduct.core.monitoring.accrual import accrual
from limen.conduct.core.monitoring.adherence import adherence
from limen.conduct.core.monitoring.guesses import guesses
from limen.conduct.core.monitoring.looks import looks
from limen.conduct.core.monitoring.missing import missingness
from limen.conduct.core.monitoring.quality import quality
from limen.conduct.core.monitoring.safety import safety
from limen.conduct.core.monitoring.scope import Scope, scope_of
from limen.conduct.core.monitoring.topic import Topic
from limen.conduct.staff.hidden import hides_events, hides_guesses
from limen.conduct.staff.pooled import ROLES
from limen.protocol import Protocol

Reader = Callable[[Scope], Topic]
#: Each matter, in the order of the pages and of the report.
MATTERS: Mapping[str, Reader] = {
    "accrual": accrual,
    "adherence": adherence,
    "missingness": missingness,
    "quality": quality,
    "safety": safety,
    "guesses": guesses,
    "looks": looks,
}
TITLES = {
    "accrual": _("Accrual"),
    "adherence": _("Adherence"),
    "missingness": _("Missingness"),
    "quality": _("Data quality"),
    "safety": _("Safety"),
    "guesses": _("Treatment guesses"),
    "looks": _("Looks"),
}
#: Never narrowed to one site: two lines of guesses that overlap would tell of a few people, and a
#: look is at the whole study.
TOGETHER = frozenset({"guesses", "looks"})


def seen_by(member: StaffMember, protocol: Protocol) -> tuple[str, ...]:
    """Return the matters that somebody may look at: not what the protocol blinds them to."""
    hidden = set()
    if hides_guesses(member, protocol):
        hidden.add("guesses")
    if hides_events(member, protocol):
        hidden.add("safety")
    return tuple(name for name in MATTERS if name not in hidden)


def sites_seen(member: StaffMember) -> list[Site]:
    """Return the sites at which somebody investigates or monitors."""
    return list(access.sites_of(member, *ROLES))


def scope_for(member: StaffMember, *, site: str = "") -> Scope:
    """Return the scope of somebody's sites, or of one of them; 404 for one that is not theirs."""
    mine = sites_seen(member)
    chosen = [one for one in mine if not site or one.identifier == site]
    if not chosen:
        raise Http404
    return scope_of(chosen)


def sees_all(member: StaffMember, protocol: Protocol) -> bool:
    """Whether somebody may have the report: of every site, and of every matter."""
    everywhere = not Site.objects.exclude(pk__in=[one.pk for one in sites_seen(member)]).exists()
    return everywhere and seen_by(member, protocol) == tuple(MATTERS)
