"""From answers to scores: first the ranges of all answers, then the rules in their order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from limen.errors import InstrumentError, Problem
from limen.instruments.item import Item
from limen.instruments.lookup import nearest
from limen.rules import STATES, Rule, Scalar, parse_rule


def score(
    instrument: str,
    items: Sequence[Item],
    rules: Mapping[str, Rule],
    derived: Mapping[str, Any],
    *,
    responses: Mapping[str, Any],
    context: Mapping[str, Any],
) -> dict[str, Scalar | None]:
    """Return subscales (`rules`) and `derived` results by name; see `Instrument.score`."""
    if not rules:
        message = f"Limen has no verified scoring rule for {instrument!r}."
        remedy = "Use published scores, or define the instrument in the study with its own rules."
        raise InstrumentError(message, [Problem(path=instrument, message=message, remedy=remedy)])
    _check(instrument, items, responses)
    every = {**rules, **{name: parse_rule(tree, path=name) for name, tree in derived.items()}}
    values: dict[str, Any] = {**context, **responses}
    scores: dict[str, Scalar | None] = {}
    for name, rule in every.items():
        scores[name] = values[name] = rule.evaluate(values)
    return scores


def _check(instrument: str, items: Sequence[Item], responses: Mapping[str, Any]) -> None:
    known = {item.id: item for item in items}
    problems: list[Problem] = []
    for id, response in responses.items():
        if id not in known:
            what = f"item of instrument {instrument!r}"
            problems += nearest(id, known, what=what, path=id).problems
            continue
        wrong = unfit(known[id], response)
        if wrong:
            problems.append(Problem(path=id, message=wrong, remedy=_allowed(known[id])))
    if problems:
        raise InstrumentError(f"The answers do not fit {instrument!r}.", problems)


def unfit(item: Item, response: Any) -> str | None:
    """Say what is wrong with an answer (its first word is a code), or None if it fits."""
    if isinstance(response, Mapping):
        state = response.get("state", "answered")
        if state not in STATES:
            return f"invalid_state: {state!r} is none of {', '.join(STATES)}."
        response = response.get("value") if state == "answered" else None
    if response is None:
        return None
    if isinstance(response, bool) or not isinstance(response, (int, float)):
        return f"invalid_option: {response!r} is not a number."
    if not item.low <= response <= item.high:
        return f"out_of_range: {response!r} is outside {item.low:g} to {item.high:g}."
    if item.options and response not in item.options:
        return f"invalid_option: {response!r} cannot be chosen."
    if not item.continuous and response != int(response):
        return f"invalid_option: {response!r} is not a whole number."
    return None


def _allowed(item: Item) -> str:
    if item.options:
        return f"Use one of {', '.join(f'{option:g}' for option in item.options)}."
    kind = "a number" if item.continuous else "a whole number"
    return f"Use {kind} from {item.low:g} to {item.high:g}."
