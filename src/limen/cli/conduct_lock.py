"""`limen conduct lock`: what is still to be done, and then nothing changes any more."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from limen.cli.conduct_staff import Folder, operator
from limen.counted import counted

if TYPE_CHECKING:
    from pathlib import Path

    from limen.conduct.core.locking import Locked
    from limen.errors import Problem

_NO = 1


def lock(
    folder: Folder,
    check: Annotated[
        bool, typer.Option("--check", help="Only say what stands in the way.")
    ] = False,
    kits_reason: Annotated[
        str,
        typer.Option(help="Why kits do not add up, if that cannot be mended; the trail keeps it."),
    ] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask for the study's id.")] = False,
) -> None:
    """Lock the database: from then on nothing is written that a dataset would show. For good.

    Example: limen conduct lock my_study --check

    Exit code 1 if something stands in the way; it says what, and where it is done. Locking asks for
    the study's id, and prints the end of the trail to be noted elsewhere.
    """
    from limen.conduct.core.lifecycle import at_work

    at_work(folder)
    from limen.conduct.core.locking import lock_study, standing_in_the_way_of_lock
    from limen.conduct.core.locking.lock import refuse_if_locked_already
    from limen.conduct.core.models import Study
    from limen.errors import ConductError

    refuse_if_locked_already()
    found = standing_in_the_way_of_lock()
    stands = [one for one in found if one.path != "kits" or not kits_reason.strip()]
    _tell(found)
    if stands:
        raise typer.Exit(_NO)
    if check:
        typer.echo("Nothing stands in the way.")
        return
    study = Study.objects.get()
    if not yes and _typed(study.identifier) != study.identifier:
        raise ConductError("Nothing was locked: that was not the study's id.")
    _next(folder, lock_study(by=operator(), kits_reason=kits_reason))


def _tell(found: list[Problem]) -> None:
    if found:
        typer.echo(f"In the way of the lock ({counted(len(found), 'kind')} of things):")
    for problem in found:
        typer.echo(f"  {problem}")


def _next(folder: Path, locked: Locked) -> None:
    at = locked.study.locked_at
    typer.echo(f"{locked.study} is locked since {at:%Y-%m-%d %H:%M:%S} UTC.")
    typer.echo(f"The trail ends at {locked.head}")
    typer.echo(
        "Note that line elsewhere. Every export from now on has one and the same hash; the first "
        "prints it, and the key holders compare it before they unseal.\n"
        "Next:\n"
        f"  limen conduct backup {folder}\n"
        f"  limen conduct verify {folder} --head {locked.head}\n"
        f"  limen conduct export {folder} --out dataset\n"
        "  limen dataset check dataset\n"
        "and, by both key holders at the offline machine:\n"
        f"  limen supply unseal SUPPLY dataset {_assigned()}--private A --private B "
        "--reason REASON --out allocations"
    )


def _assigned() -> str:
    """Where it is told who has which set; of people who drew themselves, only their kits tell."""
    from limen.conduct.core.models import KitSet

    drew = KitSet.objects.filter(participant__isnull=False, draw__isnull=False).exists()
    return "" if drew else "--assigned dataset/evidence/assigned.csv "


def _typed(identifier: str) -> str:
    typer.echo(f"This cannot be undone. Type {identifier} to lock its database: ")
    return sys.stdin.readline().strip()
