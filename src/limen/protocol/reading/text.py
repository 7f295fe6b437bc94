"""The text of a document file."""

from __future__ import annotations

from pathlib import Path

from limen.errors import Problem, ProtocolError

LARGEST_BYTES = 4_000_000


def read_text(path: Path) -> str:
    """Return the file's text; `ProtocolError` if it cannot be a document."""
    problem = _problem(path)
    if problem is None:
        try:
            return path.read_bytes().decode("utf-8-sig")
        except OSError as error:
            problem = Problem(message=f"The file cannot be read: {error.strerror}.", file=path)
        except UnicodeDecodeError as error:
            line = error.object[: error.start].count(b"\n") + 1
            problem = Problem(
                message=f"The file is not UTF-8: byte {error.start + 1} makes no character.",
                remedy="Save it as UTF-8.",
                file=path,
                line=line,
            )
    raise ProtocolError(f"{path} cannot be read as a protocol.", [problem])


def _problem(path: Path) -> Problem | None:
    if path.is_dir():
        return Problem(
            message="This is a folder.", remedy="Name the protocol's YAML file.", file=path
        )
    if not path.exists():
        return Problem(
            message="There is no such file.",
            remedy="Check the name; `limen protocol new FILE` writes one to start from.",
            file=path,
        )
    if path.stat().st_size > LARGEST_BYTES:
        return Problem(
            message=f"The file has more than {LARGEST_BYTES:,} bytes; a protocol is smaller.",
            remedy="Name the protocol's YAML file.",
            file=path,
        )
    return None
