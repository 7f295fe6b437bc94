"""What a clinician, or the participant, thinks was given, at an occasion of somebody else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import agreement
import cast
import interview
import pytest
import servers
import team
import yaml
from django.test import Client

from limen.conduct.core import clock
from limen.conduct.core.answering import asked
from limen.conduct.core.answering.guess_due import guessers
from limen.conduct.core.export import export
from limen.conduct.core.export.mine.answered import beliefs
from limen.conduct.core.export.mine.sheet import Cells
from limen.conduct.core.forms import form_due
from limen.conduct.core.forms.services import fill_form
from limen.conduct.core.models import (
    Deviation,
    FormEvent,
    Occasion,
    Participant,
    Submission,
    TreatmentGuess,
    VisitForm,
)
from limen.conduct.core.occasions.services import withdraw
from limen.conduct.core.services.invite import invite
from limen.conduct.staff.forms.held import Held
from limen.dataset import read_dataset
from limen.dataset.check import check_dataset

VISIT = "last_contact"


def _guess(id: str, respondent: str, occasion: str, **more: Any) -> dict[str, Any]:
    asks = {"about": "arm", "options": ["PL", "MD"], "dont_know": True, "confidence": True}
    title = "Which arm do you think this person is in?"
    around = {"id": id, "title": title, "respondent": respondent, "occasions": [occasion]}
    return around | asks | more


def _protocol() -> str:
    """The demonstration; physician and participant guess where somebody else answers."""
    document: dict[str, Any] = yaml.safe_load(servers.DEMONSTRATION)
    document["outcomes"].append(
        {"id": "pressure", "title": "Blood pressure", "measurement": "systolic",
         "occasions": [VISIT], "exposure": "arm", "better": "lower"}
    )  # fmt: skip
    document["occasions"].append(
        {"id": "rated", "title": "Rated", "kind": "rater_assessment", "phase": "treatment",
         "respondent": "physician", "schedule": {"kind": "once", "day": 1},
         "window": {"closes_day": 3}, "measures": ["cgi_s"]}
    )  # fmt: skip
    document["guesses"] += [
        _guess("physician_guess", "physician", VISIT, after=["pressure"]),
        _guess("spoken_guess", "participant", "rated"),
        _guess("own_guess", "physician", "rated"),
    ]
    return str(yaml.safe_dump(document, sort_keys=False, allow_unicode=True))


@pytest.fixture
def people(deployment) -> Iterator[cast.Cast]:
    """The cast, while anna's last contact is on."""
    with servers.sqlite(_protocol()), clock.as_of(interview.SUNDAY):
        found = cast.people()
        team.begins(found.anna)
        with clock.as_of(team.occasion(found.anna, VISIT).opens_at + timedelta(hours=2)):
            yield found


@pytest.fixture
def anna(people) -> Participant:
    """Takes part at the first site."""
    return people.anna


@pytest.fixture
def ines(people) -> Client:
    """A browser of the investigator."""
    return team.browser_of(people.ines)


def _examined(anna: Participant, people: cast.Cast) -> None:
    found = form_due(team.occasion(anna, VISIT), "vital_signs")
    assert found is not None
    fields = team.filled(asked(found.occasion, respondent="physician", of="vital_signs"))
    fill_form(found.occasion, found.form, client_id=uuid4(), fields=fields, member=people.carla)


def _address(anna: Participant, visit: str = VISIT, respondent: str = "physician") -> str:
    return team.address("guess", anna, visit, respondent)


def _said(answer: str = "MD", guess: str = "physician_guess", **more: str) -> dict[str, str]:
    keys = {f"guess.{guess}.answer": answer, f"guess.{guess}.confidence": "80"}
    return {"client_id": str(uuid4())} | keys | more


def test_a_clinician_guesses_once_and_after_what_comes_before(anna, people, ines):
    page = _address(anna)
    assert ines.get(page).status_code == 404  # blood pressure comes first
    _examined(anna, people)
    for name in (("occasion", VISIT), ("form", VISIT, "vital_signs")):
        assert page in team.text_of(ines.get(team.address(name[0], anna, *name[1:])))
    assert "Which arm do you think" in team.text_of(ines.get(page))
    team.refused(ines.post(page, {"client_id": str(uuid4())}), "needs a look")
    team.went_on(ines.post(page, _said()), team.address("occasion", anna, VISIT))
    found = TreatmentGuess.objects.get(participant=anna)
    assert (found.respondent, found.answer, found.confidence_percent) == ("physician", "MD", 80.0)
    assert Submission.objects.get(pk=found.submission_id).entered_by == "staff:ines"
    assert ines.get(page).status_code == 404
    assert ines.post(page, _said("PL")).status_code == 404
    assert team.occasion(anna, VISIT).state != "submitted"


