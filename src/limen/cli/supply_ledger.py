"""`limen supply ledger`: where each kit is, and whether all are accounted for."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from limen.cli.supply_keys import need_libsodium, now
from limen.counted import counted

if TYPE_CHECKING:
    from limen.supply.ledger import Action, Found
    from limen.supply.sealed import ServerPart

app = typer.Typer(
    help="The witnessed ledger of kits: entries are added, never changed.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Ledger = Annotated[Path, typer.Argument(metavar="LEDGER", help="The ledger's file.")]
Server = Annotated[Path, typer.Option(help="The server's part of the supply.")]


@app.command("enter")
def enter(
    ledger: Ledger,
    action: Annotated[
        str,
        typer.Argument(
            metavar="ACTION",
            help="receive, store, dispense, return, count, destroy or discrepancy.",
        ),
    ],
    server: Server,
    place: Annotated[str, typer.Option(help="Where the kits are afterwards, or were counted.")],
    by: Annotated[str, typer.Option(help="Who did it.")],
    witness: Annotated[str, typer.Option(help="Who saw it; somebody else.")],
    kit: Annotated[list[str] | None, typer.Option(help="A kit; again for more.")] = None,
    sets: Annotated[
        list[str] | None, typer.Option("--set", help="All kits of a set; again for more.")
    ] = None,
    every: Annotated[bool, typer.Option("--every-kit", help="All kits of the supply.")] = False,
    participant: Annotated[str, typer.Option(help="To whom dispensed, or from whom.")] = "",
    found: Annotated[
        str,
        typer.Option(help="For a discrepancy: missing, damaged, recovered, misplaced, miscounted."),
    ] = "",
    reason: Annotated[str, typer.Option(help="For a discrepancy or destruction.")] = "",
    at: Annotated[
        datetime | None, typer.Option(help="When, if not now; in the machine's time zone.")
    ] = None,
) -> None:
    """Add an entry: all of its kits, or none.

    A count names every kit that was found at the place: what is not named was not there.

    Example:

    \b
        limen supply ledger enter ledger.jsonl receive --server supply/server --every-kit \\
          --place pharmacy --by anna --witness ben
        limen supply ledger enter ledger.jsonl count --server supply/server --kit 123456789 \\
          --place pharmacy --by anna --witness ben
    """
    need_libsodium()
    from limen.supply.ledger import Entry
    from limen.supply.ledger import enter as add
    from limen.supply.sealed import read_server_part

    part = read_server_part(server)
    entry = Entry(
        action=cast("Action", action),
        kits=_kits(part, kit or [], sets or [], every),
        place=place,
        by=by,
        witness=witness,
        at=now() if at is None else at.astimezone(),
        participant=participant,
        found=cast("Found | None", found or None),
        reason=reason,
    )
    link = add(ledger, part, entry)
    kits = counted(len(entry.kits), "kit")
    typer.echo(f"Entry {link.number}: {action}, {kits}.\nhead {link.hash}")


@app.command("replay")
def replay(
    ledger: Ledger,
    server: Server,
    final: Annotated[
        bool, typer.Option("--final", help="Nothing may be left: the end of the study.")
    ] = False,
    head: Annotated[
        str, typer.Option(help="A head that a witness wrote down; it must still be there.")
    ] = "",
) -> None:
    """Replay the ledger from its first line; exit code 0 if every unit is accounted for, else 1.

    Example: limen supply ledger replay ledger.jsonl --server supply/server

    A difference that a count found stays open until a discrepancy entry explains it.
    """
    need_libsodium()
    from limen.errors import SupplyError
    from limen.supply.ledger import replay as read
    from limen.supply.sealed import read_server_part

    part = read_server_part(server)
    _refuse_missing(ledger)
    try:
        found = read(ledger, part, final=final, expected_head=head)
    except SupplyError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
    for state, count in found.units.items():
        typer.echo(f"{state:<12} {count:>8,}")
    typer.echo(f"{'all':<12} {sum(found.units.values()):>8,}")
    typer.echo(f"{found.entries} entries; head {found.head}")
    for problem in found.problems:
        typer.echo(f"OPEN: {problem}")
    if not found.reconciled:
        raise typer.Exit(1)
    typer.echo("Every unit is accounted for.")


@app.command("compare")
def compare(
    ledger: Ledger,
    movements: Annotated[
        Path, typer.Argument(metavar="MOVEMENTS", help="kit_movements.csv of the server's export.")
    ],
    server: Server,
) -> None:
    """Compare the ledger with what the server says of each kit; exit code 0 if both agree, else 1.

    Example: limen supply ledger compare ledger.jsonl dataset/evidence/kit_movements.csv \\
      --server supply/server

    Two people keep two books of the same kits. Neither is right by itself: find out.
    """
    need_libsodium()
    from limen.supply.ledger import compare as differences
    from limen.supply.sealed import read_server_part

    part = read_server_part(server)
    _refuse_missing(ledger)
    found = differences(ledger, part, movements)
    for line in found:
        typer.echo(f"DIFFERS: {line}")
    if found:
        raise typer.Exit(1)
    typer.echo(f"Both books say the same of {len(part.contents):,} kits.")


def _refuse_missing(ledger: Path) -> None:
    """Raise `SupplyError` if nothing was entered there: what is mistyped accounts for no kit."""
    from limen.errors import SupplyError

    if not ledger.is_file():
        raise SupplyError(
            f"{ledger}: there is no such ledger. `limen supply ledger enter` begins one."
        )


def _kits(part: ServerPart, kits: list[str], sets: list[str], every: bool) -> tuple[str, ...]:
    from limen.errors import SupplyError
    from limen.supply.sealed.numbers import typed

    if every:
        return tuple(part.contents)
    found = [typed(kit) for kit in kits]
    for number in map(typed, sets):
        if number not in part.by_set:
            raise SupplyError(f"There is no set {number} in this supply. Read the number again.")
        found += [packed.kit for packed in part.by_set[number].kits]
    return tuple(found)
