"""What the rules say, and what an investigator decides."""

from __future__ import annotations

import json

import pytest
from agreement import agrees

from limen.conduct.core import screening
from limen.conduct.core.actor import Actor
from limen.conduct.core.models import AuditEntry, EligibilityDecision, FreeText, Participant, Site
from limen.conduct.core.services.add_staff import add_staff
from limen.conduct.core.services.free_text import read_text
from limen.conduct.core.services.invite import invite
from limen.errors import ConductError


def answers(participant: Participant, given: dict[str, str]) -> screening.Judged:
    """Answer, and return what the rules make of it."""
    screening.answer_screening(participant, given, by=Actor.participant(participant))
    return screening.judged(participant)


def refusal(participant: Participant, **said: object) -> list[str]:
    """The paths of what keeps a decision from being stored."""
    before = EligibilityDecision.objects.count()
    with pytest.raises(ConductError) as refused:
        screening.decide(participant, **said)
    assert EligibilityDecision.objects.count() == before
    return [one.path for one in refused.value.problems]


def test_who_fits_is_eligible(berta, fits):
    found = answers(berta, fits)
    assert (found.eligible, found.failed, found.undecided) == (True, (), ())
    assert {one.identifier: one.word for one in found.criteria} == {
        "adult": "met", "disorder": "not_met", "family": "not_met", "medicine": "not_met",
        "pregnancy": "not_met",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("change", "failed"),
    [
        ({"age_years": "20"}, ("adult",)),
        ({"age_years": "66"}, ("adult",)),
        ({"psychosis_in_family": "yes"}, ("family",)),
        ({"age_years": "17", "pregnant_or_nursing": "yes"}, ("adult", "pregnancy")),
    ],
)
def test_a_criterion_that_fails_keeps_one_out(berta, fits, change, failed):
    found = answers(berta, fits | change)
    assert (found.eligible, found.failed) == (False, failed)


@pytest.mark.parametrize("age", ["21", "65"])
def test_limits_belong_to_the_range(berta, fits, age):
    assert answers(berta, fits | {"age_years": age}).eligible is True


def test_what_is_missing_or_declined_leaves_it_undecided(berta, fits):
    del fits["age_years"]
    found = answers(berta, fits | {"interacting_medicine": "declined"})
    assert (found.eligible, found.undecided) == (None, ("adult", "medicine"))
    found = answers(berta, {"age_years": "20"})
    assert (found.eligible, found.failed, found.undecided) == (False, ("adult",), ("medicine",))


def test_what_the_protocol_does_not_say_is_undecided(study, by):
    from limen.conduct.core.screening.judge import _criteria
    from limen.protocol import load_protocol, shipped

    protocol = load_protocol(shipped()["mdlsd"])
    found = screening.Judged(tuple(_criteria(protocol, {"sex": "male", "healthy": True})))
    assert (found.eligible, found.undecided) == (None, ("age", "exclusion"))
    assert found.failed == ()


def test_an_investigator_decides_and_the_status_moves(berta, ivo, fits):
    answers(berta, fits)
    decision = screening.decide(berta, eligible=True, member=ivo)
    assert (decision.eligible, decision.failed, decision.undecided) == (True, "[]", "[]")
    assert Participant.objects.get().status == "eligible"
    notes = json.loads(AuditEntry.objects.latest("number").payload)["notes"]
    assert notes == {
        "against_the_rules": False,
        "meaning": screening.meaning_of_decision(eligible=True),
    }


def test_a_screen_failure_keeps_the_criterion_and_ends_what_was_planned(berta, ivo, fits, by):
    answers(berta, fits | {"age_years": "20"})
    screening.plan_start(berta, by=by)
    decision = screening.decide(berta, eligible=False, member=ivo)
    assert json.loads(decision.failed) == ["adult"]
    berta.refresh_from_db()
    assert berta.status == "ineligible"
    assert set(berta.occasions.values_list("state", flat=True)) == {"cancelled"}
    with pytest.raises(ConductError, match="no longer"):
        screening.decide(berta, eligible=True, member=ivo, reason="a mistake")


@pytest.mark.parametrize(("age", "eligible"), [("20", True), ("34", False)])
def test_deciding_against_the_rules_needs_a_reason_and_is_noted(berta, ivo, fits, age, eligible):
    answers(berta, fits | {"age_years": age})
    said = {"eligible": eligible, "member": ivo}
    assert refusal(berta, **said) == ["reason"]
    assert refusal(berta, **said, reason="  ") == ["reason"]
    decision = screening.decide(berta, **said, reason="the sponsor's waiver of 3 March")
    assert read_text(decision.reason) == "the sponsor's waiver of 3 March"
    assert b"waiver" not in bytes(FreeText.objects.latest("pk").ciphertext)
    entry = AuditEntry.objects.latest("number")
    assert json.loads(entry.payload)["notes"]["against_the_rules"] is True
    assert "waiver" not in entry.payload


def test_what_nobody_can_judge_yet_needs_a_reason_either_way(berta, ivo):
    for eligible in (True, False):
        assert refusal(berta, eligible=eligible, member=ivo) == ["reason"]


def test_only_investigators_of_the_site_decide(berta, fits, by):
    answers(berta, fits)
    nora = add_staff(
        "nora", full_name="N", password="harbour lantern oak",
        roles={"riga": ["coordinator"], "porto": ["investigator"]}, by=by,
    )  # fmt: skip
    assert refusal(berta, eligible=True, member=nora) == ["member"]


def test_nothing_is_decided_before_consent(invited_only, ivo):
    assert "consent" in refusal(invited_only, eligible=True, member=ivo, reason="x")


def test_who_was_decided_on_may_be_decided_on_again_until_enrolment(berta, ivo, fits):
    answers(berta, fits)
    screening.decide(berta, eligible=True, member=ivo)
    screening.answer_screening(berta, {"age_years": "20"}, by=Actor.staff(ivo), reason="misread")
    screening.decide(berta, eligible=False, member=ivo)
    assert [one.eligible for one in EligibilityDecision.objects.order_by("pk")] == [True, False]
    assert screening.latest_decision(berta).eligible is False


def test_both_databases_decide_alike(demonstration_on_each_database, by, fits):
    anna = invite(Site.objects.get(identifier="riga"), by=by).participant
    agrees(anna)
    ines = add_staff(
        "ines", full_name="I", password="harbour lantern oak",
        roles={"riga": ["investigator"]}, by=by,
    )  # fmt: skip
    assert answers(anna, fits).eligible is True
    assert screening.decide(anna, eligible=True, member=ines).eligible
