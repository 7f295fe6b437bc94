"""The people of the tests, introduced once. Ask `people(by)` for them inside a study.

Anna takes part at the first site; Boris at the second (or at the first, if there is one only), and
must never see what is Anna's. Carla coordinates Anna's site, Ines investigates there, Mei monitors
it: she may read and change nothing. Dario coordinates the other site and must not reach Anna.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.test import Client

from limen.conduct.core.actor import Actor
from limen.conduct.core.codes import new_token, token_hash
from limen.conduct.core.models import DeviceToken, Participant, Site, StaffMember
from limen.conduct.core.services.add_staff import add_staff
from limen.conduct.core.services.invite import invite
from limen.conduct.core.trail import recording

PASSWORD = "harbour lantern oak"
BY = Actor("system", "test")


@dataclass
class Cast:
    """Everybody; each is made when first asked for."""

    by: Actor = BY

    @cached_property
    def here(self) -> Site:
        """Anna's site."""
        return Site.objects.order_by("pk").first()

    @cached_property
    def elsewhere(self) -> Site:
        """The other site."""
        return Site.objects.order_by("pk").last()

    @cached_property
    def anna(self) -> Participant:
        """Takes part here, and has agreed to everything."""
        return agreed(invite(self.here, by=self.by).participant)

    @cached_property
    def boris(self) -> Participant:
        """Takes part elsewhere."""
        return agreed(invite(self.elsewhere, by=self.by).participant)

    @cached_property
    def carla(self) -> StaffMember:
        """Coordinates here."""
        return self._hire("carla", self.here, "coordinator")

    @cached_property
    def dario(self) -> StaffMember:
        """Coordinates elsewhere; where there is one site only, he has no role at it."""
        return self._hire("dario", self.elsewhere, "coordinator")

    @cached_property
    def ines(self) -> StaffMember:
        """Investigates here."""
        return self._hire("ines", self.here, "investigator")

    @cached_property
    def mei(self) -> StaffMember:
        """Monitors here."""
        return self._hire("mei", self.here, "monitor")

    def _hire(self, name: str, site: Site, role: str) -> StaffMember:
        return add_staff(
            name,
            full_name=f"{name.title()} {name[0].upper()}.",
            password=PASSWORD,
            roles={site.identifier: [role]},
            by=self.by,
        )


def people(by: Actor = BY) -> Cast:
    """Return the cast of the study at hand."""
    return Cast(by)


def agreed(participant: Participant, status: str = Participant.Status.ENROLLED) -> Participant:
    """Let somebody have agreed to everything, without the pages; return the row as it is then."""
    with recording("test.agreed", by=BY, participant=participant) as record:
        stored = record.fresh(participant)
        stored.consent_due, stored.status = False, status
        record.change(stored, "consent_due", "status")
        return stored


def device_of(participant: Participant, *, checks_forms: bool = False) -> Client:
    """Return a browser in which somebody is signed in; `checks_forms` as a real one, with CSRF."""
    token = new_token()
    with recording("test.device", by=BY, participant=participant) as record:
        record.add(
            DeviceToken(participant=participant, token_hash=token_hash(token), made_at=record.at)
        )
    client = Client(enforce_csrf_checks=checks_forms)
    client.cookies["limen_device"] = token
    return client


def form_token(response: object) -> str:
    """Return the token in a page's form, for posts of a browser that checks forms."""
    import re

    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', response.content.decode())
    assert found is not None, "There is no form on this page."
    return found.group(1)
