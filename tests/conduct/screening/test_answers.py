"""Screening answers: typed, in range, by whom they are asked of, and corrected with a reason."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from agreement import agrees
from django.db import connections

from limen.conduct.core import screening
from limen.conduct.core.actor import Actor
from limen.conduct.core.models import EligibilityAnswer, Participant, Site
from limen.conduct.core.screening.read import read_answer
from limen.conduct.core.services.free_text import read_reason
from limen.conduct.core.services.invite import invite
from limen.conduct.core.trail import verify
from limen.errors import ConductError, Problem
from limen.protocol.document.people import ScreeningQuestion


def question(kind: str, **said: object) -> ScreeningQuestion:
    return ScreeningQuestion(id="q", title="Q", kind=kind, **said)


@pytest.fixture
def me(berta) -> Actor:
    return Actor.participant(berta)


def refusal(participant: Participant, answers: dict[str, str], *, by: Actor) -> list[str]:
    """The paths of what keeps answers from being stored."""
    before = EligibilityAnswer.objects.count()
    with pytest.raises(ConductError) as refused:
        screening.answer_screening(participant, answers, by=by)
    assert EligibilityAnswer.objects.count() == before
    return [one.path for one in refused.value.problems]


@pytest.mark.parametrize(
    ("asked", "text", "kept"),
    [
        (question("number"), "34", "34"),
        (question("number"), " 34,5 ", "34.5"),
        (question("number"), "34.0", "34"),
        (question("number"), "-1", "-1"),
        (question("number", low=18.0, high=65.0), "18", "18"),
        (question("number", low=18.0, high=65.0), "65", "65"),
        (question("yes_no"), "yes", "true"),
        (question("yes_no"), "false", "false"),
        (question("choice", options=("a", "b")), "b", "b"),
    ],
)
def test_answers_are_read(asked, text, kept):
    assert read_answer(asked, text) == kept


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        (question("number"), ""),
        (question("number"), "old"),
        (question("number"), "nan"),
        (question("number"), "inf"),
        (question("number"), "1e999"),
        (question("number"), "1_000"),
        (question("number"), "1" * 41),
        (question("number", low=18.0), "17.9"),
        (question("number", high=65.0), "65.1"),
        (question("yes_no"), "maybe"),
        (question("yes_no"), ""),
        (question("choice", options=("a", "b")), "c"),
        (question("choice", options=("a", "b")), ""),
    ],
)
def test_what_is_no_answer_is_refused(asked, text):
    assert isinstance(read_answer(asked, text), Problem)


def test_answers_are_versions_and_say_who_gave_them(berta, me, ivo):
    screening.answer_screening(berta, {"age_years": "20", "sex": "declined"}, by=me)
    assert refusal(berta, {"age_years": "30"}, by=Actor.staff(ivo)) == ["reason"]
    (corrected,) = screening.answer_screening(
        berta, {"age_years": "30", "sex": "declined"}, by=Actor.staff(ivo), reason="misread"
    )
    assert (corrected.version, read_reason(berta, corrected.reason)) == (2, "misread")
    latest = screening.latest_answers(berta)
    assert {id: (one.value, one.state) for id, one in latest.items()} == {
        "age_years": ("30", "answered"),
        "sex": ("", "declined"),
    }
    assert latest["age_years"].audit_entry.by == "staff:ivo"
    assert latest["sex"].audit_entry.by == f"participant:{berta.code}"
    assert EligibilityAnswer.objects.count() == 3
    assert verify().faults == ()


def test_every_wrong_answer_is_named_and_none_is_stored(berta, me):
    answers = {"age_years": "old", "sex": "female", "present_disorder": "", "shoe_size": "42"}
    assert refusal(berta, answers, by=me) == ["age_years", "present_disorder", "shoe_size"]


def test_the_same_again_makes_no_version(berta, me, fits):
    assert len(screening.answer_screening(berta, fits, by=me)) == 7
    assert screening.answer_screening(berta, fits, by=me) == []


def test_nothing_is_asked_before_consent(invited_only, ivo):
    for by in (Actor.participant(invited_only), Actor.staff(ivo)):
        with pytest.raises(ConductError, match="Consent comes first"):
            screening.answer_screening(invited_only, {"age_years": "30"}, by=by)


def test_after_the_decision_only_staff_correct(berta, me, ivo, fits):
    screening.answer_screening(berta, fits, by=me)
    screening.decide(berta, eligible=True, member=ivo)
    with pytest.raises(ConductError, match="screening is over"):
        screening.answer_screening(berta, {"age_years": "40"}, by=me, reason="mistake")
    screening.answer_screening(berta, {"age_years": "40"}, by=Actor.staff(ivo), reason="misread")


def test_what_staff_find_out_is_not_the_participants_to_say(berta, me, ivo, monkeypatch):
    protocol = berta.version.protocol
    found = screening.questions_of(protocol)[3].model_copy(update={"respondent": "physician"})
    population = protocol.population.model_copy(
        update={"screening": (*screening.questions_of(protocol)[:3], found)}
    )
    changed = protocol.model_copy(update={"population": population})
    monkeypatch.setattr("limen.conduct.core.models.ProtocolVersion.protocol", changed)
    assert [one.id for one in screening.own_questions(berta)] == [
        "age_years", "sex", "earlier_psychedelics",
    ]  # fmt: skip
    assert refusal(berta, {"present_disorder": "no"}, by=me) == ["present_disorder"]
    screening.answer_screening(berta, {"present_disorder": "no"}, by=Actor.staff(ivo))


def test_two_at_once_make_one_version(demonstration_on_each_database, by):
    anna = invite(Site.objects.first(), by=by).participant
    agrees(anna)

    def answer(_: int) -> None:
        try:
            screening.answer_screening(anna, {"age_years": "30"}, by=Actor.participant(anna))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(answer, range(8)))
    assert EligibilityAnswer.objects.get().version == 1
    assert verify().faults == ()
