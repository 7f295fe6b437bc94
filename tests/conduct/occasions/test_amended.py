"""A new version of the protocol: what is still to come is made again, the past is left alone."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from limen.conduct.core import clock
from limen.conduct.core.actor import Actor
from limen.conduct.core.deployment import Deployment
from limen.conduct.core.models import Occasion, Participant, Study
from limen.conduct.core.occasions.services import adopt_version, begin_study, pause, resume, settle
from limen.conduct.core.services.amend import amend
from limen.conduct.core.trail import recording, verify
from limen.errors import ConductError

EVENING = datetime(2026, 3, 24, 18, tzinfo=UTC)  # diary.2 opened at 17:00


LATER = 'window: {opens_time: "19:00", closes_time: "23:30", grace_hours: 6, late: flag}'


def occasion(participant: Participant, identifier: str) -> Occasion:
    return Occasion.objects.get(participant=participant, identifier=identifier)


def changed(text: str, old: str, new: str) -> str:
    assert text.count(old) >= 1, old
    return text.replace(old, new, 1)


def consented(participant: Participant, by: Actor, *, due: bool = False) -> Participant:
    """Somebody who takes part, and has agreed to what is in force (or, `due`, has not yet)."""
    with recording("test.consented", by=by, participant=participant) as record:
        stored = record.fresh(participant)
        stored.status, stored.consent_due = Participant.Status.ENROLLED, due
        record.change(stored, "status", "consent_due")
    return stored


@pytest.fixture
def begun(on_each_database: Study, anna: Participant, by: Actor) -> Participant:
    """Anna on the evening of her second day."""
    with clock.as_of(datetime(2026, 3, 1, 12, tzinfo=UTC)):
        begin_study(anna, start=date(2026, 3, 23), by=by)
    with clock.as_of(EVENING):
        settle()
    return consented(anna, by)


@pytest.fixture
def new_text(begun: Participant) -> str:
    """Version 1.1: diaries open at 19:00 and end after five weeks."""
    text = changed(begun.version.text, 'version: "1.0"', 'version: "1.1"')
    diary = text.index("  - id: diary\n")
    after = text[diary:]
    after = changed(after, "last: 42", "last: 35")
    after = changed(after, "window: *evening", LATER)
    return text[:diary] + after


def come_under(
    participant: Participant, text: str, deployment: Deployment, by: Actor
) -> Participant:
    amend(text, deployment, by=by, reason="shorter diary", consent_again=True)
    participant = consented(participant, by)
    assert adopt_version(participant, by=by)
    assert not adopt_version(participant, by=by)
    return Participant.objects.get(pk=participant.pk)


def test_only_what_is_to_come_is_made_again(
    begun: Participant, new_text: str, deployment: Deployment, by: Actor
) -> None:
    first, second = begun.version, occasion(begun, "diary.2")
    with clock.as_of(EVENING):
        now = come_under(begun, new_text, deployment, by)
    assert (now.version.number, now.version.label) == (2, "1.1")
    assert occasion(begun, "diary.2").opens_at == second.opens_at
    assert occasion(begun, "diary.2").made_under == occasion(begun, "diary.1").made_under == first
    third = occasion(begun, "diary.3")
    assert (third.made_under, third.state) == (now.version, "planned")
    assert third.opens_at == datetime(2026, 3, 25, 18, tzinfo=UTC)
    gone = occasion(begun, "diary.36")
    assert (gone.state, gone.state_reason, gone.made_under) == ("cancelled", "amended", first)
    assert begun.occasions.filter(state_reason="amended").count() == 7
    assert verify().faults == ()


def test_who_pauses_comes_back_to_the_new_version(
    begun: Participant, new_text: str, deployment: Deployment, by: Actor
) -> None:
    with clock.as_of(EVENING):
        pause(begun, by=by)
        come_under(begun, new_text, deployment, by)
        assert not begun.occasions.filter(state="planned").exists()
        resume(begun, by=by)
    assert occasion(begun, "diary.3").opens_at == datetime(2026, 3, 25, 18, tzinfo=UTC)
    assert occasion(begun, "diary.36").state_reason == "amended"


def test_what_is_new_is_made_unless_it_would_have_begun(
    begun: Participant, new_text: str, deployment: Deployment, by: Actor
) -> None:
    more = """  - id: morning
    kind: diary
    phase: treatment
    schedule: {kind: daily, last: 5}
    window: {opens_time: "07:00", closes_time: "11:00"}
    measures: [limen_intensity]
  - id: diary
"""
    text = changed(new_text, "  - id: diary\n", more)
    with clock.as_of(EVENING):
        come_under(begun, text, deployment, by)
    made = set(begun.occasions.filter(definition="morning").values_list("identifier", flat=True))
    assert made == {"morning.3", "morning.4", "morning.5"}
    assert occasion(begun, "morning.3").made_at == EVENING


def test_nobody_comes_under_a_version_without_the_consent_it_needs(
    begun: Participant, new_text: str, deployment: Deployment, by: Actor
) -> None:
    with clock.as_of(EVENING):
        amend(new_text, deployment, by=by, reason="shorter diary", consent_again=True)
        consented(begun, by, due=True)
        with pytest.raises(ConductError, match="consented"):
            adopt_version(begun, by=by)
