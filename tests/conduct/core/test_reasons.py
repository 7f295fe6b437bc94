"""Why staff corrected something: encrypted in its column, readable until it is erased."""

from __future__ import annotations

import pytest

from limen.conduct.core.models import AdverseEvent
from limen.conduct.core.services.erase import erase
from limen.conduct.core.services.free_text import (
    NOT_KEPT,
    SEALED,
    read_reason,
    sealed,
    sealed_reason,
)
from limen.conduct.core.services.invite import invite
from limen.conduct.core.services.replace_keys import replace_keys
from limen.conduct.core.services.terms import LONGEST, kept_term, listed_terms, read_term
from limen.errors import ConductError

WORDS = "Frau Āboliņa rief an"


def test_words_come_back_and_never_look_the_same(on_each_database, anna):
    one, other = sealed_reason(anna, f" {WORDS}\n"), sealed_reason(anna, WORDS)
    assert one != other
    assert one.startswith(SEALED)
    assert one.isascii()
    assert read_reason(anna, one) == read_reason(anna, other) == WORDS


@pytest.mark.parametrize("plain", ["", "sent again by the participant", "misread, in 2025"])
def test_what_is_plain_reads_as_it_stands(study, anna, plain):
    assert read_reason(anna, plain) == plain


def test_after_an_erasure_they_read_as_erased_and_no_more_are_kept(study, anna, by):
    stored = sealed_reason(anna, WORDS)
    erase(anna, by=by)
    assert read_reason(anna, stored) == "(erased)"
    assert read_reason(anna, stored, erased="") == ""
    assert sealed_reason(anna, WORDS) == NOT_KEPT


def test_another_persons_another_purposes_and_broken_ones_do_not_read(study, anna, by):
    boris = invite(anna.site, by=by).participant
    stored = sealed_reason(anna, WORDS)
    assert read_reason(boris, stored) == "(cannot be read)"
    assert read_reason(anna, sealed(anna, WORDS, purpose="response")) == "(cannot be read)"
    assert read_reason(anna, stored[:-6]) == "(cannot be read)"
    assert read_reason(anna, f"{SEALED}!") == "(cannot be read)"


def test_a_lost_master_key_stops_no_page(study, anna):
    stored = sealed_reason(anna, WORDS)
    replace_keys()
    assert read_reason(anna, stored) == "(cannot be read)"


def test_a_term_of_the_list_is_plain_and_others_are_encrypted(study, anna):
    assert "Headache" in listed_terms()
    assert kept_term(anna, "headache") == "headache"
    assert kept_term(anna, "") == ""
    stored = kept_term(anna, "Fall in the kitchen of Anna")
    assert stored.startswith(SEALED)
    assert read_term(anna, stored) == "Fall in the kitchen of Anna"


def test_the_longest_term_fills_its_column(study, anna):
    column = AdverseEvent._meta.get_field("term").max_length
    assert len(kept_term(anna, "x" * LONGEST)) <= column < len(sealed(anna, "x" * 119, purpose="t"))
    with pytest.raises(ConductError, match="too long"):
        kept_term(anna, "ā" * (LONGEST // 2 + 1))


def test_after_an_erasure_only_terms_of_the_list_are_kept(study, anna, by):
    stored = kept_term(anna, "Fall")
    erase(anna, by=by)
    assert read_term(anna, stored) == "(erased)"
    assert kept_term(anna, "Nausea") == "Nausea"
    with pytest.raises(ConductError, match="only a term of the list"):
        kept_term(anna, "Fall")
