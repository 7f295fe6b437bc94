"""A filled-in sheet: the answers of one person, and why the others are not there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from limen.errors import InstrumentError, Problem
from limen.instruments.item import Item
from limen.instruments.lookup import nearest
from limen.rules import STATES, Rule, parse_rule


@dataclass(frozen=True, kw_only=True)
class Check:
    """A condition across several answers; where it is false, the sheet is refused."""

    code: str  # such as ``inconsistent_times``
    item: str  # where the fault is shown
    rule: Any  # true if all is well; missing if it cannot be said
    message: str
    remedy: str

    @cached_property
    def parsed(self) -> Rule:
        """The condition as a rule."""
        return parse_rule(self.rule, path=self.code)


def filled(
    instrument: str,
    items: Sequence[Item],
    checks: Sequence[Check],
    *,
    responses: Mapping[str, Any],
    context: Mapping[str, Any],
) -> dict[str, Any]:
    """Return `context` and the answers by name, as rules see them.

    An item without an answer that its own `asked_if` leaves out gets the state ``skipped`` or
    ``not_applicable``. An answer to such an item is kept: it was given. Raises `InstrumentError`
    with all problems at once.
    """
    problems = list(_misfits(instrument, items, responses))
    if not problems:
        values = {**context, **responses}
        for item in items:
            values[item.id] = _seen(item, values)
        problems = list(_contradictions(checks, values))
    if problems:
        raise InstrumentError(f"The answers do not fit {instrument!r}.", problems)
    return values


def answered(response: Any) -> Any:
    """Return what was answered; None if nothing was."""
    if not isinstance(response, Mapping):
        return response
    return response.get("value") if response.get("state", "answered") == "answered" else None


def _seen(item: Item, values: Mapping[str, Any]) -> Any:
    response = values.get(item.id)
    given = answered(response)
    if given is not None:
        return item.value(given)
    state = response.get("state") if isinstance(response, Mapping) else None
    if state in (None, "missing", "answered") and not asked(item, values):
        return {"state": item.unasked}
    return response


def asked(item: Item, values: Mapping[str, Any]) -> bool:
    """Whether an item is asked on these answers; also where its condition cannot be decided."""
    return item.condition is None or item.condition.evaluate(values) is not False


def _misfits(
    instrument: str, items: Sequence[Item], responses: Mapping[str, Any]
) -> Iterator[Problem]:
    known = {item.id: item for item in items}
    for id, response in responses.items():
        if id not in known:
            what = f"item of instrument {instrument!r}"
            yield from nearest(id, known, what=what, path=id).problems
            continue
        wrong = unfit(known[id], response)
        if wrong:
            yield Problem(path=id, message=wrong, remedy=known[id].allowed)


def unfit(item: Item, response: Any) -> str | None:
    """Say what is wrong with a response (its first word is a code), or None if it fits."""
    if isinstance(response, Mapping):
        state = response.get("state", "answered")
        if state not in STATES:
            return f"invalid_state: {state!r} is none of {', '.join(STATES)}."
    given = answered(response)
    return None if given is None else item.unfit(given)


def _contradictions(checks: Sequence[Check], values: Mapping[str, Any]) -> Iterator[Problem]:
    for check in checks:
        if check.parsed.evaluate(values) is False:
            yield Problem(
                path=check.item, message=f"{check.code}: {check.message}", remedy=check.remedy
            )
