"""`limen conduct invite`, `erase`, `export`: people, and what is taken from the record."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from limen.cli.conduct_staff import Folder, operator
from limen.cli.progress import progress
from limen.counted import counted


def invite(
    folder: Folder,
    site: Annotated[
        str, typer.Option("--site", help="A site of the protocol; left out: the only one.")
    ] = "",
    language: Annotated[
        str, typer.Option(help="Language of the questions; left out: the protocol's first.")
    ] = "",
    zone: Annotated[
        str, typer.Option(help="IANA time zone they live in; left out: the site's.")
    ] = "",
    staff_enters: Annotated[
        bool, typer.Option("--staff-enters", help="They have no telephone: staff enter for them.")
    ] = False,
) -> None:
    """Invite somebody: print the code and the link that they come in with, once.

    Example: limen conduct invite my_study --site riga
    """
    from limen.conduct.core.lifecycle import at_work

    deployment = at_work(folder)
    from limen.conduct.core.models import Site
    from limen.conduct.core.services.invite import VALID_FOR
    from limen.conduct.core.services.invite import invite as invite_now
    from limen.errors import ConductError, Problem

    sites = {one.identifier: one for one in Site.objects.all()}
    name = site or (next(iter(sites)) if len(sites) == 1 else "")
    if name not in sites:
        message = f"There is no site {name!r}." if name else "It has several sites."
        problem = Problem(message=message, remedy=f"Name one: {', '.join(sites)}.", path="--site")
        raise ConductError("Nobody was invited.", [problem])
    made = invite_now(
        sites[name], by=operator(), zone=zone, language=language, staff_enters=staff_enters
    )
    address = deployment.configuration.address
    typer.echo(f"{made.participant} is invited until {VALID_FOR.days} days from now.")
    typer.echo(f"Code: {made.code}")
    typer.echo(f"Link: {address}/i/{made.code}/")
    typer.echo("It is shown this once, and lets one person in. Give it to nobody else.")


def erase(
    folder: Folder,
    participant: Annotated[str, typer.Argument(help="The participant's number, e.g. riga-007.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask for the number again.")] = False,
) -> None:
    """Erase somebody's contact data and free text for good. Numbers and choices stay.

    Example: limen conduct erase my_study riga-007

    Exit code 1 if old pages of the database could not be given up yet; the worker tries again.
    """
    from limen.conduct.core.lifecycle import at_work

    at_work(folder)
    from limen.conduct.core.models import Participant
    from limen.conduct.core.services.erase import erase as erase_now
    from limen.errors import ConductError, Problem

    found = Participant.objects.filter(number=participant).first()
    if found is None:
        remedy = "Numbers stand on the pages of staff, such as riga-007."
        problem = Problem(message=f"There is no participant {participant!r}.", remedy=remedy)
        raise ConductError("Nobody was erased.", [problem])
    if not yes and _typed(participant) != participant:
        raise ConductError("Nobody was erased: that was not the number.")
    swept = erase_now(found, by=operator())
    typer.echo(f"{found} is erased: nobody can read their contact data and words any more.")
    typer.echo("Renew the copy of the keys: limen conduct backup FOLDER --keys-to COPY")
    if not swept:
        typer.echo(
            "Somebody still reads the database as it was, so old pages are there for now. A worker "
            "that runs removes them; or run this command again."
        )
        raise typer.Exit(1)


def export(
    folder: Folder,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder to make.")],
    with_texts: Annotated[
        bool,
        typer.Option("--with-texts", help="Also what people wrote in their own words, decrypted."),
    ] = False,
) -> None:
    """Export the study as a dataset, blinded, while the server runs.

    Example: limen conduct export my_study --out dataset

    Says what is not in it, and why. With --with-texts it may name people: keep it as you keep the
    keys.
    """
    from limen.conduct.core.lifecycle import at_work

    at_work(folder)
    from limen.conduct.core.export import export as export_now

    with progress("Exporting") as step:
        made = export_now(out, by=operator(), with_texts=with_texts, progress=step)
    rows = counted(sum(made.tables.values()), "row")
    typer.echo(f"Made {out}: {rows}, hash {made.hash}, up to entry {made.head.number}.")
    for finding in made.findings:
        typer.echo(f"  {finding}")
    if with_texts:
        typer.echo("It holds what people wrote, and may name people: share it with nobody.")
    typer.echo(f"Next: limen dataset check {out}")


def _typed(number: str) -> str:
    typer.echo(f"This cannot be undone. Type {number} to erase its contact data and free text: ")
    return sys.stdin.readline().strip()
