"""The protocols that come with Limen."""

from __future__ import annotations

from pathlib import Path

import limen
from limen.protocol.document.protocol import Protocol
from limen.protocol.load import load_protocol


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


def protocol_file(name: str) -> Path:
    """Return the path of this name, or that of the shipped protocol of this name."""
    path = Path(name)
    return path if path.exists() else shipped().get(name, path)


def named_protocol(name: str) -> Protocol:
    """Return the protocol of a file, or the shipped one of this name; errors as of a file."""
    return load_protocol(protocol_file(name))
