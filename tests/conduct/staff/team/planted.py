"""A study in which words were planted wherever somebody may write, to be looked for on pages."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import cast
import team

from limen.conduct.core import clock
from limen.conduct.core.actor import Actor
from limen.conduct.core.answering import asked
from limen.conduct.core.answering.services import correct_event, report_event, submit
from limen.conduct.core.answering.services.adverse_events import event_questions
from limen.conduct.core.contacts import log_contact
from limen.conduct.core.deviations import Said, add_deviation
from limen.conduct.core.forms import form_due
from limen.conduct.core.forms.services import fill_form, mark_not_done
from limen.conduct.core.medication import Said as Taken
from limen.conduct.core.medication import add_medication
from limen.conduct.core.models import AdverseEvent, Alert, Participant
from limen.conduct.core.queries import Place, ask
from limen.conduct.core.safety.services import acknowledge
from limen.conduct.core.services.keep_contact import keep_contact

#: What it is in -> the word that stands there.
WORDS = {
    "event": "Rotkehlchen",
    "term": "Wiedehopf",
    "contact": "Kiebitz",
    "query": "Pirol",
    "deviation": "Stieglitz",
    "medication": "Bachstelze",
    "alert": "Neuntöter",
    "not_done": "Gimpel",
    "name": "Goldammer",
}
#: The same for numbers, of which none stands for anything else.
NUMBERS = {"diary": "87", "measurement": "247"}
ANSWER = "MD"  # anna's guess


def plant(anna: Participant, people: cast.Cast) -> None:
    """Let something of everything be said of anna, by herself and by the team."""
    carla, ines = people.carla, people.ines
    keep_contact(anna, "name", WORDS["name"], by=cast.BY)
    _answers(anna)
    _tells(anna)
    log_contact(
        anna,
        member=carla,
        way="telephone",
        reached=True,
        at=clock.now() - timedelta(hours=1),
        words=WORDS["contact"],
    )
    ask(anna, Place(about="occasion", occasion="diary.2"), member=carla, words=WORDS["query"])
    said = Said(
        category="other",
        important=True,
        happened_on=team.DAY_1,
        words=WORDS["deviation"],
    )
    add_deviation(anna, said, member=carla)
    add_medication(anna, Taken(name=f"Lithium {WORDS['medication']}"), member=carla)
    for alert in Alert.objects.filter(participant=anna):
        acknowledge(alert, member=ines, words=WORDS["alert"])
    baseline = team.occasion(anna, "baseline")
    _fill(
        baseline,
        "vital_signs",
        ines,
        {"systolic": NUMBERS["measurement"], "diastolic": "80", "pulse": "70"},
    )
    due = form_due(baseline, "tests")
    assert due is not None
    mark_not_done(baseline, due.form, member=ines, reason=WORDS["not_done"])


def _answers(anna: Participant) -> None:
    """A diary; and on the first dosing day a guess."""
    for identifier, at in (("dosing_day.1", team.EVENING - timedelta(hours=30)),
                           ("diary.2", team.EVENING)):  # fmt: skip
        found = team.occasion(anna, identifier)
        form = team.filled(asked(found))
        form |= {"limen_daily.mood": NUMBERS["diary"]} if "limen_daily.mood" in form else {}
        form = {key: ANSWER if key.endswith(".answer") else value for key, value in form.items()}
        with clock.as_of(at):
            submit(found, client_id=uuid4(), form=form, by=Actor.participant(anna))


def _tells(anna: Participant) -> None:
    """A severe event, in words of her own; it is judged, and makes an alert."""
    form = team.filled(event_questions(anna)) | {
        "event.what": WORDS["event"],
        "event.severity": "3",
    }
    report_event(anna, client_id=uuid4(), form=form, by=Actor.participant(anna))
    event = AdverseEvent.objects.get(participant=anna)
    correct_event(event, changes={"term": WORDS["term"]}, reason="judged", by=cast.BY)


def _fill(occasion, form: str, member, values: dict[str, str]) -> None:
    due = form_due(occasion, form)
    assert due is not None
    fields = {f"measurement.{name}": value for name, value in values.items()}
    fill_form(
        occasion,
        due.form,
        client_id=uuid4(),
        fields=fields,
        member=member,
        performed_at=clock.now(),
    )
