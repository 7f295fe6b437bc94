"""`limen supply`: keys, the sealed supply, and what both key holders open together."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from limen.cli import supply_allocator, supply_ledger, supply_open, supply_paper
from limen.cli.supply_keys import (
    FromStdin,
    Supply,
    need_libsodium,
    new_passphrase,
    now,
    spell,
    unlocked,
)
from limen.counted import counted

if TYPE_CHECKING:
    from limen.supply.keys import PublicPart
    from limen.supply.keys.public import Kind

app = typer.Typer(
    help="Seal who gets what: keys, kits, labels, opening, the ledger. Offline, unblinded side.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Keys = Annotated[Path, typer.Argument(metavar="FOLDER", help="The folder of public keys.")]


@app.command("keys")
def keys(
    folder: Keys,
    holder: Annotated[str, typer.Option(help="A key holder; there are two of them.")] = "",
    clinician: Annotated[str, typer.Option(help="Somebody who may open one kit at night.")] = "",
    server: Annotated[bool, typer.Option("--server", help="The server's release key.")] = False,
    allocator: Annotated[
        bool, typer.Option("--allocator", help="The allocator's key; for minimisation only.")
    ] = False,
    private: Annotated[
        Path | None,
        typer.Option(help="Where the private part goes [default: FOLDER/NAME.private.json]."),
    ] = None,
    from_stdin: FromStdin = False,
) -> None:
    """Make a key: the public part stays in FOLDER, the private part is taken away by its owner.

    Example:

    \b
        limen supply keys keys --holder anna --private /media/anna/anna.private.json
        limen supply keys keys --holder ben --private /media/ben/ben.private.json
        limen supply keys keys --clinician clara
        limen supply keys keys --server

    Then rehearse: `limen supply rehearse`. Keep a second copy of each private part elsewhere; a
    passphrase that is forgotten cannot be asked for again.
    """
    need_libsodium()
    from limen.errors import SupplyError
    from limen.supply.keys import make_key, make_release_key
    from limen.supply.keys.pair import private_file, refuse_name

    if [bool(holder), bool(clinician), server, allocator].count(True) != 1:
        raise SupplyError(
            "Say whose key: --holder NAME, --clinician NAME, --server, or --allocator."
        )
    kind: Kind = "holder" if holder else "clinician" if clinician else "allocator"
    name = holder or clinician or ("release" if server else "allocator")
    place = private or private_file(folder, name)
    if server:
        _told(make_release_key(folder, private=place), place)
        typer.echo("Put it into the server's `keys/`, and nowhere else but one copy in a safe.")
        return
    refuse_name(folder, name, kind)
    made = make_key(
        folder,
        name=name,
        kind=kind,
        passphrase=new_passphrase(name, from_stdin=from_stdin),
        private=place,
    )
    _told(made, place)
    owner = "Whoever starts the allocator" if allocator else name
    typer.echo(f"{owner} takes it away, with a second copy; only the public part stays here.")


def _told(part: PublicPart, private: Path) -> None:
    typer.echo(f"{part.kind} {part.name}, fingerprint {part.fingerprint}\nprivate part  {private}")


@app.command("rehearse")
def rehearse(
    folder: Keys,
    private: Annotated[
        list[Path], typer.Option(help="A private part: both key holders', a clinician's, ...")
    ],
    from_stdin: FromStdin = False,
) -> None:
    """Open a test seal with the keys as they are: a lost one is found out now.

    Example:

    \b
        limen supply rehearse keys --private anna.private.json --private ben.private.json
        limen supply rehearse keys --private clara.private.json

    Both key holders open theirs together; each clinician opens a test kit alone, with a share that
    a server would release. `create` refuses until everybody has done so.
    """
    need_libsodium()
    from limen.errors import SupplyError
    from limen.supply.keys import (
        read_ring,
        rehearse_allocator,
        rehearse_clinician,
        rehearse_holders,
    )

    read_ring(folder)
    opened = unlocked(private, from_stdin=from_stdin)
    holders = [one for one in opened if one.kind == "holder"]
    if holders and len(holders) != 2:
        raise SupplyError("Key holders rehearse together: give the private parts of both.")
    if holders:
        rehearse_holders(folder, holders[0], holders[1], at=now())
        typer.echo(f"{holders[0].name} and {holders[1].name} opened a test seal together.")
    for one in opened:
        if one.kind == "clinician":
            rehearse_clinician(folder, one, at=now())
            typer.echo(f"{one.name} opened a test kit with a released share.")
        if one.kind == "allocator":
            rehearse_allocator(folder, one, at=now())
            typer.echo("The allocator's key opened a test seal.")


@app.command("create")
def create(
    protocol: Annotated[
        str, typer.Argument(metavar="PROTOCOL", help="The protocol's YAML file, or a shipped name.")
    ],
    keys: Annotated[Path, typer.Option(help="The folder of public keys.")],
    out: Annotated[Path, typer.Option(help="Folder to write the supply to; must not exist yet.")],
    sets: Annotated[
        int | None,
        typer.Option(
            min=1,
            help="Sets in each stratum, or people who draw their own [default: half as many again "
            "as the plan expects].",
        ),
    ] = None,
) -> None:
    """Draw the list, cut it into numbered sets of kits, and seal every content.

    Example: limen supply create study.yaml --keys keys --out supply

    The list is drawn once, with a secret seed that is sealed with it. SUPPLY/server goes to the
    server, SUPPLY/unblinded stays here. Nothing is written in clear.
    """
    need_libsodium()
    from limen.protocol import named_protocol
    from limen.supply.create import create as make
    from limen.supply.keys.public import fingerprint

    part = make(named_protocol(protocol), keys=keys, out=out, now=now(), count=sets)
    typer.echo(
        f"supply       {part.supply}\nsets         {len(part.sets):,} in "
        f"{counted(len(part.queues), 'stratum or draw', 'strata or draws')}\n"
        f"kits         {len(part.contents):,}\n"
        f"fingerprint  {fingerprint(part.verify_key)}\n\nTo the server: {out / 'server'}\n"
        f"Offline, with a copy in a safe: {out / 'unblinded'}\n"
        f"Next: limen supply labels {out} --lot LOT --expiry YYYY-MM --out labels.pdf"
    )


@app.command("check")
def check(
    folder: Annotated[Path, typer.Argument(metavar="SERVER", help="The server's part.")],
) -> None:
    """Check the server's part without opening anything: hashes, numbers, lengths, order.

    Example: limen supply check supply/server
    """
    need_libsodium()
    from limen.errors import SupplyError
    from limen.supply.keys.public import fingerprint
    from limen.supply.sealed import read_server_part

    try:
        part = read_server_part(folder)
    except SupplyError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
    typer.echo(
        f"Supply {part.supply} of {part.protocol_id} {part.protocol_version} is sound: "
        f"{len(part.sets):,} sets, {len(part.contents):,} kits.\n"
        f"fingerprint  {fingerprint(part.verify_key)}\nclinicians   {spell(part.clinicians)}"
    )


@app.command("authorise")
def authorise(
    supply: Supply,
    name: Annotated[str, typer.Argument(metavar="NAME", help="The new clinician's key.")],
    keys: Annotated[Path, typer.Option(help="The folder of public keys.")],
    private: Annotated[Path, typer.Option(help="The private part of a clinician who may open.")],
    out: Annotated[Path, typer.Option(help="File to write, for the server; must not exist yet.")],
    from_stdin: FromStdin = False,
) -> None:
    """Let a clinician who came later open kits too: by one who may; nothing is opened.

    Example: limen supply authorise supply eva --keys keys --private clara.private.json
    --out eva.opener.json

    Eva makes her key and rehearses it first. The file is for the server; it opens nothing alone.
    """
    need_libsodium()
    from limen.errors import SupplyError
    from limen.supply.keys import read_ring, require_rehearsed
    from limen.supply.opening import authorise as grant
    from limen.supply.paper.sheet import new_file
    from limen.supply.sealed import read_server_part

    part, ring = read_server_part(supply / "server"), read_ring(keys)
    require_rehearsed(ring)
    found = {one.name: one for one in ring.clinicians}
    if name not in found:
        raise SupplyError(f"'{name}' is no clinician in {keys}. Clinicians: {spell(found)}.")
    (key,) = unlocked([private], from_stdin=from_stdin)
    with new_file(out) as parts:
        parts.append(grant(part, found[name], by=key, at=now()))
    typer.echo(f"For the server: {out}. {name} may open a kit once the server knows.")


app.command("labels")(supply_paper.labels)
app.command("cards")(supply_paper.cards)
app.command("packing")(supply_paper.packing)
app.command("code-breaks")(supply_paper.code_breaks)
app.command("open")(supply_open.open_one)
app.command("open-kit")(supply_open.open_kit)
app.command("unseal")(supply_open.unseal)
app.command("allocator")(supply_allocator.allocator)
app.command("openings")(supply_open.openings)
app.add_typer(supply_ledger.app, name="ledger")
