"""`limen conduct load-supply`, `reconcile`; `staff may-open`: kits, and who may break a blind."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from limen.cli.conduct_staff import Folder, operator
from limen.counted import counted

if TYPE_CHECKING:
    from limen.conduct.core.deployment import Deployment
    from limen.conduct.core.models import StaffMember

_NO = 1


def load_supply(
    folder: Folder,
    server_part: Annotated[
        Path, typer.Argument(metavar="SERVER_PART", help="The folder `server` of a supply.")
    ],
    reason: Annotated[str, typer.Option(help="Why there is another supply.")] = "",
    release_key: Annotated[
        Path | None,
        typer.Option(help="release.private.json; it is copied into the folder of keys."),
    ] = None,
) -> None:
    """Take in what `limen supply create` made for the server: numbers and sealed contents.

    Example: limen conduct load-supply my_study supply/server --release-key release.private.json

    Nothing that is taken in can be opened here.
    """
    from limen.conduct.core.lifecycle import at_work

    deployment = at_work(folder)
    from limen.conduct.core.dispatch.supplies.load import load_supply as load

    if release_key is not None:
        _keep(deployment, release_key)
    supply = load(server_part, by=operator(), reason=reason)
    sets, kits = supply.sets.count(), sum(one.kits.count() for one in supply.sets.all())
    typer.echo(f"Loaded supply {supply}: {counted(sets, 'set')}, {counted(kits, 'kit')}.")
    if not deployment.keys.release_file.exists():
        typer.echo("The release key is not here: without it nobody can break a blind at night.")
    typer.echo(f"Next: limen conduct check {folder}")


def add_opener(
    folder: Folder,
    file: Annotated[
        Path, typer.Argument(metavar="OPENER", help="What `limen supply authorise` wrote.")
    ],
) -> None:
    """Add a clinician who came after the supply was made: their key, and shares granted to them.

    Example: limen conduct add-opener my_study eve.opener.json
    """
    from limen.conduct.core.lifecycle import at_work

    at_work(folder)
    from limen.conduct.core.dispatch.supplies.openers import add_opener as add

    added = add(file, by=operator())
    typer.echo(f"Added {added.name} to supply {added.supply}, granted by {added.granted_by}.")
    typer.echo(f"Next: limen conduct staff may-open {folder} NAME --role ROLE --key {added.name}")


def reconcile(folder: Folder) -> None:
    """Replay every movement of every kit, and list what does not add up or is to be settled.

    Example: limen conduct reconcile my_study

    Exit code 1 if there is anything.
    """
    from limen.conduct.core.lifecycle import at_work

    at_work(folder)
    from limen.conduct.core.dispatch.reconcile import reconcile as replay
    from limen.conduct.core.models import Kit

    found = replay()
    for one in found:
        typer.echo(f"{one.kind} {one.about}: {one.message}")
    wrong = counted(len(found), "discrepancy", "discrepancies")
    typer.echo(f"{counted(Kit.objects.count(), 'kit')}, {wrong}.")
    if found:
        raise typer.Exit(_NO)


def may_open(
    folder: Folder,
    name: Annotated[str, typer.Argument(help="Name they sign in with.")],
    role: Annotated[str, typer.Option(help="One of the protocol's `may_open`.")],
    key: Annotated[str, typer.Option(help="Their name among the clinicians of the supply.")],
) -> None:
    """Put somebody on the list of those who may open one sealed content in an emergency.

    Example: limen conduct staff may-open my_study ines --role physician_on_call --key clara

    Only here, never on a page. They must be an investigator there too, or on call for that role.
    """
    from limen.conduct.core.lifecycle import at_work

    at_work(folder)
    from limen.conduct.core.dispatch.opening.grant import grant_opening

    grant = grant_opening(_member(name), role=role, key_name=key, by=operator())
    typer.echo(f"{grant.member} may open contents as {grant.role}, with the key {grant.key_name}.")


def may_not_open(
    folder: Folder, name: Annotated[str, typer.Argument(help="Name they sign in with.")]
) -> None:
    """Take somebody off that list: what they hold opens nothing more from then on.

    Example: limen conduct staff may-not-open my_study ines
    """
    from limen.conduct.core.lifecycle import at_work

    at_work(folder)
    from limen.conduct.core.dispatch.opening.grant import end_grant

    end_grant(_member(name), by=operator())
    typer.echo(f"{name} is not on the list.")


def _member(name: str) -> StaffMember:
    from limen.conduct.core.models import StaffMember
    from limen.errors import ConductError

    member = StaffMember.objects.filter(name=name).first()
    if member is None:
        names = ", ".join(StaffMember.objects.values_list("name", flat=True)) or "nobody yet"
        raise ConductError(f"There is nobody called {name!r}. Staff: {names}.")
    return member


def _keep(deployment: Deployment, file: Path) -> None:
    """Copy the release key into the folder of keys, for its owner only; never over another."""
    from limen.conduct.core.deployment.durable import write_durably
    from limen.errors import ConductError, Problem
    from limen.supply.sealed import release_key

    release_key(file)
    content, there = file.read_text(encoding="utf-8"), deployment.keys.release_file
    if there.exists() and there.read_text(encoding="utf-8") != content:
        problem = Problem(message="There is another release key.", file=there)
        raise ConductError("The supply was not loaded.", [problem])
    write_durably(there, content)
    there.chmod(0o600)
