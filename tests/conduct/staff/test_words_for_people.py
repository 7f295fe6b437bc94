"""What people read is in words: no page names an occasion by its id, or a moment by another zone.

Every page of the URLconf is asked for, of somebody to whom everything has happened; one that is
added is read without a line here.
"""

from __future__ import annotations

import html
import re

import crawl
import planted
import pytest
import team

from limen.conduct.core.models import Occasion, Participant

#: What is no sentence of ours: where the protocol's own names are shown as such, and scripts.
_NAMES = re.compile(r"<(code|script|style)\b.*?</\1>", re.DOTALL)
#: Which show the protocol or a figure of it: names are what is asked for.
_OF_THE_PROTOCOL = {"amendments", "monitoring_report"}


@pytest.fixture
def pages(anna, people) -> dict[str, str]:
    """What can be read on each page that anna's investigator is shown, by name and address."""
    planted.plant(anna, people)
    browser, found = team.browser_of(people.ines), {}
    for name, address in crawl.addresses([anna]):
        answer = browser.get(address)
        if answer.status_code == 200 and not answer.streaming and name not in _OF_THE_PROTOCOL:
            found[f"{name} {address}"] = _read(answer.content.decode("utf-8", "replace"))
    return found


def _read(page: str) -> str:
    text = re.sub(r"<[^>]*>", "\n", _NAMES.sub("", page))
    return html.unescape(text)


def _ids(anna: Participant) -> re.Pattern[str]:
    names = Occasion.objects.filter(participant=anna).values_list("identifier", flat=True)
    odd = [re.escape(name) for name in names if "." in name or "_" in name]
    return re.compile(rf"(?<![\w.-])(?:{'|'.join(odd)})(?![\w-])")


def test_no_page_names_an_occasion_by_its_id(anna, pages):
    ids = _ids(anna)
    assert {name: found for name, text in pages.items() if (found := ids.findall(text))} == {}


def test_pages_do_name_occasions(anna, pages):
    named = {name.split()[0] for name, text in pages.items() if "Evening diary (2, " in text}
    assert {"occasion", "cancel", "correct", "trail", "queries", "scores"} <= named


def test_the_lists_before_the_lock_name_occasions(anna, ines):
    page = team.text_of(ines.get("/staff/lock/?kind=occasions"))
    assert f"{anna.number} Evening diary (3, Two weeks of dosing)" in page
    page = team.text_of(ines.get("/staff/lock/?kind=forms"))
    assert f"{anna.number} Before the first dose: Vital signs" in page


def test_everything_is_told_by_the_clock_of_the_site(pages):
    assert {name for name, text in pages.items() if re.search(r"\bUTC\b", text)} == set()
    assert "Times in Europe/Riga." in next(t for n, t in pages.items() if n.startswith("trail "))


def test_the_heading_of_a_page_about_somebody_says_whose_it_is(anna, people):
    browser = team.browser_of(people.ines)
    planted.plant(anna, people)
    nameless = set()
    for name, address in crawl.addresses([anna]):
        answer = browser.get(address)
        if answer.status_code != 200 or f"/p/{anna.code}/" not in address or answer.streaming:
            continue
        heading = re.search(r"<h1>(.*?)</h1>", answer.content.decode("utf-8", "replace"), re.DOTALL)
        if heading is not None and anna.number not in heading.group(1):
            nameless.add(name)
    assert nameless == set()
