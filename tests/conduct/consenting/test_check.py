"""The comprehension check: attempts, passages, and a person's turn."""

from __future__ import annotations

import pytest
from agreement import passes, right_answers, wrong_answers

from limen.conduct.core import consenting
from limen.conduct.core.actor import Actor
from limen.conduct.core.consenting.check import asked_questions
from limen.conduct.core.consenting.passages import passage_of
from limen.conduct.core.models import AuditEntry, ComprehensionAnswer, Participant, Site
from limen.conduct.core.services.invite import invite
from limen.conduct.core.trail import verify
from limen.errors import ConductError


@pytest.fixture
def me(berta) -> Actor:
    return Actor.participant(berta)


def fails(participant: Participant) -> consenting.Checked:
    """Answer everything wrongly."""
    by = Actor.participant(participant)
    return consenting.answer_check(participant, wrong_answers(participant), by=by)


def test_right_answers_pass_and_are_stored(berta, me):
    found = consenting.answer_check(berta, right_answers(berta), by=me)
    assert (found.passed, found.wrong, found.attempts) == (True, (), 1)
    assert ComprehensionAnswer.objects.filter(attempt=1, correct=True).count() == 3
    assert verify().faults == ()


def test_a_wrong_answer_leads_back_and_costs_an_attempt(berta, me):
    found = consenting.answer_check(berta, wrong_answers(berta, "driving"), by=me)
    assert (found.passed, found.attempts_left, found.to_a_person) == (False, 2, False)
    assert [one.question for one in found.wrong] == ["driving"]
    again = consenting.answer_check(berta, right_answers(berta), by=me)
    assert (again.passed, again.attempts, again.wrong) == (True, 2, ())


def test_after_the_last_failure_it_is_a_persons_turn(berta, me, by):
    for _ in range(3):
        found = fails(berta)
    assert (found.to_a_person, found.attempts_left) == (True, 0)
    with pytest.raises(ConductError, match="talk with you"):
        consenting.answer_check(berta, right_answers(berta), by=me)
    assert ComprehensionAnswer.objects.count() == 9
    boris = invite(Site.objects.first(), by=by).participant
    assert consenting.needing_a_talk([berta, boris]) == [berta]


def test_staff_allow_one_more_attempt_after_the_talk(berta, me, ivo):
    for _ in range(3):
        fails(berta)
    found = consenting.allow_attempt(berta, by=Actor.staff(ivo))
    assert (found.attempts_left, found.to_a_person) == (1, False)
    entry = AuditEntry.objects.latest("number")
    assert (entry.event, entry.by, entry.participant) == (
        "comprehension.attempt_allowed",
        "staff:ivo",
        berta.code,
    )
    with pytest.raises(ConductError, match="attempt left"):
        consenting.allow_attempt(berta, by=Actor.staff(ivo))
    assert consenting.answer_check(berta, right_answers(berta), by=me).passed
    assert consenting.needing_a_talk([berta]) == []
    with pytest.raises(ConductError, match="has passed"):
        consenting.allow_attempt(berta, by=Actor.staff(ivo))


def test_answers_after_passing_change_nothing(berta, me):
    passes(berta)
    entries = AuditEntry.objects.count()
    assert fails(berta).passed
    assert AuditEntry.objects.count() == entries


@pytest.mark.parametrize("answers", [{}, {"chance": "no such answer"}])
def test_what_is_missing_is_named_and_costs_nothing(berta, me, answers):
    with pytest.raises(ConductError) as refused:
        consenting.answer_check(berta, answers, by=me)
    assert [one.path for one in refused.value.problems] == ["chance", "stopping", "driving"]
    assert consenting.checked(berta).attempts == 0


def test_the_order_of_options_gives_nothing_away(berta, by):
    site = Site.objects.first()
    places = []
    for _ in range(40):
        someone = invite(site, by=by).participant
        questions = consenting.questions_for(someone)
        right = right_answers(someone)
        places += [one.options.index(right[one.identifier]) for one in questions]
        assert consenting.questions_for(someone) == questions
    # 120 draws of three places: each is expected 40 times, and below 20 once in 40,000 runs.
    assert min(places.count(place) for place in range(3)) > 20


def test_the_order_changes_after_a_mistake(berta):
    seen = {tuple(one.options for one in consenting.questions_for(berta))}
    for _ in range(2):
        fails(berta)
        seen.add(tuple(one.options for one in consenting.questions_for(berta)))
    assert len(seen) > 1


def test_who_has_left_answers_nothing(berta, me, by):
    from limen.conduct.core.occasions.services import withdraw

    withdraw(berta, by=by)
    with pytest.raises(ConductError, match="no longer"):
        consenting.answer_check(berta, right_answers(berta), by=me)


def question(berta: Participant, heading: str):
    """A question of the demonstration that names a passage."""
    (first, *_) = asked_questions(berta.version)
    return first.model_copy(update={"passage": heading})


def test_a_passage_is_found_in_what_is_read(berta):
    documents = consenting.documents_for(berta)
    found = passage_of(question(berta, "Who decides what you get"), documents)
    assert (found.document, found.heading) == ("information", "Who decides what you get")
    (section,) = [one for one in documents[0].sections if one.anchor == found.anchor]
    assert "Chance decides" in section.html


def test_a_passage_is_found_in_another_language_by_its_place(berta):
    documents = consenting.documents_for(berta)
    other = consenting.Document("info_de", "Titel", "1", "de", "0" * 64, "# A\n\n## B\n\n## Wer")
    alike = consenting.Document("info_lv", "T", "1", "lv", "1" * 64, "# C\n\n## D\n\n## Kas")
    found = passage_of(question(berta, "Wer"), [alike], [[other]])
    assert (found.document, found.heading) == ("info_lv", "Kas")
    assert passage_of(question(berta, "Wer"), documents, [[other]]) is None  # not cut alike
    assert passage_of(question(berta, "Nowhere"), documents) is None
