"""What raters think was given; and two raters of one visit."""

from __future__ import annotations

from collections.abc import Iterator

import cast
import interview
import pytest
import servers
import team
from interview import LIST, SUNDAY, address, form

from limen.conduct.core import clock
from limen.conduct.core.models import Measurement, TreatmentGuess
from limen.conduct.core.services.add_staff import add_staff

SECOND = """
  - {id: rater_2, kind: blinded_rater, title: A second rater}
"""
BLIND = """
    - party: rater_2
      blinded_to: [allocation, guesses, positive_controls, adverse_events, expectancies]
"""
AGAIN = """
  - id: rating_2
    title: The same by a second rater
    kind: rating
    respondent: rater_2
    occasions: [week]
    measurements: [distress_seen]
"""


@pytest.fixture
def guessing(deployment) -> Iterator[cast.Cast]:
    """A study whose rater guesses after each week's rating."""
    with servers.sqlite(interview.changed(guesses=interview.GUESS)), clock.as_of(SUNDAY):
        yield cast.people()


@pytest.fixture
def two_raters(deployment) -> Iterator[cast.Cast]:
    """A study in which two raters rate the same week."""
    text = interview.changed(respondents=SECOND, parties=BLIND, forms=AGAIN)
    with servers.sqlite(text), clock.as_of(SUNDAY):
        yield cast.people()


def test_the_guess_is_asked_after_the_rating_and_once(guessing):
    anna = guessing.anna
    team.begins(anna)
    rita = team.browser_of(team.rita())
    guess = address(anna, "rating_guess")
    assert rita.get(guess).status_code == 404  # the rating comes first
    assert "Which arm" not in team.text_of(rita.get(address(anna)))
    rita.post(address(anna), form("3"))
    assert guess in team.text_of(rita.get(address(anna)))
    assert "Which arm do you think" in team.text_of(rita.get(guess))
    team.refused(rita.post(guess, {}), "needs a look")
    said = {"guess.rater_guess.answer": "MD", "guess.rater_guess.confidence": "80"}
    team.went_on(rita.post(guess, said), address(anna))
    found = TreatmentGuess.objects.get(participant=anna)
    assert (found.respondent, found.answer, found.confidence_percent) == ("rater", "MD", 80.0)
    assert rita.get(guess).status_code == 404
    page = team.text_of(rita.get(address(anna)))
    assert guess not in page
    assert not {"MD", "80"} & set(team.words_of(page))


def test_a_guess_of_a_rater_does_not_answer_the_visit(guessing):
    anna = guessing.anna
    team.begins(anna)
    rita = team.browser_of(team.rita())
    rita.post(address(anna), form("3"))
    rita.post(address(anna, "rating_guess"), {"guess.rater_guess.answer": "dont_know"})
    assert team.occasion(anna, "week.1").state != "submitted"


def test_who_has_rated_as_one_does_not_rate_as_the_other(two_raters):
    anna = two_raters.anna
    team.begins(anna)
    rolf = add_staff("rolf", full_name="Rolf R.", password=cast.PASSWORD,
                     roles={two_raters.here.identifier: ["rater"]}, by=cast.BY)  # fmt: skip
    browsers = [team.browser_of(one) for one in (team.rita(), rolf)]
    first = address(anna)
    second = first.replace("/rating/", "/rating_2/")
    page = team.text_of(browsers[0].get(LIST))
    assert first in page
    assert second in page
    team.went_on(browsers[0].post(first, form("3")), first)
    page = team.text_of(browsers[0].get(LIST))
    assert first in page
    assert second not in page
    assert browsers[0].get(second).status_code == 404
    assert browsers[0].post(second, form("3")).status_code == 404
    page = team.text_of(browsers[1].get(LIST))
    assert first not in page
    team.went_on(browsers[1].post(second, form("5")), second)
    values = dict(Measurement.objects.values_list("respondent", "value"))
    assert values == {"rater": 3.0, "rater_2": 5.0}
    assert ">3 points<" not in team.text_of(browsers[1].get(second))
    assert interview.stored(anna).performed_by.name == "rita"
