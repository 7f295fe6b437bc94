"""`limen conduct`: the study's server, from an empty folder to a restored backup."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from limen.cli import (
    conduct_approvals,
    conduct_backup,
    conduct_dispatch,
    conduct_lock,
    conduct_people,
    conduct_report,
    conduct_serving,
    conduct_staff,
    conduct_team,
)
from limen.cli.conduct_staff import Folder, operator
from limen.counted import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from limen.conduct.core.services.amend import Preview
    from limen.errors import Problem


class Verbs(TyperGroup):
    """Turns what a database refuses into a sentence."""

    def invoke(self, ctx: Any) -> Any:
        """Run a verb; a database that is locked, damaged, full or gone is a `ConductError`."""
        try:
            return super().invoke(ctx)
        except Exception as error:
            if not _of_the_database(error):
                raise
            from limen.errors import ConductError, Problem

            said = " ".join(str(error).split())
            message = f"It says: {said}."
            remedy = "Look after its file or server, space and permissions, and try again."
            if "readonly" in said or "unable to open" in said:
                remedy = (
                    "Run this as the account that owns the folder. SQLite writes beside its file "
                    "too, so the folder itself must be writable."
                )
            problem = Problem(message=message, remedy=remedy)
            raise ConductError("The database did not do it.", [problem]) from None


def _of_the_database(error: Exception) -> bool:
    """Whether Django or a driver raised it; neither is imported for that."""
    django = sys.modules.get("django.db")
    return django is not None and isinstance(error, django.DatabaseError | django.InterfaceError)


app = typer.Typer(
    cls=Verbs,
    help="""Run a study: its pages for participants and staff, its record. One study, one folder.

    \b
    limen conduct init my_study --protocol my_study.yaml
    limen conduct staff add my_study anna --role investigator --site riga
    limen conduct check my_study
    limen conduct open my_study
    limen conduct serve my_study
    limen conduct invite my_study --site riga
    limen conduct export my_study --out dataset
""",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(conduct_staff.app, name="staff")
Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
_NO = 1


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Folder to make.")],
    protocol: Annotated[
        str, typer.Option("--protocol", metavar="FILE", help="The protocol, or an example's name.")
    ],
    address: Annotated[
        str, typer.Option(help="Where people will reach it, e.g. https://study.example.org.")
    ] = "http://localhost:8000",
    database: Annotated[
        str, typer.Option(help="URL of an empty PostgreSQL database; left out: SQLite.")
    ] = "",
    demonstration: Annotated[
        bool, typer.Option("--demonstration", help="No real people: opens with any protocol.")
    ] = False,
) -> None:
    """Make the folder of a study's server: settings, keys, database; then say what it still lacks.

    Example: limen conduct init my_study --protocol my_study.yaml
    """
    from limen.conduct.core.lifecycle import initialise
    from limen.protocol import protocol_file
    from limen.protocol.reading.text import read_text

    file = protocol_file(protocol)
    made = initialise(
        folder,
        read_text(file),
        address=address,
        database_url=database,
        demonstration=demonstration,
        materials=file.parent,
    )
    typer.echo(f"Made {folder}. Keep a copy of {folder / 'keys'} elsewhere: backups hold no keys.")
    from limen.conduct.core.models import Study
    from limen.conduct.core.services.open_study import standing_in_the_way

    _list(standing_in_the_way(Study.objects.get(), made), "Before the study can open")
    typer.echo(f"Next: limen conduct check {folder}")


@app.command()
def check(
    folder: Folder,
    mail: Annotated[bool, typer.Option(help="Also sign in to the mail server.")] = True,
    as_json: Json = False,
) -> None:
    """Check settings, keys, database, clock, backups, mail and protocol; each with a remedy.

    Example: limen conduct check my_study

    Exit code 1 if something is wrong. What keeps a study from opening is listed until it is open.
    """
    from limen.conduct.core.lifecycle import at_work

    deployment = at_work(folder)
    from limen.conduct.core.checks import problems, remarks
    from limen.conduct.core.models import Study
    from limen.conduct.core.services.open_study import standing_in_the_way

    study = Study.objects.select_related("version").get()
    wrong = problems(deployment, mail=mail)
    closed = () if study.opened_at else standing_in_the_way(study, deployment)
    if as_json:
        parts = {"problems": wrong, "keeps_it_closed": closed}
        plain = {name: _plain(part) for name, part in parts.items()}
        _json({"ok": not wrong, **plain, "remarks": list(remarks(deployment))})
    else:
        _list(wrong, "To be put right")
        _list(closed, "Before the study can open")
        typer.echo("".join(f"{remark}\n" for remark in remarks(deployment)), nl=False)
        if not wrong:
            typer.echo("The server is in order.")
    if wrong:
        raise typer.Exit(_NO)


@app.command("open")
def open_(folder: Folder) -> None:
    """Open the study: from now on people can be invited. Refuses with everything in the way.

    Example: limen conduct open my_study
    """
    from limen.conduct.core.lifecycle import at_work

    deployment = at_work(folder)
    from limen.conduct.core.services.open_study import open_study
    from limen.errors import ConductError

    try:
        study = open_study(deployment, by=operator())
    except ConductError as error:
        typer.echo(str(error))
        raise typer.Exit(_NO) from None
    typer.echo(f"{study} is open under {study.version}.")


@app.command()
def amend(
    folder: Folder,
    file: Annotated[str, typer.Argument(metavar="FILE", help="The new version of the protocol.")],
    apply: Annotated[
        bool, typer.Option("--apply", help="Apply it; otherwise only show it.")
    ] = False,
    reason: Annotated[str, typer.Option(help="Why; the trail keeps it.")] = "",
    consent_again: Annotated[
        bool | None,
        typer.Option(help="What the ethics committee decided, where the changes leave it open."),
    ] = None,
) -> None:
    """Show what a new protocol version changes and for whom; with --apply, apply it.

    Example: limen conduct amend my_study version_2.yaml

    Exit code 1 if it cannot be applied.
    """
    from limen.conduct.core.lifecycle import at_work
    from limen.protocol import protocol_file
    from limen.protocol.reading.text import read_text

    deployment = at_work(folder)
    from limen.conduct.core.protocol_files import write_protocol_files
    from limen.conduct.core.services.amend import amend as apply_now
    from limen.conduct.core.services.amend import preview

    text = read_text(protocol_file(file))
    if not apply:
        found = preview(text, deployment)
        typer.echo(_as_text(found))
        raise typer.Exit(_NO if found.problems else 0)
    version = apply_now(text, deployment, by=operator(), reason=reason, consent_again=consent_again)
    write_protocol_files(deployment)
    typer.echo(f"{version} is in force.")


@app.command()
def verify(
    folder: Folder,
    noted: Annotated[
        list[str] | None,
        typer.Option("--head", help="An end of the trail noted earlier, as NUMBER:HASH."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Replay the audit trail and find every row that was changed behind its back.

    Example: limen conduct verify my_study

    Exit code 1 if something is wrong. Note the last line elsewhere: a trail that is cut off later
    no longer holds it.
    """
    from limen.conduct.core.lifecycle import at_work

    deployment = at_work(folder)
    from limen.conduct.core.integrity import verify_deployment

    found = verify_deployment(deployment, noted=tuple(map(_head, noted or [])))
    if as_json:
        _json(
            {
                "ok": not found.faults,
                "entries": found.entries,
                "rows": found.rows,
                "head": str(found.head),
                "sealed_since": min(found.sealed_since, found.entries + 1),
                "faults": found.faults,
            }
        )
    else:
        for fault in found.faults:
            typer.echo(fault)
        if found.faults:
            typer.echo(counted(len(found.faults), "fault"))
        seen = f"{counted(found.entries, 'entry', 'entries')}, {counted(found.rows, 'row')}"
        typer.echo(f"{seen}." if found.faults else f"{seen}: nothing was changed behind the trail.")
        typer.echo(found.covers)
        typer.echo(f"The trail ends at {found.head}")
    if found.faults:
        raise typer.Exit(_NO)


