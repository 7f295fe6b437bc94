"""What stands between somebody and randomisation."""

from __future__ import annotations

import pytest

from limen.conduct.core import consenting, screening
from limen.conduct.core.actor import Actor
from limen.conduct.core.models import Participant, ParticipationEvent
from limen.conduct.core.screening.randomisable import may_be_randomised
from limen.conduct.core.trail import recording


def missing(participant: Participant) -> list[str]:
    """The paths of what is missing."""
    return [one.path for one in may_be_randomised(Participant.objects.get(pk=participant.pk))]


@pytest.fixture
def ready(berta, ivo, fits, by) -> Participant:
    """Somebody of whom nothing is missing."""
    consent = consenting.latest_consent(berta)
    consenting.counter_sign(consent, member=ivo, meaning="I explained.", respondent="physician")
    screening.answer_screening(berta, fits, by=Actor.participant(berta))
    screening.decide(berta, eligible=True, member=ivo)
    with recording("test.locked", by=by, participant=berta) as record:
        kind = ParticipationEvent.Kind.BASELINE_LOCKED
        record.add(ParticipationEvent(participant=berta, kind=kind, at=record.at))
    return berta


def test_nobody_is_ready_at_first(invited_only):
    assert missing(invited_only) == ["consent", "eligibility", "baseline"]


def test_each_step_takes_one_obstacle_away(berta, ivo, fits):
    assert missing(berta) == ["consent.signed_by", "eligibility", "baseline"]
    consent = consenting.latest_consent(berta)
    consenting.counter_sign(consent, member=ivo, meaning="I explained.", respondent="physician")
    assert missing(berta) == ["eligibility", "baseline"]
    screening.answer_screening(berta, fits, by=Actor.participant(berta))
    screening.decide(berta, eligible=True, member=ivo)
    assert missing(berta) == ["baseline"]


def test_who_has_all_may_be_randomised(ready):
    assert missing(ready) == []


def test_an_answer_after_the_decision_needs_another_decision(ready, ivo):
    staff = Actor.staff(ivo)
    screening.answer_screening(ready, {"age_years": "35"}, by=staff, reason="misread")
    assert missing(ready) == ["eligibility"]
    screening.decide(ready, eligible=True, member=ivo)
    assert missing(ready) == []


def test_who_is_not_eligible_may_not(ready, ivo):
    screening.decide(ready, eligible=False, member=ivo, reason="changed their mind")
    assert missing(ready) == ["eligibility"]


def test_a_consent_that_is_due_again_stands_in_the_way(ready, by):
    with recording("test.due", by=by, participant=ready) as record:
        stored = record.fresh(ready)
        stored.consent_due = True
        record.change(stored, "consent_due")
    assert missing(ready) == ["consent"]


def test_a_protocol_that_wants_no_baseline_asks_for_none(berta, monkeypatch):
    changed = berta.version.protocol.model_copy(update={"kits": None})
    monkeypatch.setattr("limen.conduct.core.models.ProtocolVersion.protocol", changed)
    assert "baseline" not in missing(berta)
