"""Two weeks of the demonstration, written through the record: who came, what they answered.

Anna answers everything, is corrected once, and reports an event. Boris misses one evening,
moves, pauses, and withdraws. Chris sends too late, and is set aside. Dora was not eligible, Emil
never consented.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from limen.conduct.core import clock
from limen.conduct.core.actor import Actor
from limen.conduct.core.models import (
    Administration,
    AdverseEvent,
    Consent,
    EligibilityAnswer,
    EligibilityDecision,
    ExpectancyAnswer,
    Measurement,
    MessageEvent,
    Occasion,
    OutboxMessage,
    Participant,
    Response,
    Score,
    Site,
    StaffMember,
    Study,
    Submission,
    TreatmentGuess,
)
from limen.conduct.core.occasions import Submit
from limen.conduct.core.occasions.services import begin_study, change_zone, pause, settle, withdraw
from limen.conduct.core.occasions.services.judge import judge
from limen.conduct.core.services.add_staff import add_staff
from limen.conduct.core.services.free_text import write_text
from limen.conduct.core.services.invite import invite
from limen.conduct.core.services.keep_contact import keep_contact
from limen.conduct.core.trail import Record, recording
from limen.instruments import catalogue

BY = Actor("system", "test")
START = date(2026, 3, 10)  # of treatment; the diary begins three evenings before
INVITED = datetime(2026, 3, 2, 10, tzinfo=UTC)
END = datetime(2026, 3, 25, 10, tzinfo=UTC)
TEXT = "My sister Olga thinks it is a placebo."
REASON = "She phoned: it was a nine."
ADDRESS = "anna@example.org"
SCREENING = {
    "age_years": "34", "sex": "female", "earlier_psychedelics": "true",
    "present_disorder": "false", "psychosis_in_family": "false", "interacting_medicine": "false",
    "pregnant_or_nursing": "false",
}  # fmt: skip


@dataclass
class Lived:
    """Who took part."""

    anna: Participant
    boris: Participant
    chris: Participant
    dora: Participant
    emil: Participant
    ines: StaffMember


def who() -> Lived:
    """Return who took part in a study that was lived through."""
    numbers = ("riga-001", "porto-001", "riga-002", "riga-003", "riga-004")
    fresh = [Participant.objects.get(number=number) for number in numbers]
    return Lived(*fresh, StaffMember.objects.get())


def live() -> None:
    """Let two weeks go by, inside a fresh study of the demonstration."""
    with clock.as_of(INVITED):
        ines = add_staff(
            "ines",
            full_name="Ines I.",
            password="harbour lantern oak",
            roles={"riga": ["investigator"]},
            by=BY,
        )
        anna, boris, chris, dora, _emil = (_invited(i) for i in range(5))
        for one in (anna, boris, chris):
            screened(one, ines)
            begin_study(one, start=START, by=BY)
        screened(dora, ines, psychosis_in_family="true", age_years="17")
        keep_contact(anna, "email", ADDRESS, by=BY)
    for row in Occasion.objects.filter(participant=anna).order_by("opens_at"):
        answer(row)
    early = Occasion.objects.filter(
        participant=boris, opens_at__lt=datetime(2026, 3, 12, tzinfo=UTC)
    )
    for row in early.exclude(identifier="run_in_diary.2").order_by("opens_at"):
        answer(row)
    with clock.as_of(datetime(2026, 3, 13, 8, tzinfo=UTC)):
        change_zone(boris, zone="America/New_York", by=BY)
    with clock.as_of(datetime(2026, 3, 15, 8, tzinfo=UTC)):
        pause(boris, by=BY, until=datetime(2026, 3, 17, 8, tzinfo=UTC))
    with clock.as_of(datetime(2026, 3, 18, 8, tzinfo=UTC)):
        withdraw(boris, by=BY)
    row = Occasion.objects.get(participant=chris, identifier="diary.1")
    answer(row, at=row.grace_ends_at + timedelta(hours=3), page_made_at=None)
    dose_and_event(anna)
    corrected(anna)
    reminded(anna)
    with clock.as_of(END):
        settle(by=BY)


def _invited(i: int) -> Participant:
    site = Site.objects.get(identifier="porto" if i == 1 else "riga")
    return invite(site, by=BY).participant


def screened(participant: Participant, member: StaffMember, **said: str) -> None:
    """Consent, answer at screening, decide, and enrol whom nothing keeps out."""
    version = Study.objects.get().version
    answers = SCREENING | said
    failed = [
        name
        for name, out in (
            ("adult", not 21 <= int(answers["age_years"]) <= 65),
            ("family", answers["psychosis_in_family"] == "true"),
        )
        if out
    ]
    with recording("test.screened", by=BY, participant=participant) as record:
        signature = write_text(record, participant, "Anna A.", purpose="signature")
        record.add(
            Consent(
                participant=participant,
                version=version,
                version_hash="0" * 64,
                documents="{}",
                language="en",
                signature=signature,
                signed_at=record.at,
            )
        )
        record.add_all(
            EligibilityAnswer(
                participant=participant,
                protocol_version=version,
                question=question,
                value=value,
                answered_at=record.at,
            )
            for question, value in answers.items()
        )
        why = write_text(record, participant, "as the rules say", purpose="decision")
        record.add(
            EligibilityDecision(
                participant=participant,
                protocol_version=version,
                eligible=not failed,
                failed=str(failed).replace("'", '"'),
                undecided='["pregnancy"]' if failed else "[]",
                member=member,
                reason=why,
                decided_at=record.at,
            )
        )
        stored = record.fresh(participant)
        stored.consent_due = False
        stored.status = Participant.Status.INELIGIBLE if failed else Participant.Status.ENROLLED
        stored.enrolled_on = None if failed else record.at.date()
        record.change(stored, "status", "consent_due", "enrolled_on")


def answer(
    row: Occasion, *, at: datetime | None = None, page_made_at: datetime | None = None
) -> Submission:
    """Answer all of an occasion's questions ; in the middle of its window if not said."""
    at = at or row.opens_at + (row.closes_at - row.opens_at) / 2
    with clock.as_of(at), recording("test.answered", by=BY, participant=row.participant) as record:
        fresh = record.fresh(row)
        verdict = judge(record, fresh, Submit(page_made_at=page_made_at))
        sent = record.add(
            Submission(
                client_id=uuid.uuid4(),
                participant=row.participant,
                occasion=row,
                received_at=record.at,
                verdict=verdict.value,
                content_hash="0" * 64,
            )
        )
        _fill(record, fresh, sent, counts=verdict.counts)
        return sent


