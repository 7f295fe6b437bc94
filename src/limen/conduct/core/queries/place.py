"""What a query is about: one place in the record of one participant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from limen.conduct.core.forms.definition import form_named
from limen.conduct.core.models import Measurement, Occasion, Participant, Query, Response
from limen.errors import ConductError, Problem

_About = Query.About
#: Which words say the place, by what is asked about.
PARTS: dict[str, tuple[str, ...]] = {
    _About.PERSON: (),
    _About.OCCASION: ("occasion",),
    _About.FORM: ("occasion", "form"),
    _About.ITEM: ("occasion", "instrument", "name"),
    _About.MEASUREMENT: ("occasion", "name"),
    _About.EVENT: ("number",),
    _About.DOSE: ("number",),
}


@dataclass(frozen=True, kw_only=True)
class Place:
    """A place as an address says it; what does not apply is blank."""

    about: str = _About.PERSON
    occasion: str = ""  # as in the protocol: `diary.3`
    form: str = ""
    instrument: str = ""
    name: str = ""
    number: int | None = None

    def said(self) -> dict[str, str]:
        """Return the words that say this place, for an address."""
        parts = {name: getattr(self, name) for name in PARTS[self.about]}
        return {"about": str(self.about)} | {name: str(value) for name, value in parts.items()}

    def columns(self, participant: Participant) -> dict[str, Any]:
        """Return the columns of a query; `ConductError` if there is no such place."""
        if self.about not in PARTS:
            raise _nowhere()
        parts: dict[str, Any] = {name: getattr(self, name) for name in PARTS[self.about]}
        if "occasion" in parts:
            parts["occasion"] = self._occasion(participant)
        if not self._is_there(participant, parts):
            raise _nowhere()
        return {"about": self.about} | parts

    def _occasion(self, participant: Participant) -> Occasion:
        found = Occasion.objects.filter(participant=participant, identifier=self.occasion).first()
        if found is None:
            raise _nowhere()
        return found

    def _is_there(self, participant: Participant, parts: dict[str, Any]) -> bool:
        occasion, number = parts.get("occasion"), self.number
        match self.about:
            case _About.ITEM:
                rows = Response.objects.filter(occasion=occasion, instrument=self.instrument)
                return rows.filter(item=self.name).exists()
            case _About.MEASUREMENT:
                return Measurement.objects.filter(occasion=occasion, name=self.name).exists()
            case _About.FORM:
                return occasion is not None and form_named(occasion, self.form) is not None
            case _About.EVENT:
                events = participant.adverse_events.filter(number=number or 0)
                return events.exists()
            case _About.DOSE:
                return participant.administrations.filter(number=number or 0).exists()
        return True


def place_of(query: Query) -> Place:
    """Return where a query asks."""
    return Place(
        about=query.about,
        occasion=query.occasion.identifier if query.occasion else "",
        form=query.form,
        instrument=query.instrument,
        name=query.name,
        number=query.number,
    )


def _nowhere() -> ConductError:
    problem = Problem(message="There is no such place in the record of this person.")
    return ConductError("Nothing was asked.", [problem])
