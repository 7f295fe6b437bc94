"""An investigator signs a line of the delegation log."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from django.utils.translation import gettext as _

from limen.conduct.core.actor import Actor
from limen.conduct.core.delegation.tasks import TASKS
from limen.conduct.core.models import Delegation, Membership, Site, StaffMember
from limen.conduct.core.trail import Record, recording
from limen.conduct.core.trail.canonical import encode
from limen.errors import ConductError, Problem


def meaning_of_delegating() -> str:
    """Return what signing means: to be shown before it is done."""
    return _(
        "I answer for this site, and have made sure that this person is qualified and trained for "
        "what I delegate."
    )


def sign_delegation(
    site: Site,
    *,
    to: StaffMember | str,
    tasks: Iterable[str],
    starts_on: date,
    ends_on: date | None = None,
    function: str = "",
    replaces: Delegation | None = None,
    signed_by: StaffMember,
) -> Delegation:
    """Write a line of a site's log, or a new version of the line that `replaces` belongs to.

    `to` is a member of staff, or the full name of somebody without an account. A line ends by a
    version with its last day, `ends_on`. `ConductError` for anybody but an investigator of the
    site, no task, a task that is none of the list, reversed days, or if somebody else has written a
    version after `replaces`.
    """
    chosen = [one for one in TASKS if one in set(tasks)]
    unknown = sorted(set(tasks) - set(TASKS))
    with recording("delegation.signed", by=Actor.staff(signed_by)) as record:
        name = to.full_name if isinstance(to, StaffMember) else " ".join(to.split())
        problems = [
            *_of_signer(signed_by, site),
            *_of_entry(name, chosen, unknown, starts_on, ends_on),
            *_of_version(replaces, site),
        ]
        if problems:
            raise ConductError(_("The delegation was not signed."), problems)
        line, version = _place(site, replaces)
        _note(record, site, line, version)
        return record.add(
            Delegation(
                site=site,
                line=line,
                version=version,
                member=to if isinstance(to, StaffMember) else None,
                person=name,
                function=" ".join(function.split()),
                tasks=encode(chosen),
                starts_on=starts_on,
                ends_on=ends_on,
                signed_by=signed_by,
                signed_at=record.at,
            )
        )


def _place(site: Site, replaces: Delegation | None) -> tuple[int, int]:
    if replaces is not None:
        return replaces.line, replaces.version + 1
    lines = Delegation.objects.filter(site=site).values_list("line", flat=True)
    return max(lines, default=0) + 1, 1


def _note(record: Record, site: Site, line: int, version: int) -> None:
    record.note("site", site.identifier)
    record.note("line", line)
    record.note("version", version)
    record.note("meaning", meaning_of_delegating())


def _of_signer(member: StaffMember, site: Site) -> Iterator[Problem]:
    if not member.has_role(site, Membership.Role.INVESTIGATOR):
        message = f"{member} is no investigator at {site}."
        yield Problem(message=message, remedy="Ask an investigator.", path="signed_by")


def _of_entry(
    name: str, tasks: list[str], unknown: list[str], starts_on: date, ends_on: date | None
) -> Iterator[Problem]:
    if not name:
        yield Problem(message="It says to whom nothing.", remedy="Give a name.", path="to")
    if unknown:
        remedy = f"Give some of {', '.join(TASKS)}."
        yield Problem(message=f"Unknown: {', '.join(unknown)}.", remedy=remedy, path="tasks")
    elif not tasks:
        yield Problem(message="No task is delegated.", remedy="Choose one.", path="tasks")
    if ends_on is not None and ends_on < starts_on:
        yield Problem(message="It ends before it begins.", path="ends_on")


def _of_version(replaces: Delegation | None, site: Site) -> Iterator[Problem]:
    if replaces is None:
        return
    later = Delegation.objects.filter(
        site=replaces.site_id, line=replaces.line, version__gt=replaces.version
    )
    if replaces.site_id != site.pk or later.exists():
        message = "Somebody has changed this line meanwhile."
        yield Problem(message=message, remedy="Load the page again.", path="line")
