"""Counter-signatures: by whom the protocol names, once each, with a meaning."""

from __future__ import annotations

import pytest
from agreement import agrees

from limen.conduct.core import consenting
from limen.conduct.core.models import AuditEntry, Consent, CounterSignature
from limen.conduct.core.services.add_staff import add_staff
from limen.errors import ConductError

MEANING = "I have explained the study."


@pytest.fixture
def consent(berta) -> Consent:
    return agrees(berta)


def refusal(consent: Consent, **said: object) -> list[str]:
    """The paths of what keeps a counter-signature from being stored."""
    before = CounterSignature.objects.count()
    with pytest.raises(ConductError) as refused:
        consenting.counter_sign(consent, **({"meaning": MEANING} | said))
    assert CounterSignature.objects.count() == before
    return [one.path for one in refused.value.problems]


def test_an_investigator_signs_as_the_protocol_names(consent, ivo):
    assert consenting.missing_signatures(consent) == ("physician",)
    signed = consenting.counter_sign(consent, member=ivo, meaning=MEANING, respondent="physician")
    assert (signed.member, signed.meaning, signed.respondent) == (ivo, MEANING, "physician")
    assert consenting.missing_signatures(consent) == ()
    assert AuditEntry.objects.latest("number").by == "staff:ivo"


def test_nobody_signs_twice_nor_in_two_capacities(consent, ivo, rita):
    consenting.counter_sign(consent, member=ivo, meaning=MEANING, respondent="physician")
    assert refusal(consent, member=ivo, respondent="physician") == ["member", "respondent"]
    assert refusal(consent, member=ivo) == ["member"]
    assert refusal(consent, member=rita, respondent="physician") == ["respondent"]
    consenting.counter_sign(consent, member=rita, meaning=MEANING)  # a witness


def test_only_investigators_of_the_site_sign_as_whom_the_protocol_names(consent, ivo, by):
    nurse = add_staff(
        "nora", full_name="N", password="harbour lantern oak",
        roles={"riga": ["coordinator"], "porto": ["investigator"]}, by=by,
    )  # fmt: skip
    assert refusal(consent, member=nurse, respondent="physician") == ["member"]
    assert refusal(consent, member=ivo, respondent="participant") == ["respondent"]
    assert refusal(consent, member=ivo, respondent="physician", meaning=" ") == ["meaning"]


def test_a_new_consent_needs_signatures_of_its_own(consent, berta, ivo, amended):
    consenting.counter_sign(consent, member=ivo, meaning=MEANING, respondent="physician")
    amended("# Information\n\nOther words.")
    berta.refresh_from_db()
    again = agrees(berta)
    assert consenting.missing_signatures(again) == ("physician",)
    assert consenting.missing_signatures(consent) == ()


def test_the_meaning_to_be_shown_names_the_capacity(consent):
    assert "The study physician" in consenting.meaning_for(consent, "physician")
