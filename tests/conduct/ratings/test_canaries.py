"""Whatever is said of somebody anywhere, a rater finds on no page; others find it, so it is there.

Every page of the URLconf is asked for; one that is added is crawled without a line here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import cast
import crawl
import interview
import planted
import pytest
import team
from django.core import mail
from django.test import override_settings

from limen.conduct.core import clock
from limen.conduct.core.messages import tick
from limen.conduct.core.models import Participant

#: Which no page of a rater may show, written as a page would; numbers and codes as whole words.
SOUGHT = {
    **{where: re.compile(word) for where, word in planted.WORDS.items()},
    **{where: re.compile(rf"\b{number}\b") for where, number in planted.NUMBERS.items()},
}
GUESSED = re.compile(rf"\b{planted.ANSWER}\b")
#: Pages that a rater is shown at all; what is not here is refused, or leads there.
SHOWN = {"trail", "study", "ratings", "rating", "rating_correct"}
_RANDOM = re.compile(r'csrfmiddlewaretoken" value="\w+"|client_id" value="[\w-]+"|[0-9a-f-]{36}')


@pytest.fixture
def planted_study(demonstration_study) -> Iterator[tuple[cast.Cast, Participant]]:
    """Anna of whom everything was said, and whom rita has rated; and agnes, of whom nothing."""
    with (
        override_settings(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend"),
        clock.as_of(team.EVENING),
    ):
        mail.outbox = []
        people = cast.people()
        anna = people.anna
        team.begins(anna)
        planted.plant(anna, people)
        interview.rates(anna, team.rita())
        with clock.as_of(interview.SUNDAY):
            tick()
            yield people, anna


def _read(member, people: list[Participant]) -> dict[str, str]:
    """Every page that somebody is shown, by its address."""
    browser, found = team.browser_of(member), {}
    for name, address in crawl.addresses(people):
        answer = browser.get(address)
        assert answer.status_code in (200, 302, 403, 404, 405), address
        if answer.status_code == 200:
            content = b"".join(answer) if answer.streaming else answer.content
            found[f"{name} {address}"] = _RANDOM.sub("*", content.decode(errors="replace"))
    return found


def test_a_rater_finds_nothing_of_what_was_said(planted_study):
    _people, anna = planted_study
    rita = anna.site.memberships.get(role="rater").member
    pages = _read(rita, [anna])
    assert {page.split()[0] for page in pages} == SHOWN
    for page, text in pages.items():
        for where, sought in {**SOUGHT, "guess": GUESSED}.items():
            assert not sought.search(text), (page, where)
    mails = [f"{one.subject} {one.body}" for one in mail.outbox if rita.email in one.to]
    assert mails == []


def test_the_words_are_there_for_others(planted_study):
    """Else the test above would find nothing either way."""
    people, anna = planted_study
    text = "\n".join(_read(people.ines, [anna]).values())
    missing = {where for where, sought in SOUGHT.items() if not sought.search(text)}
    assert missing <= {"name"}  # a click that is recorded
    assert planted.ANSWER in anna.guesses.values_list("answer", flat=True)
