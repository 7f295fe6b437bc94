"""What a site lacks: which approval, since when, and what is to be done."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from limen.conduct.core import clock
from limen.conduct.core.approvals.days import day_of
from limen.conduct.core.approvals.standing import Standing, standings
from limen.conduct.core.models import ApprovalRecord, Site, Study
from limen.errors import Problem
from limen.protocol import Protocol

_Reason = ApprovalRecord.Reason
_ENDED = {
    _Reason.REVOKED: "was revoked",
    _Reason.SUSPENDED: "was suspended",
    _Reason.GIVEN_BACK: "was given back",
}


def lacking_approvals(
    site: Site, at: datetime | None = None, *, protocol: Protocol | None = None
) -> tuple[Problem, ...]:
    """Return which approvals a site lacks at a moment, now if left out; empty if none.

    By the protocol in force, unless another is given. It looks at the record now: ask inside the
    transaction that acts on it.
    """
    asked = protocol or Study.objects.select_related("version").get().protocol
    moment = at or clock.now()
    found = standings(site, asked, moment)
    return tuple(_problem(one) for one in found if not one.in_hand)


def of_all_sites(at: datetime | None = None) -> dict[Site, tuple[Problem, ...]]:
    """Return what each site lacks, sites that lack nothing included."""
    study = Study.objects.select_related("version").first()
    if study is None:
        return {}
    sites = Site.objects.all()
    return {one: lacking_approvals(one, at, protocol=study.protocol) for one in sites}


def _problem(standing: Standing) -> Problem:
    site, needed = standing.site, standing.needed
    return Problem(
        message=" ".join(_said(standing)),
        remedy=_remedy(standing),
        path=f"population.sites.{site.identifier}.approvals_needed.{needed.id}",
    )


def _said(standing: Standing) -> Iterator[str]:
    site, latest, following = standing.site, standing.latest, standing.next
    what = f"{standing.needed.title} ({standing.needed.authority})"
    if latest is None:
        yield f"{what} is not in hand at {site}."
    else:
        since = day_of(latest.ends, site)
        reason = _ENDED.get(_Reason(latest.ending.reason)) if latest.ending else None
        verb = reason or "lapsed"
        yield f"{what} {verb}: {site} lacks it since {since.isoformat()}."
    if following is not None:
        yield f"It is in hand from {day_of(following.begins, site).isoformat()} on."


def _remedy(standing: Standing) -> str:
    if standing.next is not None:
        return "Wait for that day."
    verb = "Have it renewed, and record" if standing.latest else "Record"
    return (
        f"{verb} it on the page Approvals, or: limen conduct approve FOLDER "
        f"--site {standing.site.identifier} --approval {standing.needed.id} "
        "--reference NUMBER --from DAY --until DAY"
    )
