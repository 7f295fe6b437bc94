"""Something of everything that the team keeps about a person."""

from __future__ import annotations

import team

from limen.conduct.core.contacts import log_contact
from limen.conduct.core.deviations import Said as Happened
from limen.conduct.core.deviations import add_deviation
from limen.conduct.core.medication import Said as Taken
from limen.conduct.core.medication import add_medication
from limen.conduct.core.models import Participant, Query
from limen.conduct.core.queries import Place, ask

MEDICINE = "Ibuprofen 400 mg"
ASKED = "Is the hour of the second diary right?"


def by_the_team(person: Participant, people, *, medicine: str = MEDICINE) -> Query:
    """Let the monitor ask, and the coordinator enter one of each; return the query."""
    log_contact(person, member=people.carla, way="telephone", reached=False, at=team.EVENING)
    happened = Happened(
        category="procedure",
        important=False,
        happened_on=team.EVENING.date(),
        words="The pressure was taken standing",
    )
    add_deviation(person, happened, member=people.carla)
    add_medication(person, Taken(name=medicine, indication="Headache"), member=people.carla)
    place = Place(about="occasion", occasion="diary.2")
    return ask(person, place, member=people.mei, words=ASKED)
