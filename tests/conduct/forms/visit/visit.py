"""Forms as staff fill them in, in a study that watches the first dose."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from uuid import uuid4

import servers
import team
import yaml

from limen.conduct.core.forms import FormDue, form_due
from limen.conduct.core.forms.services import (
    Seen,
    fill_form,
    freeze,
    mark_not_done,
    sign,
    verify,
)
from limen.conduct.core.models import Participant, StaffMember, VisitForm

VITALS = {
    "measurement.systolic": "121",
    "measurement.diastolic": "80",
    "measurement.pulse": "64",
}
HOURS = 6


def _protocol() -> str:
    """The demonstration, with a supervised first dose, a rating that is an occasion, a rule."""
    document: dict[str, Any] = yaml.safe_load(servers.DEMONSTRATION)
    document["administration"] |= {
        "supervised": "first",
        "observation_hours": HOURS,
        "release": [
            {
                "id": "calm",
                "title": "Pulse below 100 since the dose",
                "rule": {"less_than": [{"value": "measurement.pulse_after"}, 100]},
            },
            {"id": "walks", "title": "Walks safely"},
        ],
    }
    document["measurements"] += [
        {"id": "pulse_after", "title": "Pulse before going home", "unit": "per minute"},
        {"id": "looks_well", "title": "Looks well", "kind": "yes_no"},
    ]
    document["forms"] += [
        {
            "id": "going_home",
            "title": "Before going home",
            "kind": "vital_signs",
            "respondent": "physician",
            "occasions": ["diary.1", "diary.2"],
            "measurements": ["pulse_after", "looks_well"],
        },
        {
            "id": "extra",
            "title": "Something extra",
            "kind": "other",
            "respondent": "physician",
            "optional": True,
            "occasions": ["baseline"],
            "measurements": ["looks_well"],
        },
    ]
    document["occasions"].append(
        {
            "id": "rated",
            "title": "Rated at home",
            "kind": "rater_assessment",
            "phase": "treatment",
            "respondent": "physician",
            "schedule": {"kind": "once", "day": 1},
            "window": {"closes_day": 3},
            "measures": ["cgi_s"],
            "measurements": ["looks_well"],
        }
    )
    document["safety"]["rules"].append(
        {
            "id": "fast_pulse",
            "title": "A pulse of 150 or more",
            "condition": {"at_least": [{"value": "measurement.pulse"}, 150]},
            "responsible": "physician_on_call",
            "within_hours": 1,
            "hold_dosing": True,
        }
    )
    return json.dumps(document)


PROTOCOL = _protocol()


def due(person: Participant, form: str, identifier: str = "baseline") -> FormDue:
    """A form of a person as it stands now."""
    found = form_due(team.occasion(person, identifier), form)
    assert found is not None
    return found


def fills(
    person: Participant,
    member: StaffMember,
    form: str = "vital_signs",
    identifier: str = "baseline",
    *,
    fields: dict[str, str] | None = None,
    at: datetime | None = None,
    **options: Any,
) -> VisitForm:
    """Let somebody of staff fill in a form."""
    one = due(person, form, identifier)
    options.setdefault("client_id", uuid4())
    fill_form(
        one.occasion,
        one.form,
        fields=VITALS if fields is None else fields,
        member=member,
        performed_at=at,
        **options,
    )
    return VisitForm.objects.get(occasion=one.occasion, form=form)


def signs(row: VisitForm, member: StaffMember) -> VisitForm:
    """Let somebody sign a form as it stands."""
    sign(row.participant, [Seen(row, row.content)], member=member)
    row.refresh_from_db()
    return row


def skips(person: Participant, member: StaffMember, reason: str = "she was ill") -> VisitForm:
    """Let somebody say that the vital signs were not taken."""
    one = due(person, "vital_signs")
    return mark_not_done(one.occasion, one.form, member=member, reason=reason)


def reaches(person: Participant, people: Any, state: str) -> VisitForm | None:
    """Bring the form of vital signs into a state; None for `due`."""
    if state == "due":
        return None
    if state == "not_done":
        return skips(person, people.carla)
    row = fills(person, people.carla, final=state != "in_work")
    if state == "verified":
        verify(row, member=people.mei, seen=row.content)
    if state in ("signed", "frozen", "locked"):
        signs(row, people.ines)
    if state in ("frozen", "locked"):
        freeze(row, member=people.ines)
    if state == "locked":
        locks()
    row.refresh_from_db()
    assert row.state == state
    return row


def locks() -> None:
    """Lock every form that may be, without locking the study."""
    import cast

    from limen.conduct.core.forms import lock_forms
    from limen.conduct.core.trail import recording

    with recording("test.locked", by=cast.BY) as record:
        lock_forms(record)


def actor(member: StaffMember) -> Any:
    """A member of staff, as services take them."""
    from limen.conduct.core.actor import Actor

    return Actor.staff(member)


def now_of(person: Participant, form: str = "vital_signs") -> str:
    """The state of a form now."""
    return due(person, form).state


def corrects(person: Participant, name: str, value: float, member: StaffMember) -> None:
    """Let somebody correct a measurement."""
    from limen.conduct.core.answering import correct_measurement
    from limen.conduct.core.models import Measurement

    row = Measurement.objects.filter(participant=person, name=name).latest("version")
    correct_measurement(row, value=value, reason="misread", by=actor(member))


def hers(person: Participant) -> Any:
    """A participant, as services take them."""
    from limen.conduct.core.actor import Actor

    return Actor.participant(person)


def filling(form: str) -> Any:
    """That a form is filled in, whatever its page showed."""
    from limen.conduct.core.forms.standing import Filling

    return Filling(of=form)


def questions(person: Participant, form: str, identifier: str) -> Any:
    """What a form asks."""
    from limen.conduct.core.answering import asked

    one = due(person, form, identifier)
    return asked(one.occasion, respondent=one.form.respondent, of=form)


def consented(people: Any) -> Participant:
    """Somebody who consented through the pages and has begun, as an export wants it."""
    import agreement
    import cast

    from limen.conduct.core.services.invite import invite

    person = invite(people.here, by=cast.BY).participant
    agreement.agrees(person)
    person = cast.agreed(person)
    team.begins(person)
    return person
