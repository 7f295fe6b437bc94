"""The language of fixed effects."""

import pytest

from limen.analyse.design import parse_terms
from limen.errors import DesignMatrixError


def test_a_star_means_both_variables_and_their_interaction():
    assert parse_terms(["arm*occasion", "baseline"]) == (
        ("arm",),
        ("occasion",),
        ("baseline",),
        ("arm", "occasion"),
    )


def test_each_term_is_in_the_model_once_whatever_its_spelling():
    terms = ["a", "b", "a:b", "b:a", "a*b"]

    assert parse_terms(terms) == (("a",), ("b",), ("a", "b"))


def test_three_variables_expand_to_seven_terms():
    assert len(parse_terms(["a*b*c"])) == 7


def test_an_interaction_without_its_main_effects_is_refused_with_the_remedy():
    with pytest.raises(DesignMatrixError, match=r"needs 'guess' .*'intervention\*guess'"):
        parse_terms(["intervention", "intervention:guess"])


@pytest.mark.parametrize("text", ["", " ", "a*", ":b", "a::b"])
def test_a_text_that_names_nothing_is_refused(text):
    with pytest.raises(DesignMatrixError, match="cannot be read"):
        parse_terms([text])
