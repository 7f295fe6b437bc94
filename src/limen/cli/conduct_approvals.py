"""`limen conduct approve`: approvals of sites, written down by whoever looks after the server."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from limen.cli.conduct_staff import Folder, operator
from limen.counted import counted

if TYPE_CHECKING:
    from limen.conduct.core.approvals import Standing
    from limen.conduct.core.models import Site


def approve(
    folder: Folder,
    site: Annotated[str, typer.Option(help="A site of the protocol; with --list, all.")] = "",
    approval: Annotated[str, typer.Option(help="One of the site's `approvals_needed`.")] = "",
    reference: Annotated[str, typer.Option(help="Its number, as the authority gave it.")] = "",
    begins: Annotated[
        str, typer.Option("--from", metavar="DAY", help="First day on which it holds.")
    ] = "",
    until: Annotated[
        str, typer.Option("--until", metavar="DAY", help="Last day; left out: without end.")
    ] = "",
    letter: Annotated[
        Path | None, typer.Option(help="The letter's file; its SHA-256 is kept, not the letter.")
    ] = None,
    show: Annotated[bool, typer.Option("--list", help="Only list how it stands.")] = False,
) -> None:
    """Write down that a site has an approval; without one that it needs, it enrols nobody.

    Example: limen conduct approve my_study --site riga --approval ethics --reference 12/2026
    --from 2026-03-01 --until 2027-02-28

    Days are those of the site. A renewal is written beside what was there. An early end is entered
    on the page Approvals.
    """
    from limen.conduct.core.lifecycle import at_work

    at_work(folder)
    from limen.conduct.core.approvals.services import record_approval

    if not show:
        record = record_approval(
            _site(site),
            approval,
            reference=reference,
            valid_from=_day(begins, "--from"),
            valid_until=_day(until, "--until") if until else None,
            letter_sha256=_digest(letter),
            by=operator(),
        )
        typer.echo(f"Recorded {record.approval} of {record.site}: {record.reference}.")
    _show(site)


def _show(site: str) -> None:
    from limen.conduct.core import clock
    from limen.conduct.core.approvals import standings
    from limen.conduct.core.models import Site, Study

    protocol = Study.objects.select_related("version").get().protocol
    sites = [_site(site)] if site else list(Site.objects.all())
    found = [one for each in sites for one in standings(each, protocol, clock.now())]
    for one in found:
        typer.echo(f"{one.site} {one.needed.id}: {_said(one)}")
    lacking = sum(not one.in_hand for one in found)
    typer.echo(f"{counted(len(found), 'approval')} needed, {lacking} not in hand.")


def _said(standing: Standing) -> str:
    if not standing.in_hand:
        return "not in hand"
    last = standing.last_day
    return "in hand, without end" if last is None else f"in hand until {last.isoformat()}"


def _site(identifier: str) -> Site:
    from limen.conduct.core.models import Site
    from limen.errors import ConductError

    found = Site.objects.filter(identifier=identifier).first()
    if found is None:
        known = ", ".join(Site.objects.values_list("identifier", flat=True))
        raise ConductError(f"There is no site {identifier!r}. Sites are {known}.")
    return found


def _day(text: str, option: str) -> date:
    from limen.errors import ConductError

    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ConductError(f"{option} {text!r} is no day: write 2026-03-29.") from None


def _digest(file: Path | None) -> str:
    """Return the SHA-256 of the letter; blank without one."""
    from hashlib import sha256

    from limen.errors import ConductError

    if file is None:
        return ""
    try:
        return sha256(file.read_bytes()).hexdigest()
    except OSError as error:
        raise ConductError(f"{file} cannot be read: {error.strerror}.") from None
