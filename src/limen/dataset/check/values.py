"""Numbers that cannot be: scores off their instrument's range, percentages over 100."""

from __future__ import annotations

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from limen.dataset.check.promises import Promises
from limen.dataset.check.report import Findings
from limen.dataset.storage.rows import Rows
from limen.dataset.vocabulary import parts
from limen.errors import Problem
from limen.protocol import known


def check_values(tables: Mapping[str, Rows], promises: Promises, found: Findings) -> None:
    """Scores, measurements, expectancies and confidences lie within their limits."""
    _check_scores(tables["scores"], promises, found)
    _check_limits(tables["guesses"], "confidence_percent", 0, 100, found)
    _check_limits(tables["adverse_events"], "severity_grade", 1, 5, found)
    _check_measurements(tables["measurements"], promises, found)
    _check_expectancies(tables["expectancies"], promises, found)
    for name in ("participants", "occasions"):
        _check_time_zones(tables[name], found)


def _check_scores(scores: Rows, promises: Promises, found: Findings) -> None:
    """A planned study's score out of range is an error; a historical one is kept and reported."""
    columns = [scores.column(name) for name in ("instrument", "subscale", "score", "flag")]
    for index, (instrument, subscale, score, flag) in enumerate(zip(*columns, strict=True)):
        if not score:
            continue
        low, high = promises.instruments.get(instrument, {}).get(subscale, (None, None))
        if not _outside(float(score), low, high):
            continue
        problem = Problem(
            file=scores.file,
            line=scores.line(index),
            path="scores.score",
            message=f"{score} is outside {_limits(low, high)} of {instrument}.{subscale}"
            + (f" (flagged {flag})." if flag else "."),
            remedy="It is kept as published, never clipped."
            if promises.historical
            else "Correct the entry; the instrument cannot give it.",
        )
        report = found.warn if promises.historical else found.error
        report(f"range {instrument}.{subscale}", problem)


def _check_measurements(rows: Rows, promises: Promises, found: Findings) -> None:
    defined = {each.id: each for each in parts(promises.protocol.measurements)}
    for index, row in enumerate(rows):
        definition = defined.get(row["measurement"])
        if definition is None or not row["value"]:
            continue
        low, high = definition.limits
        if _outside(float(row["value"]), low, high):
            message = f"{row['value']} is outside {_limits(low, high)} of {row['measurement']!r}."
            found.warn(
                f"measurement {row['measurement']}",
                Problem(
                    file=rows.file,
                    line=rows.line(index),
                    path="measurements.value",
                    message=message,
                    remedy="Check value and unit.",
                ),
            )


def _check_expectancies(rows: Rows, promises: Promises, found: Findings) -> None:
    limits = {
        each.id: (each.low, each.high)
        for each in parts(promises.protocol.expectancies)
        if known(each.low) and known(each.high)
    }
    for index, row in enumerate(rows):
        low, high = limits.get(row["name"], (0, 100))
        if row["expectation"] and _outside(float(row["expectation"]), low, high):
            message = f"{row['expectation']} is outside {_limits(low, high)}."
            found.error(
                "expectation",
                Problem(
                    file=rows.file,
                    line=rows.line(index),
                    path="expectancies.expectation",
                    message=message,
                ),
            )


def _check_limits(rows: Rows, column: str, low: float, high: float, found: Findings) -> None:
    for index, cell in enumerate(rows.column(column)):
        if cell and _outside(float(cell), low, high):
            found.error(
                f"{rows.spec.name}.{column}",
                Problem(
                    file=rows.file,
                    line=rows.line(index),
                    path=f"{rows.spec.name}.{column}",
                    message=f"{cell} is outside {_limits(low, high)}.",
                ),
            )


def _outside(value: float, low: float | None, high: float | None) -> bool:
    return (low is not None and value < low) or (high is not None and value > high)


def _limits(low: float | None, high: float | None) -> str:
    texts = ["…" if limit is None else f"{limit:g}" for limit in (low, high)]
    return f"the range {texts[0]} to {texts[1]}"


def _check_time_zones(rows: Rows, found: Findings) -> None:
    cells = rows.column("time_zone")
    unknown = {cell for cell in set(cells) if cell and not _is_time_zone(cell)}
    for index, cell in enumerate(cells):
        if cell in unknown:
            found.error(
                f"time zone {cell}",
                Problem(
                    file=rows.file,
                    line=rows.line(index),
                    path=f"{rows.spec.name}.time_zone",
                    message=f"{cell!r} is no time zone.",
                    remedy="Write an IANA name, e.g. Europe/Riga.",
                ),
            )


def _is_time_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (OSError, ValueError, KeyError):  # no such zone, or no such name
        return False
    return True
