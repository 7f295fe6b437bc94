"""`limen supply allocator`: the process that answers with a set number and nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from limen.cli.supply_keys import FromStdin, need_libsodium, unlocked


def allocator(
    folder: Annotated[
        Path, typer.Argument(metavar="ALLOCATOR", help="The folder `allocator` of a supply.")
    ],
    private: Annotated[Path, typer.Option(help="The allocator's private part.")],
    socket: Annotated[Path, typer.Option(help="Unix socket to answer at.")],
    from_stdin: FromStdin = False,
) -> None:
    """Answer the server's questions, for minimisation: which set is this participant's?

    Example: limen supply allocator supply/allocator --private allocator.private.json
    --socket /run/limen/allocator.sock

    Run it under an account of its own: whoever reads its memory reads every allocation. The arms
    are in memory only; the folder holds the sealed pool and the chain of what was given.
    """
    need_libsodium()
    from limen.supply.allocator import Allocator, read_pool, serve

    (key,) = unlocked([private], from_stdin=from_stdin)
    pool = read_pool(folder, key)
    serve(
        Allocator(pool, folder),
        socket,
        ready=lambda: typer.echo(f"Allocating supply {pool.supply} at {socket}."),
    )
