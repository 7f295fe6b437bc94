"""`limen supply labels`, `cards`, `packing`, `code-breaks`: what is printed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from limen.cli.supply_keys import (
    FromStdin,
    Private,
    Reason,
    Supply,
    both_holders,
    need_libsodium,
    now,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from limen.supply.opening.record import Purpose
    from limen.supply.sealed import ServerPart

Pdf = Annotated[Path, typer.Option(help="PDF file to write; must not exist yet.")]
Sets = Annotated[list[str] | None, typer.Option("--set", help="Only this set; again for more.")]


def labels(
    supply: Supply,
    lot: Annotated[str, typer.Option(help="Lot, the same for every arm.")],
    expiry: Annotated[str, typer.Option(help="Use by, the same for every arm.")],
    out: Pdf,
    title: Annotated[str, typer.Option(help="Head of the labels on boxes.")] = "Clinical study",
    words: Annotated[str, typer.Option(help="Instead of the protocol's label text.")] = "",
    sets: Sets = None,
) -> None:
    """Print labels: a number, its QR code and the protocol's words; nothing tells an arm.

    Example: limen supply labels supply --lot A17 --expiry 2027-06 --out labels.pdf

    Sheets of 24 labels, 70 by 37 mm, on A4. Needs no key: who prints them learns nothing.
    """
    need_libsodium()
    from limen.supply.paper import Batch
    from limen.supply.paper import labels as draw
    from limen.supply.paper.sheet import new_file

    batch = Batch(lot=lot, expiry=expiry, title=title, words=words)
    with new_file(out) as parts:
        parts.append(draw(_server(supply), batch, at=now(), sets=_typed(sets)))
    typer.echo(f"Labels: {out}")


def cards(
    supply: Supply,
    telephone: Annotated[str, typer.Option(help="Number that is answered day and night.")],
    out: Pdf,
    title: Annotated[str, typer.Option(help="Head of the cards.")] = "Clinical study",
    words: Annotated[str, typer.Option(help="Instead of Limen's words on the card.")] = "",
) -> None:
    """Print a card for each participant's wallet, and one for each clinician on call.

    Example: limen supply cards supply --telephone "+371 20000000" --out cards.pdf
    """
    need_libsodium()
    from limen.supply.paper import cards as draw
    from limen.supply.paper.sheet import new_file

    with new_file(out) as parts:
        parts.append(draw(_server(supply), telephone=telephone, title=title, words=words, at=now()))
    typer.echo(f"Cards: {out}")


def packing(
    supply: Supply,
    private: Private,
    reason: Reason,
    out: Annotated[Path, typer.Option(help="CSV file to write; must not exist yet.")],
    sets: Sets = None,
    from_stdin: FromStdin = False,
) -> None:
    """Write the packing list: which kit gets what. It is the blind in clear: destroy it soon.

    Example: limen supply packing supply --private anna.private.json --private ben.private.json
    --reason "Packing of lot A17" --out packing.csv

    For sets that participants pack themselves, give one draw's sets at a time, and send the sheet
    to that person unread.
    """
    need_libsodium()
    from limen.supply.paper import packing_list, write_secret
    from limen.supply.paper.sheet import refuse_existing_file

    refuse_existing_file(out)
    part, contents = _opened(supply, private, "packing", reason, from_stdin)
    write_secret(out, packing_list(part, contents, sets=_typed(sets)).encode())
    typer.echo(f"IN CLEAR: {out}. Pack, check, and destroy it; the log says that it was made.")


def code_breaks(
    supply: Supply,
    protocol: Annotated[str, typer.Option(help="The protocol's YAML file, or a shipped name.")],
    private: Private,
    reason: Reason,
    out: Pdf,
    from_stdin: FromStdin = False,
) -> None:
    """Print sealed code-breaks: a page per set, to be folded, taped and locked away.

    Example: limen supply code-breaks supply --protocol study.yaml --private anna.private.json
    --private ben.private.json --reason "Code-breaks for the safe" --out code-breaks.pdf
    """
    need_libsodium()
    from limen.protocol import named_protocol
    from limen.supply.paper import code_breaks as draw
    from limen.supply.paper import write_secret
    from limen.supply.paper.sheet import refuse_existing_file

    refuse_existing_file(out)
    study = named_protocol(protocol)
    part, contents = _opened(supply, private, "code_breaks", reason, from_stdin)
    write_secret(out, draw(part, study, contents, at=now()))
    typer.echo(f"IN CLEAR: {out}. Print, fold, tape, count, lock away; then destroy the file.")


def _opened(
    supply: Path, private: list[Path], purpose: Purpose, reason: str, from_stdin: bool
) -> tuple[ServerPart, Mapping[str, dict[str, Any]]]:
    from limen.supply.opening import open_everything, read_unblinded_part
    from limen.supply.opening.unblinded import refuse_foreign

    part, unblinded = _server(supply), read_unblinded_part(supply / "unblinded")
    refuse_foreign(unblinded, supply=part.supply, server_manifest=part.hash)
    holders = both_holders(private, purpose=purpose, reason=reason, from_stdin=from_stdin)
    return part, open_everything(unblinded, holders)


def _server(supply: Path) -> ServerPart:
    from limen.supply.sealed import read_server_part

    return read_server_part(supply / "server")


def _typed(sets: list[str] | None) -> list[str] | None:
    from limen.supply.sealed.numbers import typed

    return [typed(number) for number in sets] if sets else None
