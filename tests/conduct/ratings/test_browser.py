"""The pages of raters in a real browser, at 390 and at 1280 px: accessible, nothing sticks out."""

from __future__ import annotations

from collections.abc import Iterator

import cast
import interview
import pytest
import servers
import team

from limen.conduct.core import clock
from limen.conduct.core.services.invite import invite


@pytest.fixture
def people(deployment) -> Iterator[cast.Cast]:
    """The cast, in a study that asks its raters for a guess."""
    theirs = interview.GUESS.replace("rater", "physician")
    text = interview.changed(guesses=interview.GUESS + theirs)
    with servers.sqlite(text), clock.as_of(interview.SUNDAY):
        yield cast.people()


def test_every_page_is_accessible_and_fits(anna, people, rita, tour):
    bea = cast.agreed(invite(people.here, by=cast.BY).participant)
    team.begins(bea)
    interview.rates(anna, rita)
    page = interview.address(anna, "rating_correct", "measurement.distress_seen")
    said = {"measurement.distress_seen": "4", "reason": "read from the wrong line"}
    team.went_on(team.browser_of(rita).post(page, said))
    row = team.measures(anna, "systolic", 142.0)
    shown = {
        "ratings": (rita, interview.LIST),
        "rating": (rita, interview.address(bea)),
        "rating-to-come": (rita, interview.address(bea, visit="week.2")),
        "rating-stored": (rita, interview.address(anna)),
        "rating-guess": (rita, interview.address(anna, "rating_guess")),
        "guess": (people.carla, team.address("guess", anna, "week.1", "physician")),
        "rating-correct": (rita, page),
        "trail": (rita, "/staff/trail/"),
        "study": (rita, "/staff/study/"),
        "correct-measurement": (
            people.carla,
            team.address("correct_measurement", anna, "baseline", row.pk),
        ),
        "occasion": (people.carla, team.address("occasion", anna, "week.1")),
    }
    for name, (member, address) in shown.items():
        tour.visit(name, address, member)
    assert tour.faults() == {}
