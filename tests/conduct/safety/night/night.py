"""The night of the tests: 4 March 2026, study day 3, something severe is told at 02:10."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cached_property
from uuid import uuid4

import agreement
import cast
import team

from limen.conduct.core import clock
from limen.conduct.core.actor import Actor
from limen.conduct.core.answering import Receipt, report_event
from limen.conduct.core.messages import Ticked, tick
from limen.conduct.core.models import Alert, Duty, Participant, Site, StaffMember
from limen.conduct.core.safety.services import put_on_duty
from limen.conduct.core.services.add_staff import add_staff
from limen.conduct.core.services.invite import invite

FIRED = datetime(2026, 3, 4, 2, 10, tzinfo=UTC)
PHYSICIAN, PRINCIPAL = "physician_on_call", "principal_investigator"
MILD = {
    "event.what": "A headache",
    "event.began": "2026-03-03T07:00",
    "event.over": "0",
    "event.severity": "1",
    "event.serious": "none",
    "event.help": "none",
    "event.action": "none",
    "event.related": "possible",
}
SEVERE = MILD | {"event.severity": "3"}


class Team(cast.Cast):
    """The cast, with e-mail addresses; petra is principal investigator of anna's site."""

    @cached_property
    def petra(self) -> StaffMember:
        """Investigates at anna's site too."""
        return self._hire("petra", self.here, "investigator")

    @cached_property
    def agnes(self) -> Participant:
        """Takes part at anna's site too."""
        return cast.agreed(invite(self.here, by=self.by).participant)

    def _hire(self, name, site, role) -> StaffMember:
        return add_staff(
            name,
            full_name=f"{name.title()} {name[0].upper()}.",
            password=cast.PASSWORD,
            email=f"{name}@example.org",
            roles={site.identifier: [role]},
            by=self.by,
        )

    def watches(self, member: StaffMember, role: str) -> Duty:
        """Put somebody on call at anna's site for two days."""
        return on_call(member, self.here, role)

    def both(self) -> None:
        """Put ines and petra on call, one for each role."""
        self.watches(self.ines, PHYSICIAN)
        self.watches(self.petra, PRINCIPAL)


def consented(site: Site) -> Participant:
    """Somebody who agreed on the pages, and is in the evening of study day 2: for exports."""
    person = invite(site, by=cast.BY).participant
    agreement.agrees(person)
    person = cast.agreed(person)
    team.begins(person)
    return person


def on_call(
    member: StaffMember,
    site: Site,
    role: str = PHYSICIAN,
    *,
    starts: datetime = team.EVENING,
    lasts: timedelta = timedelta(days=2),
) -> Duty:
    """Put somebody on call; who is on call for the physician has a pager."""
    return put_on_duty(
        member,
        site=site,
        role=role,
        starts_at=starts,
        ends_at=starts + lasts,
        pager="+371 20 000 000" if role == PHYSICIAN else "",
        by=cast.BY,
    )


def tells(person: Participant, form: dict[str, str] = SEVERE, *, at: datetime = FIRED) -> Receipt:
    """Let the person report something at a moment."""
    with clock.as_of(at):
        by = Actor.participant(person)
        return report_event(person, client_id=uuid4(), form=form, by=by)


def works(hours: int, minutes: int, day: int = 4) -> Ticked:
    """Let the worker do what is due at a time of that day."""
    return tick(datetime(2026, 3, day, hours, minutes, tzinfo=UTC))


def at(hours: int, minutes: int, day: int = 4):
    """Run a block at a time of that day."""
    return clock.as_of(datetime(2026, 3, day, hours, minutes, tzinfo=UTC))


def story(alert: Alert) -> list[tuple[str, str, str]]:
    """What happened to an alert: at which time, what, and who."""
    rows = alert.events.select_related("member")
    return [(f"{one.at:%H:%M}", one.kind, getattr(one.member, "name", one.role)) for one in rows]
