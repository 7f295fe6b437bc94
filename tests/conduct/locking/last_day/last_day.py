"""The demonstration lived to its end by eight people of one site: kits, doses, diaries, a hold.

Kits are of a supply whose list the test knows, so that what is unsealed can be compared.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import cast
import lived_through
import pharmacy

from limen.conduct.core import clock
from limen.conduct.core.consenting import counter_sign, latest_consent, meaning_for
from limen.conduct.core.dispatch.kits.choose import held_by
from limen.conduct.core.dispatch.kits.give import dispense, hand_over
from limen.conduct.core.dispatch.kits.take_back import take_back
from limen.conduct.core.dispatch.randomisation.assign import assign_set
from limen.conduct.core.forms import forms_due
from limen.conduct.core.locking import (
    casebook_states,
    meaning_of_casebook,
    sign_casebook,
)
from limen.conduct.core.models import (
    Administration,
    AdverseEvent,
    Alert,
    AlertEvent,
    Consent,
    Deviation,
    FormEvent,
    Kit,
    Measurement,
    Occasion,
    Participant,
    ParticipationEvent,
    Query,
    QueryEvent,
    Site,
    StaffMember,
    VisitForm,
)
from limen.conduct.core.occasions.services import begin_study
from limen.conduct.core.participation import complete
from limen.conduct.core.safety.services import hold_dosing, resume_dosing
from limen.conduct.core.services.invite import invite
from limen.conduct.core.trail import recording

BY = cast.BY
START = date(2026, 3, 10)
INVITED = datetime(2026, 3, 2, 10, tzinfo=UTC)
END = datetime(2026, 4, 20, 10, tzinfo=UTC)
PEOPLE = 8
DOSES = 5
HELD = (2, 3)  # Anna's doses that fell into the hold: study days 4 and 7


@dataclass(frozen=True)
class Life:
    """Who took part, and the investigator of their site."""

    people: list[Participant]
    ines: StaffMember

    @property
    def anna(self) -> Participant:
        """The first of them; her doses were on hold for four days."""
        return self.people[0]


def who() -> Life:
    """Return who took part in a study that was lived through."""
    people = Participant.objects.select_related("site", "version").order_by("number")
    return Life(list(people), StaffMember.objects.get(name="ines"))


def live() -> None:
    """Let the study be lived, inside a fresh one of the demonstration."""
    with clock.as_of(INVITED):
        pharmacy.loaded(supply())
        cast_of = cast.people()
        ines, site = cast_of.ines, Site.objects.order_by("pk").first()
        people = [invite(site, by=BY).participant for _ in range(PEOPLE)]
        for one in people:
            begins(one, ines)
    for one in people:
        takes_part(one, held=HELD if one == people[0] else ())
    with clock.as_of(datetime(2026, 3, 12, 12, tzinfo=UTC)):
        hold_dosing(people[0], member=ines, reason="Looks pale; wait for the blood count")
    with clock.as_of(datetime(2026, 3, 16, 12, tzinfo=UTC)):
        resume_dosing(people[0], member=ines, reason="The blood count is normal")
    with clock.as_of(END - timedelta(days=1)):
        for one in people:
            for kit in held_by(one):
                take_back(one, kit.number, units=0, by=BY)
            examined(one, ines)
            complete(one, by=BY)
    reports(people[1])


def supply() -> pharmacy.Sealed:
    """The sealed supply, of four sets in each stratum more than are needed."""
    return pharmacy.sealed(count=PEOPLE)


def begins(one: Participant, ines: StaffMember) -> None:
    """Consent, screening, decision, baseline; then kits, and study day 1."""
    lived_through.screened(one, ines)
    consent = latest_consent(one)
    counter_sign(
        consent, member=ines, meaning=meaning_for(consent, "physician"), respondent="physician"
    )
    with recording("test.baseline", by=BY, participant=one) as record:
        kind = ParticipationEvent.Kind.BASELINE_LOCKED
        record.add(ParticipationEvent(participant=one, kind=kind, at=record.at))
    one.refresh_from_db()
    assign_set(one, by=BY)
    pharmacy.stocked(one.site, one)
    for _ in range(DOSES):
        kit = dispense(one, by=BY)
        hand_over(one, kit.number, by=BY)
    begin_study(one, start=START, by=BY)
    one.refresh_from_db()


def takes_part(one: Participant, *, held: tuple[int, ...] = ()) -> None:
    """Answer everything, and take a kit on each dosing day but those on which doses wait."""
    for row in Occasion.objects.filter(participant=one).order_by("opens_at"):
        lived_through.answer(row)
    kits = list(held_by(one).order_by("number"))
    for number, kit in enumerate(kits, start=1):
        day, waits = 3 * number - 2, number in held
        at = datetime(2026, 3, 9, 8, tzinfo=UTC) + timedelta(days=day)
        with clock.as_of(at), recording("test.dosed", by=BY, participant=one) as record:
            record.add(
                Administration(
                    participant=one,
                    number=number,
                    period=1,
                    study_day=day,
                    kit="" if waits else kit.number,
                    taken_at=None if waits else record.at,
                    status="held" if waits else "taken",
                    entered_at=record.at,
                )
            )


def examined(one: Participant, ines: StaffMember) -> None:
    """Every form of somebody: blood pressure was taken and signed for, the rest was not done."""
    with recording("test.examined", by=BY, participant=one) as record:
        for due in forms_due(Participant.objects.filter(pk=one.pk)):
            done = due.form.id == "vital_signs"
            form = record.add(
                VisitForm(
                    participant=one,
                    occasion=due.occasion,
                    form=due.form.id,
                    respondent=due.form.respondent,
                    state="signed" if done else "not_done",
                    signed_at=record.at if done else None,
                    signed_by=ines if done else None,
                )
            )
            record.add(
                FormEvent(
                    form=form,
                    kind="signed" if done else "not_done",
                    state=form.state,
                    at=record.at,
                    member=ines,
                )
            )
            if done:
                record.add(
                    Measurement(
                        participant=one,
                        occasion=due.occasion,
                        name="systolic",
                        value=120.0,
                        respondent=due.form.respondent,
                        entered_at=record.at,
                    )
                )


def reports(one: Participant, *, serious: bool | None = False) -> None:
    """An adverse event, judged as far as `serious` says."""
    with recording("test.reported", by=BY, participant=one) as record:
        number = AdverseEvent.objects.filter(participant=one).values("number").distinct().count()
        record.add(
            AdverseEvent(
                participant=one,
                number=number + 1,
                term="Headache",
                onset_at=record.at,
                serious=serious,
                severity_grade=1,
                entered_at=record.at,
            )
        )


def stands(life: Life) -> None:
    """Let something of nearly every kind stand in the way, about Anna."""
    anna, row = life.anna, Occasion.objects.filter(participant=life.anna).first()
    with recording("test.stands", by=BY, participant=anna) as record:
        shared = {"participant": anna}
        query = record.add(
            Query(
                **shared,
                about="person",
                opened_at=record.at,
                opened_by=life.ines,
                opened_as="investigator",
                moved_at=record.at,
            )
        )
        record.add(
            Deviation(
                **shared,
                number=1,
                category="dosing",
                happened_on=record.at.date(),
                proposed=True,
                entered_at=record.at,
            )
        )
        record.add(
            QueryEvent(
                query=query,
                nth=1,
                kind="asked",
                at=record.at,
                member=life.ines,
                role="investigator",
            )
        )
        alert = record.add(
            Alert(
                **shared,
                version=anna.version,
                source="safety",
                rule="severe_event",
                responsible="physician_on_call",
                within_hours=4,
                deadline=record.at + timedelta(hours=4),
                fired_at=record.at,
            )
        )
        record.add(AlertEvent(alert=alert, kind="fired", at=record.at, role=alert.responsible))
        record.add(Consent(**shared, version=anna.version, version_hash="0" * 64, documents="{}",
                           language="en", signed_at=record.at))  # fmt: skip
        form = VisitForm.objects.filter(participant=anna, form="vital_signs").first()
        form.state, row.state = "complete", "open"
        record.change(form, "state")
        record.change(row, "state")
        kit = Kit.objects.filter(kit_set__participant=anna, state="returned").first()
        kit.lot = "another"
        record.change(kit, "lot")
    reports(anna, serious=None)


def sign(life: Life) -> None:
    """Let the investigator sign every casebook."""
    states = casebook_states(Participant.objects.all())
    for one in life.people:
        sign_casebook(one, member=life.ines, seen=states[one.pk], meaning=meaning_of_casebook())
