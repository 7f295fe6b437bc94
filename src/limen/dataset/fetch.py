"""Public data sets: found on this machine, or downloaded once at a fixed commit and verified."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from http.client import HTTPException
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from limen.dataset.nearest import nearest
from limen.errors import FetchError, Problem
from limen.whole_file import write_whole

_BLOCK = 64 * 1024
Progress = Callable[[str], None]


@dataclass(frozen=True)
class PublicFile:
    """One file: its name, its length in bytes, and its SHA-256."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class PublicDataset:
    """A public data set at a fixed version; `folder` is its name under `LIMEN_DATA_DIR`."""

    name: str
    title: str
    folder: str
    url: str
    licence: str
    citation: str
    files: tuple[PublicFile, ...]


SELF_BLINDING = PublicDataset(
    name="self-blinding",
    title="Self-blinding microdose study, individual data",
    folder="self_blinding",
    url="https://raw.githubusercontent.com/szb37/mcrds_public/"
    "43bb44cc8b6b79536e4b2afd0a7c724e90f137f7/data",
    licence="MIT",
    citation="Szigeti B et al. 2021, eLife 10:e62878, doi:10.7554/eLife.62878",
    files=(
        PublicFile(
            "pacutes.csv",
            977_449,
            "86aa784528ee045c61fadf3eacfd3e1897d16aae9839cee7cb4bfe839a7cc4e3",
        ),
        PublicFile(
            "accumulatives.csv",
            831_830,
            "061a2aa8301f4ca2f97d876ddbb5f89f599e4d858075d815cc783b997ccf3070",
        ),
    ),
)

PUBLIC: dict[str, PublicDataset] = {SELF_BLINDING.name: SELF_BLINDING}


def cache_folder() -> Path:
    """Where downloads are kept: `$XDG_CACHE_HOME/limen`, or the platform's usual place."""
    if os.environ.get("XDG_CACHE_HOME"):
        return Path(os.environ["XDG_CACHE_HOME"]) / "limen"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "limen"
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA") or str(Path.home() / "AppData" / "Local")
        return Path(local) / "limen" / "cache"
    return Path.home() / ".cache" / "limen"


def public_dataset(name: str) -> PublicDataset:
    """The data set of that name (`_` and `-` are alike); raises `FetchError` if there is none."""
    wanted = name.lower().replace("_", "-")
    if wanted not in PUBLIC:
        raise FetchError(
            f"Limen knows no public data set {name!r}. {nearest(wanted, PUBLIC)}".strip()
        )
    return PUBLIC[wanted]


def find(name: str) -> Path | None:
    """The folder of a public data set on this machine, or None; nothing is downloaded.

    `LIMEN_DATA_DIR` (a folder that holds `self_blinding/`) comes first, then the cache. Raises
    `FetchError` if the files in `LIMEN_DATA_DIR` are not the ones expected.
    """
    data = public_dataset(name)
    parent = os.environ.get("LIMEN_DATA_DIR")
    if parent and _complete(given := Path(parent) / data.folder, data):
        wrong = [file for file in data.files if not _is(given / file.name, file)]
        if wrong:
            raise FetchError(
                f"LIMEN_DATA_DIR holds other files than the published ones of {data.name!r}.",
                [
                    Problem(
                        file=given / file.name,
                        message=f"does not have SHA-256 {file.sha256[:12]}….",
                        remedy="Put the published file there, or unset LIMEN_DATA_DIR.",
                    )
                    for file in wrong
                ],
            )
        return given
    cached = cache_folder() / data.folder
    return cached if all(_is(cached / file.name, file) for file in data.files) else None


def fetch(
    name: str,
    *,
    url: str | None = None,
    timeout_seconds: float = 20.0,
    progress: Progress = lambda _: None,
) -> Path:
    """The folder with the files of a public data set, downloaded if this machine lacks them.

    `url` replaces the public address of the folder (for a mirror). Every file is verified by its
    SHA-256 before it gets its name. Raises `FetchError`, which says what to download and where to
    put it, if that cannot be done.
    """
    data = public_dataset(name)
    found = find(name)
    if found is not None:
        progress(f"Found {data.name} in {found}")
        return found
    folder = cache_folder() / data.folder
    base = (url or data.url).rstrip("/")
    for file in data.files:
        if not _is(folder / file.name, file):
            progress(f"Downloading {base}/{file.name} ({file.size / 1e6:.1f} MB)")
            _download(f"{base}/{file.name}", file, folder, data, timeout_seconds)
    progress(f"Verified; kept in {folder}")
    return folder


def _complete(folder: Path, data: PublicDataset) -> bool:
    return all((folder / file.name).is_file() for file in data.files)


def _is(path: Path, file: PublicFile) -> bool:
    try:
        return sha256(path.read_bytes()).hexdigest() == file.sha256
    except OSError:
        return False


def _download(
    url: str, file: PublicFile, folder: Path, data: PublicDataset, timeout_seconds: float
) -> None:
    try:
        content = _get(url, file, timeout_seconds)
    except HTTPError as error:
        with error:
            why = f"{url} answered {error.code} {error.reason}."
        raise _failure(data, folder, why) from None
    except (URLError, HTTPException, OSError, ValueError) as error:
        reason = getattr(error, "reason", None) or error or type(error).__name__
        raise _failure(data, folder, f"{url} could not be read: {reason}.") from None
    if len(content) < file.size:
        why = f"{url} ended after {len(content):,} of {file.size:,} bytes."
        raise _failure(data, folder, why)
    if sha256(content).hexdigest() != file.sha256:
        why = f"{url} gave another file: its SHA-256 is not {file.sha256[:12]}…."
        raise _failure(data, folder, why)
    _keep(content, folder / file.name, data)


def _get(url: str, file: PublicFile, timeout_seconds: float) -> bytes:
    if urlsplit(url).scheme not in ("http", "https"):
        raise ValueError("the address must begin with http:// or https://")
    request = Request(url, headers={"User-Agent": "limen"})
    parts: list[bytes] = []
    length = 0
    with urlopen(request, timeout=timeout_seconds) as answer:
        while length <= file.size and (part := answer.read(_BLOCK)):
            parts.append(part)
            length += len(part)
    return b"".join(parts)


def _keep(content: bytes, path: Path, data: PublicDataset) -> None:
    """Give the file its name in one step, so that a reader sees the whole file or none."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, content, replacing=True)
    except OSError as error:
        why = f"{path.parent} cannot be written: {error.strerror}."
        raise _failure(data, path.parent, why) from None


def _failure(data: PublicDataset, folder: Path, why: str) -> FetchError:
    return FetchError(
        f"The data set {data.name!r} could not be fetched. {why}\n"
        f"To go on without this connection, download these files elsewhere and put them into\n"
        f"{folder}\n"
        f"(or into a folder {data.folder}/ whose parent LIMEN_DATA_DIR names):",
        [
            Problem(message=f"{data.url}/{file.name}", remedy=f"(SHA-256 {file.sha256})")
            for file in data.files
        ],
    )
