"""An approval is written down, or its early end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from limen.conduct.core.actor import Actor
from limen.conduct.core.approvals.days import day_of
from limen.conduct.core.approvals.standing import needed_at
from limen.conduct.core.models import ApprovalRecord, Membership, Site, StaffMember, Study
from limen.conduct.core.trail import Record, recording
from limen.errors import ConductError, Problem

KEEPERS = (Membership.Role.INVESTIGATOR, Membership.Role.ADMINISTRATOR)
LONGEST = 200  # characters of a reference
YEARS = range(1900, 2200)  # no clock can compute with a day at either end of the calendar
_SHA256 = re.compile(r"[0-9a-f]{64}")


def meaning_of_recording() -> str:
    """Return what signing means: to be shown before it is done."""
    return _("I have seen the letter of the authority, and it says what I enter here.")


def meaning_of_ending() -> str:
    """Return what signing means where an approval ends early."""
    return _("This approval holds no more from that day on, for the reason that I give.")


def record_approval(
    site: Site,
    approval: str,
    *,
    reference: str,
    valid_from: date,
    valid_until: date | None = None,
    letter_sha256: str = "",
    by: Actor | StaffMember,
) -> ApprovalRecord:
    """Write down that an approval is in hand between two days of the site's clock; return it.

    `valid_until` is the last day, None for one without end. What was written down before stays: a
    renewal is another record, and one without a gap keeps the site open. `by` is a member who
    signs, or whoever runs a command. `ConductError` for an approval that the site does not need, no
    reference, reversed days, or a member who is neither investigator nor administrator there.
    """
    actor, member = _who(by)
    with recording("approval.recorded", by=actor) as record:
        sha256 = letter_sha256.strip().lower()
        problems = [
            *_of_member(member, site),
            *_of_approval(site, approval),
            *_of_entry(reference, valid_from, valid_until, sha256),
        ]
        if problems:
            raise ConductError(_("The approval was not recorded."), problems)
        _note(record, site, approval, meaning_of_recording() if member else "")
        return record.add(
            ApprovalRecord(
                site=site,
                approval=approval,
                version=_following(site, approval),
                reference=reference.strip(),
                valid_from=valid_from,
                valid_until=valid_until,
                letter_sha256=sha256,
                member=member,
                recorded_at=record.at,
            )
        )


def end_approval(
    found: ApprovalRecord, *, reason: str, ended_on: date | None = None, by: Actor | StaffMember
) -> ApprovalRecord:
    """Write down that a letter holds no more from a day on, today if left out; return the record.

    One that was entered by mistake never held, whatever the day. `ConductError` for a reason that
    is none of the list, or if it had ended by that day already.
    """
    actor, member = _who(by)
    with recording("approval.ended", by=actor) as record:
        site = found.site
        first = found.valid_from
        if first is None:
            raise ConductError(_("It is the end of an approval, and cannot end itself."))
        said = ended_on or day_of(record.at, site)
        day = first if reason == ApprovalRecord.Reason.MISTAKE else max(said, first)
        problems = [*_of_member(member, site), *_of_ending(found, reason, said, day)]
        if problems:
            raise ConductError(_("The approval was not ended."), problems)
        record.note("reason", reason)
        _note(record, site, found.approval, meaning_of_ending() if member else "")
        return record.add(
            ApprovalRecord(
                site=site,
                approval=found.approval,
                version=_following(site, found.approval),
                ends=found,
                ended_on=day,
                reason=reason,
                member=member,
                recorded_at=record.at,
            )
        )


def _note(record: Record, site: Site, approval: str, meaning: str) -> None:
    record.note("site", site.identifier)
    record.note("approval", approval)
    if meaning:
        record.note("meaning", meaning)


def _who(by: Actor | StaffMember) -> tuple[Actor, StaffMember | None]:
    return (by, None) if isinstance(by, Actor) else (Actor.staff(by), by)


def _over_by(found: ApprovalRecord, day: date) -> bool:
    days = [one.ended_on for one in found.endings.all() if one.ended_on is not None]
    until = found.valid_until
    return any(one <= day for one in days) or (until is not None and until < day)


def _following(site: Site, approval: str) -> int:
    return ApprovalRecord.objects.filter(site=site, approval=approval).count() + 1


def _of_member(member: StaffMember | None, site: Site) -> Iterator[Problem]:
    if member is not None and not member.has_role(site, *KEEPERS):
        message = f"{member} is neither investigator nor administrator at {site}."
        yield Problem(message=message, path="member")


def _of_approval(site: Site, approval: str) -> Iterator[Problem]:
    protocol = Study.objects.select_related("version").get().protocol
    needed = [one.id for one in needed_at(site, protocol)]
    if approval not in needed:
        remedy = f"It needs {', '.join(needed)}." if needed else "It needs none."
        message = f"{site} needs no approval {approval!r}."
        yield Problem(message=message, remedy=remedy, path="approval")


def _of_ending(found: ApprovalRecord, reason: str, said: date, day: date) -> Iterator[Problem]:
    """Yield why it cannot end so on a day that somebody said, which makes it end on `day`."""
    if reason not in ApprovalRecord.Reason.values:
        remedy = f"Give one of {', '.join(ApprovalRecord.Reason.values)}."
        yield Problem(message="No reason was given.", remedy=remedy, path="reason")
    if said.year not in YEARS:
        message = f"No clock here reaches {said.isoformat()}."
        yield Problem(message=message, path="ended_on")
    if _over_by(found, day):
        yield Problem(message="It has ended by that day already.", path="ended_on")


def _of_entry(
    reference: str, valid_from: date, valid_until: date | None, sha256: str
) -> Iterator[Problem]:
    if not reference.strip():
        remedy = "Give the number that the authority gave it."
        yield Problem(message="There is no reference.", remedy=remedy, path="reference")
    elif len(reference.strip()) > LONGEST:
        yield Problem(message="The reference is too long.", path="reference")
    for path, day in (("valid_from", valid_from), ("valid_until", valid_until)):
        if day is not None and day.year not in YEARS:
            remedy = "Leave the last day empty for a letter without an end."
            message = f"No clock here reaches {day.isoformat()}."
            yield Problem(message=message, remedy=remedy, path=path)
    if valid_until is not None and valid_until < valid_from:
        yield Problem(message="It ends before it begins.", path="valid_until")
    if sha256 and not _SHA256.fullmatch(sha256):
        remedy = "Run sha256sum on the letter's file."
        message = "This is no SHA-256: it has 64 letters of 0-9 and a-f."
        yield Problem(message=message, remedy=remedy, path="letter_sha256")
