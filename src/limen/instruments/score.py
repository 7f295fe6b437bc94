"""From answers to scores: the sheet first, then the rules in their order."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from limen.errors import InstrumentError, Problem
from limen.rules import Rule, Scalar, parse_rule


def score(
    instrument: str,
    rules: Mapping[str, Rule],
    derived: Mapping[str, Any],
    sheet: Mapping[str, Any],
) -> dict[str, Scalar | None]:
    """Return subscales (`rules`) and `derived` results by name; see `Instrument.score`."""
    if not rules:
        message = f"Limen has no verified scoring rule for {instrument!r}."
        remedy = "Use published scores, or define the instrument in the study with its own rules."
        raise InstrumentError(message, [Problem(path=instrument, message=message, remedy=remedy)])
    every = {**rules, **{name: parse_rule(tree, path=name) for name, tree in derived.items()}}
    values: dict[str, Any] = dict(sheet)
    scores: dict[str, Scalar | None] = {}
    for name, rule in every.items():
        scores[name] = values[name] = rule.evaluate(values)
    return scores
