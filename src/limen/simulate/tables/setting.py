"""One replicate as tables need it: who is who, what is due when, and a draw of one replicate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import Any

import numpy as np

from limen.calendar import DueDose, DueOccasion, of
from limen.protocol import listed
from limen.randomness import stream
from limen.simulate.draw import Draw
from limen.simulate.draw.people import levels
from limen.simulate.study import Study

SOURCE = "simulated"
_FIRST = date(2026, 1, 5)  # a Monday, the first of study days 1
_PER_WEEK = 8  # people who start in a week

Record = dict[str, object]


@dataclass(frozen=True, eq=False)
class Setting:
    """A draw of one replicate, with names, dates and the calendar of each participant."""

    draw: Draw
    seed: int
    replicate: int

    @property
    def study(self) -> Study:
        """The protocol under its scenario."""
        return self.draw.study

    @cached_property
    def people(self) -> tuple[str, ...]:
        """Ids of the participants, in order of enrolment."""
        width = len(str(self.study.people))
        return tuple(f"p{i:0{width}d}" for i in range(1, self.study.people + 1))

    def rng(self, purpose: str) -> np.random.Generator:
        """Random numbers for what no estimator looks at."""
        return stream(self.seed, f"simulate table {purpose}", self.replicate)

    @cached_property
    def sites(self) -> tuple[Any, ...]:
        """The sites that the protocol names."""
        found = getattr(self.study.protocol.population, "sites", ())
        return found if isinstance(found, tuple) else ()

    @cached_property
    def site(self) -> tuple[int, ...]:
        """The number of each participant's site; -1 where there is none."""
        strata = levels(self.study)
        if "site" in strata:
            codes = self.draw.people.strata[:, list(strata).index("site")]
            ids = [one.id for one in self.sites]
            return tuple(ids.index(strata["site"][code]) for code in codes)
        if not self.sites:
            return (-1,) * self.study.people
        drawn = self.rng("sites").integers(len(self.sites), size=self.study.people)
        return tuple(int(number) for number in drawn)

    def zone(self, person: int) -> str:
        """The time zone of a participant: the site's, else UTC."""
        number = self.site[person]
        zone = self.sites[number].time_zone if number >= 0 else None
        return zone if isinstance(zone, str) else "UTC"

    def start(self, person: int) -> date:
        """The date of a participant's study day 1."""
        return _FIRST + timedelta(weeks=person // _PER_WEEK)

    @cached_property
    def _calendars(self) -> dict[tuple[date, str], tuple[Mapping[str, DueOccasion], list[DueDose]]]:
        return {}

    def calendar(self, person: int) -> tuple[Mapping[str, DueOccasion], list[DueDose]]:
        """What is due for a participant: occasions by id, and doses in order."""
        key = (self.start(person), self.zone(person))
        if key not in self._calendars:
            made = of(self.study.protocol, start=key[0], zone=key[1], site_zone=key[1])
            self._calendars[key] = ({due.id: due for due in made.occasions}, list(made.doses))
        return self._calendars[key]

    def respondent(self, occasion: str, asked: str | None = None) -> str:
        """Who answers at an occasion; with `asked`, who answers that there, if a form asks it."""
        protocol = self.study.protocol
        planned = protocol.occasion(occasion)
        if asked not in (None, *listed(planned.measures), *listed(planned.measurements)):
            for form in protocol.forms_at(occasion):
                if asked in (*listed(form.measures), *listed(form.measurements)):
                    return str(form.respondent)
        return str(planned.respondent)


def by(respondent: str = "participant") -> Record:
    """The columns that every record ends with."""
    return {"respondent": respondent, "source": SOURCE}


def instant(moment: datetime) -> str:
    """A moment as tables write it, to the minute."""
    return (
        moment.astimezone(UTC).replace(second=0, microsecond=0).isoformat().replace("+00:00", "Z")
    )
