"""Indices of one night from four moments and two durations, subtracted in UTC.

```bibtex
@article{carney2012consensus,
  title   = {The Consensus Sleep Diary: standardizing prospective sleep self-monitoring},
  author  = {Carney, Colleen E. and Buysse, Daniel J. and Ancoli-Israel, Sonia and others},
  journal = {Sleep}, volume = {35}, number = {2}, pages = {287--302}, year = {2012}
}
```
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from limen.instruments.instrument import Better, Subscale
from limen.instruments.sheet import Check

#: What the indices need beside the answers: the time zone of moments without an offset.
CONTEXT = ("time_zone",)


@dataclass(frozen=True, kw_only=True)
class Night:
    """Under which ids a diary asks for the moments and minutes of a night."""

    into_bed: str
    try_sleep: str
    sol: str
    waso: str
    final_wake: str
    out_of_bed: str

    @property
    def indices(self) -> tuple[Subscale, ...]:
        """Time in bed, time asleep, latency, time awake, in minutes, and efficiency in percent."""
        in_bed = _minutes(self.into_bed, self.out_of_bed)
        asleep = {"difference": [_minutes(self.try_sleep, self.final_wake), self._awake]}
        share = {"ratio": [{"product": [{"value": "tst_min"}, 100]}, {"value": "tib_min"}]}
        return (
            _index("tib_min", "Time in bed", in_bed, "neither"),
            _index("tst_min", "Total sleep time", asleep, "higher"),
            _index("sol_min", "Sleep onset latency", {"value": self.sol}, "lower"),
            _index("waso_min", "Wake after sleep onset", {"value": self.waso}, "lower"),
            Subscale(
                id="se_pct",
                title="Sleep efficiency",
                low=0,
                high=100,
                step=None,
                better="higher",
                scoring=share,
                unit="percent",
            ),
        )

    @property
    def checks(self) -> tuple[Check, ...]:
        """The moments follow each other within a day, and leave room for the minutes awake."""
        order = (self.into_bed, self.try_sleep, self.final_wake, self.out_of_bed)
        follow = [
            _check(later, {"at_least": [_minutes(earlier, later), 0]}, f"It is before {earlier!r}.")
            for earlier, later in pairwise(order)
        ]
        in_bed = _minutes(self.into_bed, self.out_of_bed)
        tried = _minutes(self.try_sleep, self.final_wake)
        return (
            *follow,
            _check(self.out_of_bed, {"at_most": [in_bed, 1440]}, "It is more than a day in bed."),
            _check(
                self.waso,
                {"or": [{"less_than": [tried, 0]}, {"at_most": [self._awake, tried]}]},
                "More minutes awake than there were in the night.",
            ),
        )

    @property
    def _awake(self) -> dict[str, Any]:
        return {"sum": {"values": [self.sol, self.waso]}}


def _minutes(start: str, end: str) -> dict[str, Any]:
    return {
        "time_diff_utc": [{"value": start}, {"value": end}],
        "zone": {"value": "time_zone"},
        "unit": "minutes",
    }


def _index(id: str, title: str, rule: Any, better: Better) -> Subscale:
    return Subscale(
        id=id, title=title, low=0, high=1440, step=1, better=better, scoring=rule, unit="minutes"
    )


def _check(item: str, rule: Any, message: str) -> Check:
    return Check(
        code="inconsistent_times",
        item=item,
        rule=rule,
        message=message,
        remedy="Check the times and their dates.",
    )
