"""The pages with the large queries, on both databases."""

from __future__ import annotations

import cast
import team

from limen.conduct.core import clock
from limen.conduct.staff.people import NEEDS


def test_lists_are_shown_on_both(demonstration_on_each_database):
    with clock.as_of(team.EVENING):
        people = cast.people()
        team.begins(people.anna)
        team.answers(people.anna, "diary.2")
        ines = team.browser_of(people.ines)
        for need in ("", *NEEDS):
            page = team.text_of(ines.get("/staff/", {"need": need, "number": "riga"}))
            assert (people.anna.number in page) == (need == "")
        for name in ("messages", "trail", "study"):
            team.text_of(ines.get(team.address(name)))
        assert "Sent</span>" in team.text_of(ines.get(team.address("person", people.anna)))


def test_what_no_browser_sends_and_one_database_cannot_store_is_refused(
    demonstration_on_each_database,
):
    with clock.as_of(team.EVENING):
        people = cast.people()
        ines = team.browser_of(people.ines)
        form = {"until": "", "reason": "\x00"}
        answers = [
            ines.get("/staff/", {"number": "\x00"}),
            ines.get("/staff/trail/", {"by": "\x00"}),
            ines.get(team.address("person", people.anna) + "o/%00/"),
            ines.post(team.address("pause", people.anna), form),
            ines.post("/staff/sign-in/", {"name": "\x00", "password": "x"}),
        ]
        assert [answer.status_code for answer in answers] == [400] * 5
