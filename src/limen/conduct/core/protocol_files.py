"""Copies of the applied protocol versions in the folder, for people to read."""

from __future__ import annotations

from pathlib import Path

from limen.conduct.core.deployment import Deployment
from limen.conduct.core.models import ProtocolVersion


def write_protocol_files(deployment: Deployment) -> list[Path]:
    """Write the versions that the folder lacks or has otherwise; return their files."""
    return [_write(deployment, version) for version in differing(deployment)]


def differing(deployment: Deployment) -> list[ProtocolVersion]:
    """Return the versions whose file is not there, or is not what was applied."""
    return [
        version
        for version in ProtocolVersion.objects.all()
        if _content(_file(deployment, version)) != version.text
    ]


def _file(deployment: Deployment, version: ProtocolVersion) -> Path:
    return deployment.protocol_folder / f"version-{version.number}.yaml"


def _content(file: Path) -> str | None:
    # Bytes, because reading as text would turn \r\n into \n and find a difference each time.
    return file.read_bytes().decode("utf-8", errors="replace") if file.is_file() else None


def _write(deployment: Deployment, version: ProtocolVersion) -> Path:
    file = _file(deployment, version)
    partial = file.with_suffix(".partial")
    partial.write_bytes(version.text.encode("utf-8"))
    partial.replace(file)
    return file