def _fill(record: Record, row: Occasion, sent: Submission, *, counts: bool) -> None:
    protocol = row.made_under.protocol
    definition = protocol.occasion(row.definition)
    shared = {"participant": row.participant, "occasion": row}
    for name in definition.measures:
        instrument = catalogue()[name]
        low = {item.id: _lowest(item) for item in instrument.items if item.asked_if is None}
        responses = [
            Response(
                **shared,
                submission=sent,
                instrument=name,
                instrument_version=instrument.version,
                language="en",
                item=item,
                value=value,
                state="answered" if value else "declined",
                entered_at=record.at,
            )
            for item, value in low.items()
        ]
        record.add_all(responses)
        if not counts:  # nothing follows from what was set aside
            continue
        record.add_all(
            Score(
                **shared,
                instrument=name,
                instrument_version=instrument.version,
                scoring_version=instrument.version,
                subscale=part.id,
                value=_score(part, row.number),
                computed_at=record.at,
            )
            for part in instrument.subscales
        )
    for guess in protocol.guesses if counts else ():
        if row.definition in guess.occasions:
            _guess(record, row, sent, guess)
    for one in protocol.expectancies:
        if row.identifier == one.occasion:
            record.add_all(
                ExpectancyAnswer(
                    **shared,
                    submission=sent,
                    name=one.id,
                    intervention=name,
                    expectation=expectation,
                    entered_at=record.at,
                )
                for name, expectation in zip(one.interventions, (20.0, None), strict=True)
            )