for verb in (conduct_backup.backup, conduct_backup.restore, conduct_backup.upgrade,
             conduct_serving.serve, conduct_serving.web, conduct_serving.worker,
             conduct_people.invite, conduct_people.erase, conduct_people.export,
             conduct_report.report,
             conduct_dispatch.load_supply, conduct_dispatch.add_opener,
             conduct_dispatch.reconcile, conduct_lock.lock, conduct_approvals.approve):  # fmt: skip
    app.command()(verb)
conduct_staff.app.add_typer(conduct_team.role_app, name="role")
for of_staff in (conduct_team.leave, conduct_team.reset_factor, conduct_team.code,
                 conduct_dispatch.may_open, conduct_dispatch.may_not_open):  # fmt: skip
    conduct_staff.app.command()(of_staff)


def _head(text: str) -> Any:
    from limen.conduct.core.trail import Head
    from limen.errors import ConductError

    number, _, hash = text.partition(":")
    if not number.isdecimal() or len(hash) != 64:
        raise ConductError(f"{text!r} is no end of a trail: write NUMBER:HASH, as verify prints.")
    return Head(int(number), hash)


def _list(problems: Iterable[Problem], title: str) -> None:
    found = list(problems)
    if found:
        typer.echo(f"{title} ({counted(len(found), 'reason')}):")
    for problem in found:
        typer.echo(f"  {problem}")


def _as_text(found: Preview) -> str:
    from limen.protocol.diff import RECONSENT

    changes = [f"  {each.path}: {each.text}" for each in found.amendment.changes]
    each = (f"{count} {status}" for status, count in found.people.items())
    people = ", ".join(each) or "nobody yet"
    lines = [
        f"From version {found.old_label} to {found.new_label}: "
        f"{counted(len(changes), 'change')}; {RECONSENT[found.amendment.reconsent]}.",
        *changes,
        f"People: {people}; {found.under_consent} of them under consent.",
        f"Occasions to come that were made under earlier versions: {found.occasions_to_come}.",
        "What has opened, and what was answered, is never touched.",
        *(f"Not yet: {problem}" for problem in found.problems),
    ]
    return "\n".join(lines)


def _plain(problems: Sequence[Problem]) -> list[dict[str, str]]:
    return [
        {"place": p.path or str(p.file or ""), "message": p.message, "remedy": p.remedy}
        for p in problems
    ]


def _json(content: Any) -> None:
    typer.echo(json.dumps(content, indent=2, ensure_ascii=False))
