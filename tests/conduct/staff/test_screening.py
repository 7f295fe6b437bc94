"""Screening: answers, the decision, study day 1."""

from __future__ import annotations

import agreement
import cast
import pytest
import team

from limen.conduct.core.models import EligibilityAnswer, EligibilityDecision, Participant
from limen.conduct.core.services.invite import invite

RIGHT = {
    "q.age_years": "34",
    "q.sex": "female",
    "q.earlier_psychedelics": "no",
    "q.present_disorder": "no",
    "q.psychosis_in_family": "no",
    "q.interacting_medicine": "no",
    "q.pregnant_or_nursing": "no",
}


@pytest.fixture
def bea(bea) -> Participant:
    """Has consented."""
    agreement.agrees(bea)
    return bea


def answered(client, person, **more: str):
    return client.post(team.address("screening", person), RIGHT | more)


def decided(client, person, eligible: str = "yes", **more: str):
    form = {"eligible": eligible, "password": cast.PASSWORD} | more
    return client.post(team.address("decision", person), form)


def status(person) -> str:
    return Participant.objects.get(pk=person.pk).status


def test_it_works(bea, carla, ines):
    team.went_on(answered(carla, bea))
    shown = team.text_of(carla.get(team.address("screening", bea)))
    assert 'value="34"' in shown
    assert "> Female</label>" in shown
    page = team.text_of(ines.get(team.address("decision", bea)))
    assert "this person may take part" in page
    team.went_on(decided(ines, bea))
    assert status(bea) == Participant.Status.ELIGIBLE
    earliest = "2026-03-07"  # the run-in of three days begins tomorrow
    assert f'min="{earliest}"' in team.text_of(carla.get(team.address("start", bea)))
    team.went_on(carla.post(team.address("start", bea), {"start": earliest}))
    assert str(Participant.objects.get(pk=bea.pk).started_on) == earliest


def test_a_change_needs_a_reason_and_keeps_what_was(bea, carla):
    answered(carla, bea)
    team.refused(answered(carla, bea, **{"q.age_years": "35"}), "why this changes")
    team.went_on(answered(carla, bea, **{"q.age_years": "35"}, reason="misheard"))
    values = EligibilityAnswer.objects.filter(question="age_years").order_by("version")
    assert list(values.values_list("value", flat=True)) == ["34", "35"]


def test_an_answer_that_cannot_be_is_refused(bea, carla):
    answer = answered(carla, bea, **{"q.age_years": "old"})
    team.refused(answer, "enter a number")
    assert 'value="old"' in answer.content.decode()
    assert not EligibilityAnswer.objects.exists()


def test_before_consent_nothing_is_asked(people, carla):
    dora = invite(people.here, by=cast.BY).participant
    page = team.text_of(carla.get(team.address("screening", dora)))
    assert "Consent comes first" in page
    assert "<button>Keep" not in page
    assert answered(carla, dora).status_code == 422


def test_the_monitor_reads_the_answers_and_writes_none(bea, carla, mei):
    answered(carla, bea)
    page = team.text_of(mei.get(team.address("screening", bea)))
    assert "34" in page
    assert 'name="q.age_years"' not in page
    assert answered(mei, bea, **{"q.age_years": "35"}, reason="x").status_code == 403


def test_a_decision_against_the_rules_needs_a_reason(bea, carla, ines):
    answered(carla, bea, **{"q.age_years": "70"})
    team.refused(decided(ines, bea), "Say why you decide otherwise")
    assert not EligibilityDecision.objects.exists()
    team.went_on(decided(ines, bea, reason="The sponsor has allowed it."))
    page = team.text_of(ines.get(team.address("person", bea)))
    assert "The sponsor has allowed it." in page


def test_a_screen_failure_is_one(bea, carla, ines):
    answered(carla, bea, **{"q.present_disorder": "yes"})
    team.went_on(decided(ines, bea, eligible="no"))
    assert status(bea) == Participant.Status.INELIGIBLE
    assert carla.post(team.address("start", bea), {"start": "2026-05-01"}).status_code == 422


@pytest.mark.parametrize("more", [{"password": "wrong"}, {"eligible": ""}, {"eligible": "perhaps"}])
def test_without_a_choice_and_the_password_nothing_is_decided(bea, carla, ines, more):
    answered(carla, bea)
    form = {"eligible": "yes", "password": cast.PASSWORD} | more
    assert ines.post(team.address("decision", bea), form).status_code == 422
    assert not EligibilityDecision.objects.exists()


def test_a_coordinator_does_not_decide(bea, carla):
    assert decided(carla, bea).status_code == 403


@pytest.mark.parametrize("start", ["", "soon", "2026-03-04"])
def test_a_date_that_is_none_or_too_early_is_refused(bea, carla, ines, start):
    answered(carla, bea)
    decided(ines, bea)
    assert carla.post(team.address("start", bea), {"start": start}).status_code == 422
    assert Participant.objects.get(pk=bea.pk).started_on is None


def test_study_day_1_is_set_once(anna, carla):
    assert "Occasions are made once" in team.text_of(carla.get(team.address("start", anna)))
    answer = carla.post(team.address("start", anna), {"start": "2026-06-01"})
    assert answer.status_code == 422
