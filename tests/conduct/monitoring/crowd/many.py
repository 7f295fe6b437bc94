"""Many people with many occasions, written in a few statements: for speed, and for numbers."""

from __future__ import annotations

import random
import uuid
from datetime import UTC, date, datetime, timedelta

import cast
import servers

from limen.conduct.core import clock
from limen.conduct.core.models import (
    AdverseEvent,
    Consent,
    Occasion,
    Participant,
    Response,
    Score,
    Site,
    StaffMember,
    Study,
    Submission,
    TreatmentGuess,
)
from limen.conduct.core.monitoring.courses import Course
from limen.conduct.core.monitoring.events import Event
from limen.conduct.core.services.add_staff import add_staff
from limen.conduct.core.trail import recording

STARTED = date(2026, 3, 2)
INVITED = datetime(2026, 2, 20, tzinfo=UTC)
NOW = datetime(2026, 5, 20, 12, tzinfo=UTC)
LOOKS = """
boundaries:
  - id: interim
    title: Two looks
    kind: group_sequential
    purpose: efficacy
    estimand: calmer_evenings
    shape: obrien_fleming_spending
    information: [0.5, 1]
    alpha: 0.05
  - id: anxiety
    title: Too much anxiety
    kind: event_rate
    event: {equals: [{value: adverse_event.term}, anxiety]}
    intervention: lsd_10
    largest_acceptable_share: 0.1
    stop_when_probability: 0.9
    look_every: 6
"""
#: The demonstration with two looks and a boundary on an event rate.
BOUNDED = servers.DEMONSTRATION + LOOKS
ITEMS, SUBSCALES = 10, ("distress", "mood", "energy")


def many(people: int, occasions: int, *, seed: int = 5) -> None:
    """Fill a fresh study of the demonstration; one in five occasions is missed, one in ten late."""
    chance = random.Random(seed)
    study = Study.objects.select_related("version").get()
    sites = list(Site.objects.order_by("identifier"))
    with (
        clock.as_of(datetime(2026, 2, 20, tzinfo=UTC)),
        recording("test.many", by=cast.BY) as record,
    ):
        persons = record.add_all(
            Participant(
                number=f"{sites[n % 2].identifier}-{n:03}",
                site=sites[n % 2],
                zone="Europe/Riga",
                language="en",
                status="enrolled",
                invited_at=record.at,
                started_on=STARTED,
                enrolled_on=STARTED,
                version=study.version,
                consent_due=False,
            )
            for n in range(people)
        )
        record.add_all(
            Consent(
                participant=one,
                version=study.version,
                version_hash="0" * 64,
                documents="{}",
                language="en",
                signed_at=record.at,
            )
            for one in persons
        )
        rows = record.add_all(
            _occasion(one, number, study, chance, record.at)
            for one in persons
            for number in range(1, occasions + 1)
        )
        sent = [row for row in rows if row.state == "submitted"]
        came = record.add_all(_submission(row, chance) for row in sent)
        pairs = list(zip(sent, came, strict=True))
        record.add_all(_answer(row, one, n) for row, one in pairs for n in range(ITEMS))
        record.add_all(_score(row, name) for row, _one in pairs for name in SUBSCALES)
        record.add_all(_guess(row, one, chance) for row, one in pairs if row.number % 7 == 1)
        record.add_all(
            AdverseEvent(
                participant=one,
                number=1,
                term=chance.choice(["Headache", "Nausea", "Anxiety"]),
                serious=chance.random() < 0.1,
                severity_grade=chance.randint(1, 3),
                onset_day=chance.randint(1, 40),
                entered_at=record.at,
            )
            for one in persons
            if chance.random() < 0.4
        )


def works_at(name: str, role: str, *sites: Site) -> StaffMember:
    """Somebody with one role at some sites."""
    return add_staff(
        name,
        full_name=f"{name.title()} {name[0].upper()}.",
        password=cast.PASSWORD,
        roles={site.identifier: [role] for site in sites},
        by=cast.BY,
    )


def _occasion(
    person: Participant, number: int, study: Study, chance: random.Random, at: datetime
) -> Occasion:
    opens = datetime(2026, 3, 2, 18, tzinfo=UTC) + timedelta(days=number - 1)
    closes, wall = opens + timedelta(hours=5), opens.replace(tzinfo=None)
    state = "missed" if chance.random() < 0.2 else "submitted"
    return Occasion(
        participant=person,
        identifier=f"diary.{number}",
        definition="diary",
        number=number,
        kind="diary",
        study_day=number,
        zone="Europe/Riga",
        opens_local=wall,
        closes_local=wall + timedelta(hours=5),
        grace_ends_local=wall + timedelta(hours=11),
        opens_at=opens,
        closes_at=closes,
        grace_ends_at=closes + timedelta(hours=6),
        late_rule="flag",
        state=state,
        submitted_at=opens + timedelta(hours=1) if state == "submitted" else None,
        ended_at=closes if state == "missed" else None,
        late=state == "submitted" and chance.random() < 0.1,
        made_at=at,
        made_under=study.version,
    )


def _submission(row: Occasion, chance: random.Random) -> Submission:
    return Submission(
        client_id=uuid.UUID(int=chance.getrandbits(128), version=4),
        participant_id=row.participant_id,
        occasion=row,
        received_at=row.submitted_at,
        client_at=row.submitted_at,
        verdict="late" if row.late else "in_time",
        content_hash="0" * 64,
    )


def _answer(row: Occasion, came: Submission, n: int) -> Response:
    return Response(
        participant_id=row.participant_id,
        occasion=row,
        submission=came,
        instrument="limen_daily",
        instrument_version="1",
        item=f"item_{n}",
        value="3",
        state="answered",
        entered_at=row.submitted_at,
    )


def _score(row: Occasion, name: str) -> Score:
    return Score(
        participant_id=row.participant_id,
        occasion=row,
        instrument="limen_daily",
        instrument_version="1",
        scoring_version="1",
        subscale=name,
        value=None if row.number % 10 == 0 else 3.0,
        computed_at=row.submitted_at,
    )


def _guess(row: Occasion, came: Submission, chance: random.Random) -> TreatmentGuess:
    return TreatmentGuess(
        participant_id=row.participant_id,
        occasion=row,
        submission=came,
        guess=row.made_under.protocol.guesses[0].id,
        about="administration",
        answer=chance.choice(["PL", "MD", "dont_know"]),
        entered_at=row.submitted_at,
    )


def event(participant: int, term: str = "Anxiety") -> Event:
    """An event of somebody."""
    return Event(key=participant, participant=participant, number=1, term=term, serious=False,
                 grade=3, relatedness="", expectedness="", outcome="", onset_day=1, end_day=None,
                 versions=1)  # fmt: skip


def course(key: int, now) -> Course:
    """Somebody who has begun."""
    return Course(key=key, site=1, status="enrolled", zone="UTC", version=1, invited=now,
                  consented=now, decided=now, eligible=True, failed="", randomised=now,
                  started_on=date(2026, 3, 1), stopped=None, out=None)  # fmt: skip
