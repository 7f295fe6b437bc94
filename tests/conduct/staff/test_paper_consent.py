"""A consent on paper is entered."""

from __future__ import annotations

import agreement
import pytest
import team

from limen.conduct.core import consenting
from limen.conduct.core.models import Consent, Participant


def form(person, **more: object) -> dict[str, object]:
    documents = consenting.documents_for(person)
    answers = {f"check.{name}": said for name, said in agreement.right_answers(person).items()}
    around = {
        "shown": consenting.version_hash(documents),
        "agreed": [one.name for one in consenting.statements_of(documents)],
        "signed_at": "2026-03-02T10:00",
    }
    return answers | around | more


def address(person) -> str:
    return team.address("paper_consent", person)


def test_it_works(bea, carla):
    assert "Who decides whether you receive" in team.text_of(carla.get(address(bea)))
    team.went_on(carla.post(address(bea), form(bea)))
    found = Consent.objects.get()
    assert (found.entered_by, found.attempts, found.signature) == ("staff:carla", 1, None)
    assert found.signed_at.isoformat() == "2026-03-02T08:00:00+00:00"
    assert Participant.objects.get(pk=bea.pk).status == Participant.Status.CONSENTED


@pytest.mark.parametrize(
    "more",
    [{"agreed": []}, {"signed_at": ""}, {"signed_at": "2026-03-09T10:00"}, {"shown": "other"}],
)
def test_what_is_not_on_the_paper_is_no_consent(bea, carla, more):
    assert carla.post(address(bea), form(bea, **more)).status_code == 422
    assert not Consent.objects.exists()


def test_wrong_answers_to_the_check_are_kept_and_no_consent_is(bea, carla):
    sent = form(bea, **{f"check.{k}": v for k, v in agreement.wrong_answers(bea).items()})
    team.refused(carla.post(address(bea), sent), "Talk with the person first")
    assert not Consent.objects.exists()
    assert consenting.checked(bea).attempts == 1
