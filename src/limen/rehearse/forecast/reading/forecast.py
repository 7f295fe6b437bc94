"""From a YAML file to a `Forecast` that nobody changed since it was made."""

from __future__ import annotations

from pathlib import Path

from limen.errors import DocumentError, Problem
from limen.protocol.reading.text import document_text
from limen.rehearse.forecast.document import Forecast
from limen.rehearse.forecast.reading.document import parsed

_SHOWN = 16  # digits of a hash that a message shows


def load_forecast(path: str | Path) -> Forecast:
    """Return the forecast in a YAML file; `DocumentError` if it was changed since it was made."""
    file = Path(path)
    remedy = "Check the name; `limen forecast write` makes a forecast."
    return parse_forecast(document_text(file, noun="forecast", remedy=remedy), file=file)


def parse_forecast(text: str, *, file: Path | None = None) -> Forecast:
    """Return the forecast in a YAML text; all counts for the hash but comments and layout."""
    forecast, tree = parsed(text, Forecast, "forecast", file)
    if forecast.hash != forecast.content_hash:
        line, column = tree.place(("hash",))
        said = forecast.hash[:_SHOWN] or "missing"
        raise DocumentError(
            f"{file or 'The forecast'} was changed after {forecast.made_on}, and is not used.",
            [
                Problem(
                    message=f"Its hash is {said}; its content gives "
                    f"{forecast.content_hash[:_SHOWN]}.",
                    remedy="Take the file as it was first committed. A new belief is a new "
                    "forecast, with a date of its own.",
                    file=file,
                    line=line,
                    column=column,
                    path="hash",
                )
            ],
        )
    return forecast
