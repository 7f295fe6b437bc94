"""What a calibration gives: a scenario, what was learned with its uncertainty, and what was not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from limen.results.table import Column, Table
from limen.simulate.scenario import Scenario


@dataclass(frozen=True, kw_only=True)
class Learned:
    """A parameter that the data identify, by its path in the scenario.

    `given` says under which supposition, where there is one. Limits are of 95 %; the standard error
    is NaN where a value lies at its limit. `n` counts what was counted, `participants` people.
    """

    path: str
    value: float
    standard_error: float
    lower: float
    upper: float
    n: int
    participants: int
    unit: str = ""
    given: str = ""


@dataclass(frozen=True, kw_only=True)
class Corner:
    """The value that a parameter would have under one extreme supposition."""

    supposing: str
    value: float
    standard_error: float


@dataclass(frozen=True, kw_only=True)
class NotIdentified:
    """A parameter that the data leave open: why, what would settle it, and what was used instead.

    `corners` are its values under opposite suppositions, where they can be computed.
    """

    path: str
    reason: str
    remedy: str
    used: str = ""
    corners: tuple[Corner, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Calibration:
    """A scenario learned from a dataset; its numbers are rounded to what their errors allow."""

    scenario: Scenario
    text: str  # the scenario as a commented document
    estimates: tuple[Learned, ...]
    not_identified: tuple[NotIdentified, ...]
    findings: tuple[str, ...] = ()  # of the data: scores at a floor, adverse events without a dose

    @property
    def tables(self) -> tuple[Table, ...]:
        """What was learned, what was not, and both values where two explanations fit."""
        return (self._learned(), self._open(), self._corners())

    def _learned(self) -> Table:
        rows = tuple(
            (
                one.path,
                one.value,
                one.standard_error,
                one.lower,
                one.upper,
                one.n,
                one.participants,
                one.unit,
                one.given,
            )
            for one in self.estimates
        )
        columns = (
            Column(key="path", title="parameter", kind="text"),
            Column(key="value", title="value"),
            Column(key="standard_error", title="SE"),
            Column(key="lower", title="lower"),
            Column(key="upper", title="upper"),
            Column(key="n", title="n", kind="count"),
            Column(key="participants", title="people", kind="count"),
            Column(key="unit", title="unit", kind="text"),
            Column(key="given", title="given", kind="text"),
        )
        return Table(
            key="learned",
            caption="Learned from the data; standard errors and 95 % limits allow for people who "
            "answer more than once",
            columns=columns,
            rows=rows,
        )

    def _open(self) -> Table:
        return Table(
            key="not_identified",
            caption="What these data do not identify",
            columns=tuple(
                Column(key=key, title=title, kind="text")
                for key, title in (
                    ("path", "parameter"),
                    ("used", "used"),
                    ("reason", "reason"),
                    ("remedy", "what would identify it"),
                )
            ),
            rows=tuple((one.path, one.used, one.reason, one.remedy) for one in self.not_identified),
        )

    def _corners(self) -> Table:
        return Table(
            key="corners",
            caption="Between which values they lie, under opposite suppositions",
            columns=(
                Column(key="path", title="parameter", kind="text"),
                Column(key="supposing", title="supposing", kind="text"),
                Column(key="value", title="value"),
                Column(key="standard_error", title="SE"),
            ),
            rows=tuple(
                (one.path, corner.supposing, corner.value, corner.standard_error)
                for one in self.not_identified
                for corner in one.corners
            ),
        )

    def as_plain(self) -> dict[str, Any]:
        """The same as plain data, for `--json`; a number that is not there is null."""
        from limen.protocol.canonical import canonical

        return {
            "scenario_hash": self.scenario.hash,
            "scenario": canonical(self.scenario),
            "estimates": [_plain(vars(one)) for one in self.estimates],
            "not_identified": [
                {**_plain(vars(one)), "corners": [_plain(vars(c)) for c in one.corners]}
                for one in self.not_identified
            ],
            "findings": list(self.findings),
        }


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {k: None if isinstance(v, float) and v != v else v for k, v in values.items()}
