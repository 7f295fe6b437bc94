"""What several verbs of `limen supply` ask for: private parts, passphrases, the time."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from limen.supply.keys import Unlocked
    from limen.supply.opening import Holders
    from limen.supply.opening.record import Purpose

Supply = Annotated[Path, typer.Argument(metavar="SUPPLY", help="What `create` wrote.")]
Private = Annotated[list[Path], typer.Option(help="The private part of a key holder; give both.")]
FromStdin = Annotated[
    bool,
    typer.Option(
        "--passphrase-stdin", help="Read passphrases from standard input, a line for each key."
    ),
]
Reason = Annotated[str, typer.Option(help="Who asked for it, and why; stands in the log.")]


def need_libsodium() -> None:
    """Raise `SupplyError` with the extra to install if PyNaCl is not there."""
    from limen.errors import SupplyError

    try:
        import nacl  # noqa: F401
    except ModuleNotFoundError:
        raise SupplyError("Sealing needs libsodium: pip install 'limen[supply]'.") from None


def now() -> datetime:
    """The time of this machine."""
    return datetime.now(UTC)


def new_passphrase(name: str, *, from_stdin: bool) -> str:
    """Ask for a new passphrase, twice; or read one line."""
    if from_stdin:
        return sys.stdin.readline().rstrip("\n")
    text: str = typer.prompt(f"Passphrase of {name}", hide_input=True, confirmation_prompt=True)
    return text


def unlocked(files: Sequence[Path], *, from_stdin: bool) -> list[Unlocked]:
    """Unlock private parts, each with the passphrase that its owner types.

    Raises `SupplyError` before anybody types if one of the files is not there.
    """
    from limen.errors import SupplyError
    from limen.supply.keys import unlock

    for file in files:
        if not file.is_file():
            raise SupplyError(
                f"{file}: there is no such file. Give the private part that `limen supply keys` "
                "named when the key was made; it ends in .private.json."
            )
    found = []
    for file in files:
        if from_stdin:
            passphrase = sys.stdin.readline().rstrip("\n")
        else:
            passphrase = typer.prompt(f"Passphrase for {file.name}", hide_input=True)
        found.append(unlock(file, passphrase))
    return found


def both_holders(
    files: Sequence[Path], *, purpose: Purpose, reason: str, from_stdin: bool
) -> Holders:
    """Return both key holders at this machine, or raise `SupplyError`."""
    need_libsodium()
    from limen.errors import SupplyError
    from limen.supply.opening import Holders

    if len(files) != 2:
        raise SupplyError("Both key holders are needed: give --private twice.")
    first, second = unlocked(files, from_stdin=from_stdin)
    return Holders(first=first, second=second, purpose=purpose, reason=reason, at=now())


def spell(names: Iterable[str]) -> str:
    """Names with commas between, or nobody."""
    return ", ".join(names) or "nobody"
