"""The text of a document file."""

from __future__ import annotations

from pathlib import Path

from limen.errors import DocumentError, Problem, ProtocolError

LARGEST_BYTES = 4_000_000


def read_text(path: Path) -> str:
    """Return the file's text; `ProtocolError` if it cannot be a protocol."""
    remedy = "Check the name; `limen protocol new FILE` writes one to start from."
    return document_text(path, noun="protocol", remedy=remedy, error=ProtocolError)


def document_text(
    path: Path,
    *,
    noun: str,
    remedy: str,
    largest_bytes: int = LARGEST_BYTES,
    error: type[DocumentError] = DocumentError,
) -> str:
    """Return the text of a file that should hold a document, which errors call a `noun`.

    Raises `error`, with what is wrong and what to do, if it is a folder, too large, not readable or
    not UTF-8; `remedy` is what to do where there is no such file.
    """
    problem = _problem(path, noun, remedy, largest_bytes)
    if problem is None:
        try:
            return path.read_bytes().decode("utf-8-sig")
        except OSError as failure:
            problem = Problem(message=f"The file cannot be read: {failure.strerror}.", file=path)
        except UnicodeDecodeError as failure:
            line = failure.object[: failure.start].count(b"\n") + 1
            problem = Problem(
                message=f"The file is not UTF-8: byte {failure.start + 1} makes no character.",
                remedy="Save it as UTF-8.",
                file=path,
                line=line,
            )
    raise error(f"{path} cannot be read as a {noun}.", [problem])


def _problem(path: Path, noun: str, remedy: str, largest_bytes: int) -> Problem | None:
    named = f"Name the {noun}'s file."
    if path.is_dir():
        return Problem(message="This is a folder.", remedy=named, file=path)
    if not path.exists():
        return Problem(message="There is no such file.", remedy=remedy, file=path)
    if path.stat().st_size > largest_bytes:
        message = f"The file has more than {largest_bytes:,} bytes; a {noun} is smaller."
        return Problem(message=message, remedy=named, file=path)
    return None
