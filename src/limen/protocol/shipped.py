"""The protocols that come with Limen."""

from __future__ import annotations

from pathlib import Path

import limen


def shipped() -> dict[str, Path]:
    """Return the shipped protocols by name, each a YAML file.

    They lie in the installed package; in a source checkout, in the repository's `protocols/`.
    """
    package = Path(limen.__file__).parent
    for folder in (package / "protocols", package.parents[1] / "protocols"):
        files = sorted(folder.glob("*.yaml"))
        if files:
            return {file.stem: file for file in files}
    return {}
