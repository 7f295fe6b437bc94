"""`limen supply open`, `unseal`, `openings`: what both key holders open, and when they did."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from limen.cli.supply_keys import (
    FromStdin,
    Private,
    Reason,
    Supply,
    both_holders,
    need_libsodium,
    unlocked,
)

if TYPE_CHECKING:
    from limen.dataset import Dataset


def open_one(
    supply: Supply,
    number: Annotated[str, typer.Argument(metavar="NUMBER", help="A set, or a kit.")],
    private: Private,
    reason: Reason,
    purpose: Annotated[str, typer.Option(help="emergency or pharmacovigilance.")] = "emergency",
    from_stdin: FromStdin = False,
) -> None:
    """Open one set, by both key holders together. At night a clinician opens a kit on the server.

    Example: limen supply open supply 4567891 --private anna.private.json --private ben.private.json
    --reason "Asked by Dr Ozola, the server is down"
    """
    need_libsodium()
    from limen.errors import SupplyError
    from limen.supply.opening import open_set, read_unblinded_part
    from limen.supply.sealed import read_server_part, spoken
    from limen.supply.sealed.numbers import typed

    if purpose not in ("emergency", "pharmacovigilance"):
        raise SupplyError("One set is opened for 'emergency' or 'pharmacovigilance' only.")
    part, plain = read_server_part(supply / "server"), typed(number)
    wanted = part.set_of[plain].set if plain in part.set_of else plain
    if wanted not in part.by_set:
        raise SupplyError(f"There is no set or kit {number} in this supply. Read it again.")
    unblinded = read_unblinded_part(supply / "unblinded")
    holders = both_holders(
        private,
        purpose="emergency" if purpose == "emergency" else "pharmacovigilance",
        reason=reason,
        from_stdin=from_stdin,
    )
    content = open_set(unblinded, wanted, holders)
    typer.echo(f"set   {spoken(wanted)}\narm   {content['arm']}")
    for period, intervention in enumerate(content["course"], start=1):
        typer.echo(f"period {period}: {intervention}")
    if plain in content["kits"]:
        typer.echo(f"kit   {spoken(plain)}: {content['kits'][plain]}")
    typer.echo("It is in the log of openings. Enter it on the server as a broken blind.")


def open_kit(
    released: Annotated[
        Path, typer.Argument(metavar="RELEASED", help="The file that the study's server gave.")
    ],
    private: Annotated[Path, typer.Option(help="The clinician's own private part.")],
    fingerprint: Annotated[
        str, typer.Option(help="What stands on the clinician's card; it must be the same.")
    ] = "",
    from_stdin: FromStdin = False,
) -> None:
    """Open one kit as a clinician: your own passphrase, and the share that the server released.

    Example: limen supply open-kit released.json --private clara.private.json

    What the server's page does in the browser, for whoever has a computer at hand instead. The
    server has recorded the release; nobody else learns the content.
    """
    need_libsodium()
    from limen.errors import SupplyError
    from limen.supply.opening import open_released, read_released
    from limen.supply.sealed import spoken

    found = read_released(released)
    if fingerprint and fingerprint.split() != found.fingerprint.split():
        raise SupplyError(
            f"The fingerprint is {found.fingerprint}, not {fingerprint}: this content is not the "
            "pharmacist's. Do not act on it; use the paper code-break, and tell the sponsor."
        )
    (key,) = unlocked([private], from_stdin=from_stdin)
    content = open_released(found, key)
    typer.echo(f"kit          {spoken(content['kit'])}\nholds        {content['title']}")
    for name in ("dose", "dose_level", "period"):
        if content[name]:
            typer.echo(f"{name:<12} {content[name]}")
    typer.echo(f"fingerprint  {found.fingerprint}   compare it with your card")


def unseal(
    supply: Supply,
    dataset: Annotated[Path, typer.Argument(metavar="DATASET", help="The dataset's folder.")],
    private: Private,
    reason: Reason,
    out: Annotated[Path, typer.Option(help="Folder for the allocations; must not exist yet.")],
    assigned: Annotated[
        Path | None,
        typer.Option(
            help="CSV with columns participant and set [default: by the kits that were taken]."
        ),
    ] = None,
    purpose: Annotated[
        str,
        typer.Option(help="lock, or before it, on a frozen snapshot: interim, pharmacovigilance."),
    ] = "lock",
    from_stdin: FromStdin = False,
) -> None:
    """Make the allocations file of a dataset, by both key holders together.

    Example: limen supply unseal supply study --private anna.private.json --private ben.private.json
    --assigned assigned.csv --reason "Database locked on 3 May" --out study-allocations

    It is bound to this very dataset by hash. Before the lock a snapshot is unsealed for the
    independent statistician or for pharmacovigilance only; the log says for which dataset. Compare
    the hash it prints with the one that the server's export printed, before anybody types a
    passphrase.
    """
    need_libsodium()
    from limen.dataset import read_dataset, write_allocations
    from limen.dataset.storage.staging import refuse_existing
    from limen.errors import SupplyError
    from limen.supply.opening import (
        assigned_by_kits,
        read_assigned,
        read_unblinded_part,
        refuse_snapshot,
        unknown_kits,
    )
    from limen.supply.opening import unseal as make
    from limen.supply.opening.record import Purpose
    from limen.supply.opening.unseal import BEFORE_LOCK
    from limen.supply.sealed import read_server_part

    refuse_existing(out)
    if purpose not in ("lock", *BEFORE_LOCK):
        raise SupplyError(f"A study is unsealed for lock, or {' or '.join(BEFORE_LOCK)} before it.")
    part, study = read_server_part(supply / "server"), read_dataset(dataset)
    _tell(study)
    refuse_snapshot(study, purpose)
    unblinded = read_unblinded_part(supply / "unblinded")
    sets = read_assigned(assigned) if assigned else assigned_by_kits(part, study)
    holders = both_holders(
        private, purpose=cast("Purpose", purpose), reason=reason, from_stdin=from_stdin
    )
    made = make(part, unblinded, study, assigned=sets, holders=holders)
    file = write_allocations(made, out)
    without = len(study.participants) - len(sets)
    if without:
        typer.echo(f"warning: {without} of {len(study.participants)} participants have no set.")
    for kit in unknown_kits(part, study):
        typer.echo(f"warning: kit {kit!r} of the dataset is not of this supply; correct the slip.")
    typer.echo(
        f"Allocations: {file}\nNext: limen analyse {dataset} --allocations {file} --out report"
    )


def _tell(study: Dataset) -> None:
    from limen.dataset.provenance import NOT_LOCKED

    locked = study.provenance.locked
    told = {"": "not known", NOT_LOCKED: "no, a snapshot"}.get(locked, locked)
    typer.echo(f"dataset  {study.hash}\nlocked   {told}")


def openings(supply: Supply) -> None:
    """Print the log of openings by key holders; exit code 2 if it was changed.

    Example: limen supply openings supply
    """
    need_libsodium()
    from limen.supply.chain import head
    from limen.supply.opening import openings as read

    links = read(supply / "unblinded")
    for link in links:
        said = link.content
        typer.echo(
            f"{link.number}  {said['at']}  {' and '.join(said['by'])}: {said['what']}, for "
            f"{said['purpose']}: {said['reason']}"
        )
    typer.echo(f"{len(links)} openings; head {head(links)}")
