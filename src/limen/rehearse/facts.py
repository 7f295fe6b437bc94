"""Where the numbers of a rehearsal come from."""

from __future__ import annotations

import platform
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from importlib.metadata import version

import limen
from limen.rehearse.cell import Cell

_SOFTWARE = ("numpy", "scipy", "pydantic")


def facts(
    cells: Sequence[Cell],
    *,
    seed: int,
    replicates: int,
    slow_replicates: int,
    engine: str,
    command: str,
) -> tuple[tuple[str, str], ...]:
    """Enough to make the numbers again: seed, hashes, versions, command."""
    return (
        ("Seed", str(seed)),
        ("Replicates", f"{replicates:,}"),
        ("Replicates of slow analyses", f"{min(slow_replicates, replicates):,}"),
        *_documents(cells),
        ("Limen", limen.__version__),
        ("Python", platform.python_version()),
        *((name, version(name)) for name in _SOFTWARE),
        ("Worked on by", engine),
        ("Made at", datetime.now(UTC).isoformat(timespec="seconds")),
        *([("Command", command)] if command else []),
    )


def _documents(cells: Sequence[Cell]) -> Iterator[tuple[str, str]]:
    """Each protocol and each scenario once, by its hash."""
    for kind, found in (
        ("Protocol", [(c.protocol.id, c.protocol.version, c.protocol.hash) for c in cells]),
        ("Scenario", [(c.scenario.id, "", c.scenario.hash) for c in cells]),
    ):
        for name, number, hash in dict.fromkeys(found):
            yield " ".join(filter(None, [kind, name, number])), hash
