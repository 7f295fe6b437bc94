"""An item: a numbered slot for an answer. Its words are not here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Literal, TypeAlias

from limen.rules import Rule, parse_rule

ItemKind: TypeAlias = Literal["number", "choice", "moment", "clock", "text"]

_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)?")


@dataclass(frozen=True, kw_only=True)
class Item:
    """A slot for an answer, by `kind`.

    `number` is a whole number from `low` to `high`, or any number there if `continuous`; `choice`
    is one of `choices`; `moment` a wall time with its date (``2026-03-29T07:00``); `clock` a time
    of day (``23:30``), which rules see as minutes after midnight; `text` is free.
    """

    id: str
    low: float = 0
    high: float = 0
    continuous: bool = False
    options: tuple[float, ...] = ()  # the only values allowed, if not all whole numbers
    tag: str = ""  # a word of ours for an item that is treated apart, such as ``self_harm``
    kind: ItemKind = "number"
    choices: tuple[str, ...] = ()  # ids; empty for a choice: the study's own, such as its arms
    unit: str = ""  # of a number, such as minutes
    optional: bool = False  # nothing is missing if it stays empty
    asked_if: Any = None  # a rule over earlier items; None: it is always asked
    unasked: Literal["skipped", "not_applicable"] = "skipped"  # what it is where it is not asked

    @cached_property
    def condition(self) -> Rule | None:
        """On which answers it is asked, as a rule; None if always."""
        return None if self.asked_if is None else parse_rule(self.asked_if, path=self.id)

    def value(self, response: Any) -> Any:
        """Return an answer as rules see it: a time of day becomes minutes after midnight."""
        found = _CLOCK.fullmatch(response) if self.kind == "clock" else None
        return 60 * int(found[1]) + int(found[2]) if found else response

    def read(self, text: str) -> float | str:
        """Return the answer that a text file holds: a number, or the text itself."""
        return float(text) if self.kind == "number" else text

    def unfit(self, response: Any) -> str | None:
        """Say what is wrong with an answer (its first word is a code), or None if it fits."""
        if self.kind == "number":
            return self._unfit_number(response)
        if not isinstance(response, str):
            return f"invalid_option: {response!r} is not a text."
        if self.kind == "choice" and self.choices and response not in self.choices:
            return f"invalid_option: {response!r} cannot be chosen."
        if self.kind == "clock" and not _CLOCK.fullmatch(response):
            return f"invalid_option: {response!r} is no time of day."
        if self.kind == "moment" and not _is_moment(response):
            return f"invalid_option: {response!r} is no date with a time."
        return None

    def _unfit_number(self, response: Any) -> str | None:
        if isinstance(response, bool) or not isinstance(response, (int, float)):
            return f"invalid_option: {response!r} is not a number."
        if not self.low <= response <= self.high:
            return f"out_of_range: {response!r} is outside {self.low:g} to {self.high:g}."
        if self.options and response not in self.options:
            return f"invalid_option: {response!r} cannot be chosen."
        if not self.continuous and response != int(response):
            return f"invalid_option: {response!r} is not a whole number."
        return None

    @property
    def allowed(self) -> str:
        """What may be answered, as an advice."""
        if self.kind == "text":
            return "Write a text."
        if self.kind == "moment":
            return "Write 2026-03-29T07:00, or with Z or +01:00."
        if self.kind == "clock":
            return "Write 07:00 or 23:30."
        if self.kind == "choice":
            return f"Use one of {', '.join(self.choices)}." if self.choices else "Use an id."
        if self.options:
            return f"Use one of {', '.join(f'{option:g}' for option in self.options)}."
        kind = "a number" if self.continuous else "a whole number"
        return f"Use {kind} from {self.low:g} to {self.high:g}."


def _is_moment(text: str) -> bool:
    try:
        return bool(_MOMENT.fullmatch(text) and datetime.fromisoformat(text))
    except ValueError:
        return False
