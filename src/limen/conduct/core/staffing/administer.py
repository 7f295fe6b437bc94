"""An administrator changes the team of their own sites: others, and never themselves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, NoReturn

from limen.conduct.core import access
from limen.conduct.core.actor import Actor
from limen.conduct.core.models import Membership, StaffMember
from limen.conduct.core.signing.factor import reset_factor
from limen.conduct.core.staffing.roles import add_role, end_role
from limen.conduct.core.trail import recording
from limen.errors import ConductError

_OWN: Final = "Nobody changes their own roles or second factor: ask another administrator."
_UNKNOWN: Final = "Choose somebody who works at a site of yours."
_ELSEWHERE: Final = "You are no administrator at that site."


@dataclass(frozen=True)
class Administrator:
    """Somebody who is signed in and administers sites; what they may not is refused and recorded.

    That somebody is on the list of those who may open a blind is changed nowhere but at the
    server's command line.
    """

    member: StaffMember

    def add_role(self, member: StaffMember, *, site: str, role: str, reason: str) -> None:
        """Give somebody else a role at a site of theirs."""
        self._refuse(member, site, "add role")
        sites = Membership.objects.filter(member=member).values_list("site__identifier", flat=True)
        if not self._sites() & set(sites):
            self._refused("add role", member, _UNKNOWN)
        self._try(
            "add role",
            member,
            lambda: add_role(member, site=site, role=role, reason=reason, by=self._by),
        )

    def end_role(self, membership: Membership, *, reason: str) -> None:
        """End somebody else's role at a site of theirs."""
        self._refuse(membership.member, membership.site.identifier, "end role")
        self._try(
            "end role",
            membership.member,
            lambda: end_role(membership, reason=reason, by=self._by),
        )

    def reset_factor(self, member: StaffMember, *, reason: str) -> None:
        """Take somebody else's second factor away, if they work at a site of theirs only.

        Whoever works at another site too could come in there with it.
        """
        self._refuse_own(member, "reset factor")
        theirs = Membership.objects.filter(member=member, ended_at=None)
        sites = set(theirs.values_list("site__identifier", flat=True))
        if not sites or sites - self._sites():
            self._refused(
                "reset factor",
                member,
                "They work at a site that you do not administer: ask who looks after the server.",
            )
        reset_factor(member, reason=reason, by=self._by)

    def note_refused(self, what: str, member: StaffMember) -> None:
        """Write that they tried what they may not."""
        with recording("staff.change_refused", by=self._by) as record:
            record.note("what", what)
            record.note("name", member.name)

    @property
    def _by(self) -> Actor:
        return Actor.staff(self.member)

    def _sites(self) -> set[str]:
        rows = access.sites_of(self.member, access.Role.ADMINISTRATOR)
        return set(rows.values_list("identifier", flat=True))

    def _refuse(self, member: StaffMember, site: str, what: str) -> None:
        self._refuse_own(member, what)
        if site not in self._sites():
            self._refused(what, member, _ELSEWHERE)

    def _refuse_own(self, member: StaffMember, what: str) -> None:
        if member.pk == self.member.pk:
            self._refused(what, member, _OWN)

    def _try(self, what: str, member: StaffMember, service: Callable[[], object]) -> None:
        try:
            service()
        except ConductError:
            self.note_refused(what, member)
            raise

    def _refused(self, what: str, member: StaffMember, why: str) -> NoReturn:
        self.note_refused(what, member)
        raise ConductError(why)
