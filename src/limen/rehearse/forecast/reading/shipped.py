"""The beliefs that come with Limen."""

from __future__ import annotations

from pathlib import Path

from limen.errors import DocumentError
from limen.protocol import Protocol
from limen.protocol.document.lookup import suggestion
from limen.rehearse.forecast.document import Beliefs
from limen.rehearse.forecast.reading.beliefs import load_beliefs

_FOLDER = Path(__file__).parents[1] / "shipped_files"


def shipped_beliefs() -> dict[str, Path]:
    """Return the shipped beliefs by name, each a YAML file."""
    return {path.stem: path for path in sorted(_FOLDER.glob("*.yaml"))}


def named_beliefs(name: str | Path, *, protocol: Protocol | None = None) -> Beliefs:
    """Return the beliefs of a file, or the shipped ones of this name."""
    path, known = Path(name), shipped_beliefs()
    if not path.exists() and path.suffix not in (".yaml", ".yml"):
        if str(name) not in known:
            raise DocumentError(
                f"There is no file and no shipped beliefs '{name}'. {suggestion(str(name), known)}"
            )
        path = known[str(name)]
    return load_beliefs(path, protocol=protocol)
