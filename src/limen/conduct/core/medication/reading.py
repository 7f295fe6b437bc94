"""What staff see of somebody's medications."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Final

from limen.conduct.core.medication.matching import flags
from limen.conduct.core.models import Medication, Participant
from limen.conduct.core.services.free_text import read_sealed
from limen.protocol import Protocol, listed
from limen.protocol.document.oversight import Safety
from limen.protocol.document.oversight.medications import Medication as Rule

PURPOSE: Final = "medication"
SEALED_COLUMNS: Final = ("name", "indication", "dose")


@dataclass(frozen=True)
class Taken:
    """A medication: the version that counts, its words, and the versions before it."""

    latest: Medication
    name: str
    indication: str
    dose: str
    earlier: tuple[Medication, ...]

    @property
    def flagged(self) -> tuple[str, ...]:
        """The titles of the rules that it matches."""
        titles = {str(one.id): one.title for one in medication_rules(_protocol(self.latest))}
        return tuple(str(titles.get(id, id)) for id in ids_of(self.latest.flagged))

    @property
    def meant(self) -> tuple[str, ...]:
        """The listed names that it nearly is."""
        return perhaps_meant(self.latest)


def medication_rules(protocol: Protocol) -> tuple[Rule, ...]:
    """Return what must not be taken beside, as the protocol lists it."""
    return tuple(listed(protocol.safety.medications)) if isinstance(protocol.safety, Safety) else ()


def medications_of(participant: Participant) -> list[Taken]:
    """Return somebody's medications in the order in which they were entered."""
    rows = Medication.objects.filter(participant=participant)
    rows = rows.select_related("participant__site", "participant__version", "member")
    rows = rows.order_by("number", "version")
    return [
        _taken(list(versions)) for _number, versions in groupby(rows, key=lambda row: row.number)
    ]


def latest_of(participant: Participant, number: int) -> Medication | None:
    """Return the version of a medication that counts; None if there is none of this number."""
    rows = Medication.objects.filter(participant=participant, number=number)
    rows = rows.select_related("participant__site", "participant__version")
    return rows.order_by("-version").first()


def beside(medication: Medication, today: date) -> bool:
    """Whether it is taken in the study: not if it ended before study day 1, or before today."""
    if medication.voided:
        return False
    first = medication.participant.started_on or today
    return medication.ends_on is None or medication.ends_on >= first


def perhaps_meant(medication: Medication) -> tuple[str, ...]:
    """Return the listed names that a medication nearly is, and that staff have not put aside."""
    waiting = set(ids_of(medication.perhaps))
    if not waiting:
        return ()
    found = flags(said_of(medication, "name"), medication_rules(_protocol(medication)))
    return tuple(name for id, name in found.perhaps if id in waiting)


def said_of(medication: Medication, column: str) -> str:
    """Return what is encrypted in a column; "(erased)" if it was erased."""
    return read_sealed(medication.participant, getattr(medication, column), purpose=PURPOSE)


def ids_of(stored: str) -> tuple[str, ...]:
    """Return the ids of rules that a column holds."""
    return tuple(json.loads(stored)) if stored else ()


def _protocol(medication: Medication) -> Protocol:
    return medication.participant.version.protocol


def _taken(versions: list[Medication]) -> Taken:
    *earlier, latest = versions
    words = {column: said_of(latest, column) for column in SEALED_COLUMNS}
    return Taken(latest=latest, **words, earlier=tuple(earlier))
