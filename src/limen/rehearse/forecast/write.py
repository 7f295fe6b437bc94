"""A forecast as a file that is written once."""

from __future__ import annotations

from pathlib import Path

from limen.errors import DocumentError, Problem
from limen.protocol.template import as_yaml as with_suffix
from limen.protocol.template import write_new
from limen.rehearse.forecast.document import Forecast
from limen.rehearse.forecast.document.plain import as_yaml, plain
from limen.rehearse.forecast.reading.forecast import parse_forecast

_HEAD = """\
# A forecast, made before its outcomes were compared. Do not edit: any change breaks its hash.
# Read it with `limen forecast show`, score it with `limen forecast score`.
"""


def text_of(forecast: Forecast) -> str:
    """Return the forecast as YAML text, which reads as the same forecast again."""
    text = _HEAD + as_yaml(plain(forecast))
    if parse_forecast(text) != forecast:
        raise AssertionError("a forecast must read as it was written")
    return text


def write_forecast(forecast: Forecast, path: Path) -> Path:
    """Write a forecast to a new file, whole or not at all; an existing file is never replaced.

    Returns the path, which ends in .yaml. Raises `DocumentError`.
    """
    return write_new(with_suffix(path), text_of(forecast), error=DocumentError)


def refuse_existing(path: Path) -> None:
    """Raise `DocumentError` if a forecast could not be written to this path."""
    path = with_suffix(path)
    message = ""
    if path.exists():
        message, remedy = "It exists already.", "A forecast is not replaced; name another file."
    elif not path.parent.is_dir():
        message, remedy = "Its folder does not exist.", "Create the folder first."
    if message:
        problem = Problem(message=message, remedy=remedy, file=path)
        raise DocumentError(f"{path} will not be written.", [problem])
