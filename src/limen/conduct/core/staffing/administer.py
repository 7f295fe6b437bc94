"""An administrator changes the team of their own sites: others, and never themselves.

Whether they may is asked inside the event: a right that was taken away meanwhile does not count.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from limen.conduct.core import access
from limen.conduct.core.actor import Actor
from limen.conduct.core.models import Membership, StaffMember
from limen.conduct.core.signing.factor import take_factor
from limen.conduct.core.staffing.roles import begin_role, finish_role
from limen.conduct.core.trail import Record, recording
from limen.errors import ConductError

_OWN: Final = "Nobody changes their own roles or second factor: ask another administrator."
_UNKNOWN: Final = "Choose somebody who works at a site of yours."
_ELSEWHERE: Final = "You are no administrator at that site."
_ELSEWHERE_TOO: Final = (
    "They work at a site that you do not administer: ask who looks after the server."
)


@dataclass(frozen=True)
class Administrator:
    """Somebody who is signed in and administers sites; what they may not is refused and recorded.

    Each change is a `ConductError` about themselves and at sites that they do not administer, and
    for what its service refuses. That somebody is on the list of those who may open a blind is
    changed nowhere but at the server's command line.
    """

    member: StaffMember

    def add_role(self, member: StaffMember, *, site: str, role: str, reason: str) -> None:
        """Give somebody who works or worked at a site of theirs a role at one of them."""
        with self._changing(member, "staff.role_added", "add role") as record:
            mine = self._sites()
            worked = Membership.objects.filter(member=member)
            if site not in mine:
                raise ConductError(_ELSEWHERE)
            if mine.isdisjoint(worked.values_list("site__identifier", flat=True)):
                raise ConductError(_UNKNOWN)
            begin_role(record, member, site=site, role=role, reason=reason)

    def end_role(self, membership: Membership, *, reason: str) -> None:
        """End somebody else's role at a site of theirs."""
        with self._changing(membership.member, "staff.role_ended", "end role") as record:
            if membership.site.identifier not in self._sites():
                raise ConductError(_ELSEWHERE)
            finish_role(record, membership, reason=reason)

    def reset_factor(self, member: StaffMember, *, reason: str) -> None:
        """Take somebody else's second factor away, if they work at sites of theirs only.

        Whoever works at another site too could come in there with it.
        """
        with self._changing(member, "staff.factor_reset", "reset factor") as record:
            held = Membership.objects.filter(member=member, ended_at=None)
            sites = set(held.values_list("site__identifier", flat=True))
            if not sites or sites - self._sites():
                raise ConductError(_ELSEWHERE_TOO)
            take_factor(record, member, reason=reason)

    def note_refused(self, what: str, member: StaffMember) -> None:
        """Write that they tried what they may not."""
        with recording("staff.change_refused", by=Actor.staff(self.member)) as record:
            record.note("what", what)
            record.note("name", member.name)

    @contextmanager
    def _changing(self, member: StaffMember, event: str, what: str) -> Iterator[Record]:
        """Run the block as an event; what is refused in it is recorded once it has ended."""
        try:
            with recording(event, by=Actor.staff(self.member)) as record:
                if member.pk == self.member.pk:
                    raise ConductError(_OWN)
                yield record
        except ConductError:
            self.note_refused(what, member)
            raise

    def _sites(self) -> set[str]:
        now = StaffMember.objects.get(pk=self.member.pk)  # ours may be stale
        rows = access.sites_of(now, access.Role.ADMINISTRATOR)
        return set(rows.values_list("identifier", flat=True))
