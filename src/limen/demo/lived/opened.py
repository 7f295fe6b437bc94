"""A virtual study is opened like any other: people, approvals, supply, who may break a blind."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from datetime import timedelta
from itertools import product
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from limen.demo.lived.kits import receive
from limen.demo.lived.pharmacy import CLINICIAN, LOT, Pharmacy, expiry
from limen.demo.lived.team import Account, Colleague, set_up_second_factor
from limen.demo.lived.telephone import Telephone

if TYPE_CHECKING:
    from datetime import datetime

    from limen.conduct.core.deployment import Deployment

_ON_CALL = timedelta(days=28)
_ROLE = "physician_on_call"
_ON_ROSTER = (_ROLE, "principal_investigator")  # who must act, and who comes next


def open_study(
    deployment: Deployment, accounts: Iterable[Account], pharmacy: Pharmacy, *, now: datetime
) -> dict[str, Colleague]:
    """Open the study with everything that its first participant needs; return the team by name.

    What is the operator's is done by the operator's services; kits are received on the pages.
    """
    from limen.conduct.core.actor import COMMAND
    from limen.conduct.core.services.add_staff import add_staff
    from limen.conduct.core.services.open_study import open_study as open_it

    open_it(deployment, by=COMMAND)
    for one in accounts:
        add_staff(
            one.name,
            full_name=one.full_name,
            password=one.password,
            email=f"{one.name}@example.org",
            roles=one.roles,
            by=COMMAND,
        )
        set_up_second_factor(one.name)
    _approve(now)
    _load(deployment, pharmacy)
    return {one.name: Colleague(one, Telephone("localhost")) for one in accounts}


def fill_stock(who: Colleague, pharmacy: Pharmacy, sites: Iterable[str], *, now: datetime) -> None:
    """Receive every kit of each site's sets."""
    for site in sites:
        receive(who, site, pharmacy.kits_of(site=site), lot=LOT, expires=expiry(now))


def go_on_call(who: Colleague, zones: Mapping[str, str], *, now: datetime) -> None:
    """Put an investigator on call for the next weeks, on the roster's page.

    `zones` are the sites, with the time zone of each: the page wants times on the site's clock.
    """
    for (site, zone), role in product(zones.items(), _ON_ROSTER):
        local = now.astimezone(ZoneInfo(zone))
        values = {
            "site": site,
            "member": who.account.name,
            "role": role,
            "starts": f"{local:%Y-%m-%dT%H:%M}",
            "ends": f"{local + _ON_CALL:%Y-%m-%dT%H:%M}",
            "pager": "",
        }
        who.browser.post(who.open("/staff/safety/roster/"), values)


def _approve(now: datetime) -> None:
    """Write down every approval that a site needs."""
    from limen.conduct.core.actor import COMMAND
    from limen.conduct.core.approvals import needed_at
    from limen.conduct.core.approvals.services import record_approval
    from limen.conduct.core.models import Site, Study

    protocol = Study.objects.select_related("version").get().protocol
    for site in Site.objects.all():
        for needed in needed_at(site, protocol):
            record_approval(
                site,
                needed.id,
                reference=str(needed.reference),
                valid_from=(now - timedelta(days=30)).date(),
                valid_until=(now + timedelta(days=335)).date(),
                by=COMMAND,
            )


def _load(deployment: Deployment, pharmacy: Pharmacy) -> None:
    """Take in the server's part, and put the clinician on the list of those who may open."""
    from limen.conduct.core.actor import COMMAND
    from limen.conduct.core.dispatch.opening.grant import grant_opening
    from limen.conduct.core.dispatch.supplies.load import load_supply
    from limen.conduct.core.models import StaffMember

    shutil.copyfile(pharmacy.release_key, deployment.keys.release_file)
    deployment.keys.release_file.chmod(0o600)
    load_supply(pharmacy.server, by=COMMAND)
    member = StaffMember.objects.get(name=CLINICIAN)
    grant_opening(member, role=_ROLE, key_name=CLINICIAN, by=COMMAND)
