"""Whether a row uses words that the protocol in force has: an amendment may have dropped some."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from limen.dataset.check.promises import Promises
from limen.dataset.vocabulary import parts
from limen.protocol import Protocol, known

_STAFF, _DONT_KNOW = "staff", "dont_know"


class Fits:
    """Asked of every row, so everything is looked up once."""

    def __init__(self, protocol: Protocol) -> None:
        self._promises = Promises(protocol)
        self._occasions: dict[str, bool] = {}
        self._respondents = self._promises.respondents | {_STAFF}
        self._interventions = {each.id for each in parts(protocol.interventions)}
        self._guesses = {each.id: each for each in parts(protocol.guesses)}
        self._periods = self._period_count(protocol)

    def __call__(self, row: Mapping[str, Any]) -> bool:
        """Return whether the dataset's check would know every name in the row."""
        return (
            row["respondent"] in self._respondents
            and self._occasion(row.get("occasion") or "")
            and self._instrument(row)
            and (row.get("intervention") or "") in {"", *self._interventions}
            and (self._periods is None or 1 <= (row.get("period") or 1) <= self._periods)
            and ("guess" not in row or self._guess(row))
        )

    def _occasion(self, name: str) -> bool:
        if name not in self._occasions:
            self._occasions[name] = not name or self._promises.is_occasion(name)
        return self._occasions[name]

    def _instrument(self, row: Mapping[str, Any]) -> bool:
        if "instrument" not in row:
            return True
        subscales = self._promises.instruments.get(row["instrument"])
        return subscales is not None and row.get("subscale", None) in {None, *subscales}

    def _guess(self, row: Mapping[str, Any]) -> bool:
        guess = self._guesses.get(row["guess"])
        if guess is None or not known(guess.options):
            return guess is not None
        options = {*guess.options, *([_DONT_KNOW] if guess.dont_know is True else [])}
        return row["answer"] in options and row["about"] == guess.about

    @staticmethod
    def _period_count(protocol: Protocol) -> int | None:
        periods = protocol.periods
        if not known(periods) or not known(getattr(periods, "count", 1)):
            return None
        return protocol.period_count
