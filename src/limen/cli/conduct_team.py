"""`limen conduct staff role`, `leave`, `reset-factor`, `code`: the team and its ways in change."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from limen.cli.conduct_staff import Folder, operator

if TYPE_CHECKING:
    from limen.conduct.core.models import StaffMember

role_app = typer.Typer(
    help="Roles at sites begin and end.", no_args_is_help=True, rich_markup_mode=None
)

Name = Annotated[str, typer.Argument(help="Name they sign in with.")]
Role = Annotated[
    str, typer.Option(help="administrator, investigator, coordinator, monitor or rater.")
]
Site = Annotated[str, typer.Option(help="A site of the protocol.")]
Reason = Annotated[
    str,
    typer.Option(
        help="joins, other_task, task_ended, stands_in, leaves, lost_device, suspicion, mistake "
        "or other; the audit trail keeps it."
    ),
]


@role_app.command("add")
def add(folder: Folder, name: Name, role: Role, site: Site, reason: Reason = "other_task") -> None:
    """Give somebody a role at a site; they have it with the next page they open.

    Example: limen conduct staff role add my_study anna --role investigator --site riga
    """
    member = _at(folder, name)
    from limen.conduct.core.staffing import add_role

    added = add_role(member, site=site, role=role, reason=reason, by=operator())
    typer.echo(f"Added {added}.")


@role_app.command("end")
def end(folder: Folder, name: Name, role: Role, site: Site, reason: Reason = "task_ended") -> None:
    """End a role at a site, at once; never the last administrator's.

    Example: limen conduct staff role end my_study anna --role investigator --site riga
    """
    member = _at(folder, name)
    from limen.conduct.core.models import Membership
    from limen.conduct.core.staffing import end_role
    from limen.errors import ConductError

    held = Membership.objects.filter(
        member=member, site__identifier=site, role=role, ended_at=None
    ).first()
    if held is None:
        rows = member.memberships.filter(ended_at=None).select_related("site", "member")
        theirs = "; ".join(map(str, rows)) or "none"
        raise ConductError(f"{name} is no {role} at {site}. Roles: {theirs}.")
    end_role(held, reason=reason, by=operator())
    typer.echo(f"Ended {held}.")


def leave(folder: Folder, name: Name, reason: Reason = "leaves") -> None:
    """End everything by which somebody comes in: sessions, roles, duties, the right to open.

    Example: limen conduct staff leave my_study anna

    Their name stays below what they did, and is not given again.
    """
    member = _at(folder, name)
    from limen.conduct.core.staffing import leave as let_leave

    let_leave(member, reason=reason, by=operator())
    typer.echo(f"{name} may not sign in any more.")


def reset_factor(folder: Folder, name: Name, reason: Reason = "lost_device") -> None:
    """Take somebody's second factor away: they set up another when they next sign in.

    Example: limen conduct staff reset-factor my_study anna

    Make sure that it is they who ask.
    """
    member = _at(folder, name)
    from limen.conduct.core.signing.factor import factor_of
    from limen.conduct.core.signing.factor import reset_factor as reset

    had = factor_of(member) is not None
    reset(member, reason=reason, by=operator())
    said = "sets up a new second factor at the next sign-in" if had else "has no second factor yet"
    typer.echo(f"{name} {said}.")


def code(folder: Folder, name: Name) -> None:
    """Print the code with which somebody of a demonstration signs in; refused in a real study.

    Example: limen conduct staff code demonstration/conduct iris
    """
    member = _at(folder, name)
    from limen.conduct.core.signing.factor import working_code

    working = working_code(member)
    when = f"works in {working.wait} s" if working.wait else "works now"
    typer.echo(f"{working.code} ({when}, for the next {working.seconds} s)")


def _at(folder: Path, name: str) -> StaffMember:
    """Start the deployment and return a member of its staff."""
    from limen.conduct.core.lifecycle import at_work

    at_work(folder)
    from limen.conduct.core.models import StaffMember
    from limen.errors import ConductError

    member = StaffMember.objects.filter(name=name).first()
    if member is None:
        names = ", ".join(StaffMember.objects.values_list("name", flat=True)) or "nobody yet"
        raise ConductError(f"There is nobody called {name!r}. Staff: {names}.")
    return member
