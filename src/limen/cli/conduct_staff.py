"""`limen conduct staff`: who may sign in."""

from __future__ import annotations

import getpass
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from limen.conduct.core.actor import Actor

app = typer.Typer(help="Who may sign in.", no_args_is_help=True, rich_markup_mode=None)

Folder = Annotated[Path, typer.Argument(metavar="FOLDER", help="The deployment's folder.")]


@app.command("add")
def add(
    folder: Folder,
    name: Annotated[str, typer.Argument(help="Name to sign in with; the audit trail shows it.")],
    role: Annotated[
        list[str],
        typer.Option(
            help="administrator, investigator, coordinator, monitor or rater; again for more."
        ),
    ],
    site: Annotated[
        list[str] | None, typer.Option(help="A site of the protocol; left out: every site.")
    ] = None,
    full_name: Annotated[str, typer.Option(help="Name as people know it.")] = "",
    email: Annotated[str, typer.Option(help="E-mail address.")] = "",
    password_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="Read the password from standard input.")
    ] = False,
) -> None:
    """Add a member of staff and ask for their password: 12 characters, no common one.

    Example: limen conduct staff add my_study anna --role investigator --site riga
    """
    from limen.conduct.core.lifecycle import at_work

    at_work(folder)
    from limen.conduct.core.models import Site
    from limen.conduct.core.services.add_staff import add_staff

    sites = site or list(Site.objects.values_list("identifier", flat=True))
    member = add_staff(
        name,
        full_name=full_name or name,
        email=email,
        password=_password(password_stdin),
        roles=dict.fromkeys(sites, role),
        by=operator(),
    )
    for membership in member.memberships.all():
        typer.echo(f"Added {membership}.")


@app.command("password")
def password(
    folder: Folder,
    name: Annotated[str, typer.Argument(help="Name they sign in with.")],
    password_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="Read the password from standard input.")
    ] = False,
) -> None:
    """Set a new password for a member of staff.

    Example: limen conduct staff password my_study anna
    """
    from limen.conduct.core.lifecycle import at_work

    at_work(folder)
    from limen.conduct.core.models import StaffMember
    from limen.conduct.core.services.add_staff import set_password
    from limen.errors import ConductError

    member = StaffMember.objects.filter(name=name).first()
    if member is None:
        names = ", ".join(StaffMember.objects.values_list("name", flat=True)) or "nobody yet"
        raise ConductError(f"There is nobody called {name!r}. Staff: {names}.")
    set_password(member, _password(password_stdin), by=operator())
    typer.echo(f"{name} has a new password.")


def operator() -> Actor:
    """Whoever runs the command, by the name of their account on this machine."""
    from limen.conduct.core.actor import Actor

    try:
        return Actor("system", f"command:{getpass.getuser()}")
    except (OSError, KeyError):
        return Actor("system", "command")


def _password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\n")
    password: str = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    return password