def _guess(record: Record, row: Occasion, sent: Submission, guess: object) -> None:
    given = ("PL", "dont_know", "declined")[row.number % 3]
    words = write_text(record, row.participant, TEXT, purpose="guess") if given == "PL" else None
    record.add(
        TreatmentGuess(
            participant=row.participant,
            occasion=row,
            submission=sent,
            guess=guess.id,
            about=guess.about,
            answer=given,
            confidence_percent=60.0 if given == "PL" else None,
            reason="side_effect" if given == "PL" else "",
            reason_text=words,
            entered_at=record.at,
        )
    )


def _score(part: object, number: int) -> float:
    low, high = part.low or 0.0, part.high
    return float(low if high is None else min(high, low + number % 3))


def _lowest(item: object) -> str:
    low = getattr(item, "low", None)
    return "" if low is None else f"{low:g}"


def dose_and_event(participant: Participant) -> None:
    """A dose that was corrected, one with a note, a measurement, two events, one by mistake."""
    with (
        clock.as_of(datetime(2026, 3, 13, 9, tzinfo=UTC)),
        recording("test.dosed", by=BY, participant=participant) as record,
    ):
        note = write_text(record, participant, TEXT, purpose="administration")
        for number, version, status in ((1, 1, "missed"), (1, 2, "taken"), (2, 1, "missed")):
            record.add(
                Administration(
                    participant=participant,
                    number=number,
                    version=version,
                    study_day=3 * number - 2,
                    kit=f"R-{100 + number}",
                    taken_at=record.at if status == "taken" else None,
                    status=status,
                    note=note if number == 2 else None,
                    reason="forgot to tap" if version > 1 else "",
                    entered_at=record.at,
                )
            )
        row = Occasion.objects.get(participant=participant, identifier="baseline")
        for version, value in ((1, 140.0), (2, 120.0)):
            record.add(
                Measurement(
                    participant=participant,
                    occasion=row,
                    name="systolic",
                    value=value,
                    respondent="participant",
                    version=version,
                    reason="misread" if version > 1 else "",
                    entered_at=record.at,
                )
            )
        for number, voided in ((1, False), (2, True)):
            record.add(
                AdverseEvent(
                    participant=participant,
                    number=number,
                    term="headache",
                    onset_at=record.at,
                    serious=False,
                    severity_grade=1,
                    voided=voided,
                    entered_at=record.at,
                )
            )


def corrected(participant: Participant) -> None:
    """Correct one answer, of a number that was asked first."""
    before = Response.objects.filter(participant=participant, state="answered").earliest("pk")
    with recording("test.corrected", by=BY, participant=participant) as record:
        record.add(
            Response(
                participant=participant,
                occasion=before.occasion,
                instrument=before.instrument,
                instrument_version=before.instrument_version,
                item=before.item,
                value="9",
                state="answered",
                version=2,
                supersedes=before,
                reason=REASON,
                entered_at=record.at,
            )
        )


def reminded(participant: Participant) -> None:
    """Send one reminder, and leave one waiting."""
    row = Occasion.objects.get(participant=participant, identifier="diary.1")
    with (
        clock.as_of(row.opens_at),
        recording("test.reminded", by=BY, participant=participant) as record,
    ):
        record.queue(
            OutboxMessage(
                participant=participant,
                occasion=row,
                channel="email",
                purpose="reminder",
                idempotency_key=f"{row.pk}:{n}",
                due_at=record.at,
                window_end=row.closes_at,
                made_at=record.at,
            )
            for n in range(2)
        )
        first = OutboxMessage.objects.earliest("pk")
        record.add_all(
            MessageEvent(message=first, kind=kind, at=record.at) for kind in ("intended", "sent")
        )