def test_nobody_is_shown_it(anna, people, ines):
    _examined(anna, people)
    ines.post(_address(anna), _said())
    for name in (("occasion", VISIT), ("form", VISIT, "vital_signs"), ("person",)):
        for member in (people.ines, people.carla, people.mei):
            text = team.text_of(team.browser_of(member).get(team.address(name[0], anna, *name[1:])))
            assert not {"MD", "80"} & set(team.words_of(text)), name


def test_staff_enter_what_a_participant_said_where_somebody_else_answers(anna, people, ines):
    page = _address(anna, "rated", "participant")
    assert page in team.text_of(ines.get(team.address("occasion", anna, "rated")))
    assert "Enter what the person said" in team.text_of(ines.get(page))
    at = {"answered_at": "2026-03-03T10:00"}
    ines.post(page, _said("dont_know", "spoken_guess") | at)
    found = TreatmentGuess.objects.get(participant=anna)
    assert (found.respondent, found.answer) == ("participant", "dont_know")


def test_a_guess_after_the_window_counts(anna, people, ines):
    _examined(anna, people)
    with clock.as_of(clock.now() + timedelta(days=20)):
        later = team.browser_of(people.ines)
        later.post(_address(anna), _said())
    found = TreatmentGuess.objects.get(participant=anna)
    assert Submission.objects.get(pk=found.submission_id).verdict == "late"
    assert not Deviation.objects.filter(occasion=team.occasion(anna, VISIT)).exists()


def test_nobody_guesses_where_nothing_is_asked_of_them(anna, people, ines):
    _examined(anna, people)
    visit = team.occasion(anna, VISIT)
    assert guessers(visit) == ("physician",)
    for respondent in ("participant", "rater", "nobody"):
        assert ines.get(_address(anna, VISIT, respondent)).status_code == 404
    assert team.browser_of(people.mei).get(_address(anna)).status_code == 403
    with clock.as_of(visit.opens_at - timedelta(minutes=1)):
        assert guessers(visit) == ()
    Occasion.objects.filter(pk=visit.pk).update(state="cancelled")
    assert guessers(team.occasion(anna, VISIT)) == ()
    Occasion.objects.filter(pk=visit.pk).update(state="open")
    withdraw(anna, by=cast.BY)
    assert guessers(team.occasion(anna, VISIT)) == ()


def test_it_is_exported_as_the_physicians_and_is_none_of_the_participants_own(people, tmp_path):
    with clock.as_of(interview.SUNDAY):
        person = invite(people.here, by=cast.BY).participant
        agreement.agrees(person)
        anna = cast.agreed(person)
        team.begins(anna)
    ines = team.browser_of(people.ines)
    _examined(anna, people)
    ines.post(_address(anna), _said())
    dataset = read_dataset(export(tmp_path / "dataset", by=cast.BY).folder)
    (row,) = dataset.rows("guesses")
    assert (row["occasion"], row["guess"], row["about"], row["answer"], row["respondent"]) == (
        VISIT, "physician_guess", "arm", "MD", "physician",
    )  # fmt: skip
    assert check_dataset(dataset).errors == ()
    anna.refresh_from_db()
    assert not beliefs(anna, Cells(anna)).rows


def test_who_signs_a_form_with_a_guess_in_it_does_not_vouch_for_what_is_hidden(anna, people, ines):
    found = form_due(team.occasion(anna, "rated"), "rated")
    assert found is not None
    fields = team.filled(asked(found.occasion, respondent="physician", of="rated"))
    assert "guess.own_guess.answer" in fields
    said = {"client_id": uuid4(), "performed_at": found.occasion.opens_at}
    fill_form(found.occasion, found.form, fields=fields, member=people.carla, **said)
    assert guessers(found.occasion) == ("participant",)  # a clinician's own is among the questions
    row = VisitForm.objects.get(participant=anna)
    page = team.address("forms_sign", anna)
    shown = team.text_of(ines.get(page))
    unseen = "What is hidden from me I have not seen"
    assert unseen in shown
    assert "1 treatment guess was given" in shown
    sent = {f"seen.{row.pk}": row.content, "password": cast.PASSWORD}
    team.went_on(ines.post(page, sent), team.address("forms", anna))
    assert unseen in FormEvent.objects.get(form=row, kind="signed").meaning
    _examined(anna, people)
    assert unseen not in team.text_of(ines.get(page))


def test_a_monitor_verifies_no_answers_that_are_hidden_from_them(anna, people, monkeypatch):
    _examined(anna, people)
    form = VisitForm.objects.get(participant=anna)
    mei = team.browser_of(people.mei)
    page, verify = (
        team.address(name, anna, VISIT, "vital_signs") for name in ("form", "form_verify")
    )
    assert "agrees with its source" in team.text_of(mei.get(page))
    monkeypatch.setattr(Held, "can_be_compared", False)
    assert "agrees with its source" not in team.text_of(mei.get(page))
    team.refused(mei.post(verify, {"seen": form.content}), "you cannot compare them")
    form.refresh_from_db()
    assert form.verified_at is None
