"""What occasions are called for people."""

from __future__ import annotations

import servers

from limen.conduct.core.occasions.named import name_of, title_of
from limen.protocol import parse_protocol

PROTOCOL = parse_protocol(servers.DEMONSTRATION)


def test_what_is_asked_once_is_called_by_its_title():
    assert name_of(PROTOCOL, "baseline") == "Before the first dose"


def test_what_comes_again_has_its_number():
    assert name_of(PROTOCOL, "week.2") == "At the end of the week (2)"


def test_two_of_one_title_are_told_apart_by_their_phase():
    assert name_of(PROTOCOL, "run_in_diary.1") == "Evening diary (1, Diary before dosing)"
    assert name_of(PROTOCOL, "diary.1") == "Evening diary (1, Two weeks of dosing)"


def test_without_a_title_it_is_called_by_its_id():
    text = servers.DEMONSTRATION.replace("    title: Before the first dose\n", "")
    assert text != servers.DEMONSTRATION
    assert name_of(parse_protocol(text), "baseline") == "baseline"


def test_what_this_version_does_not_know_keeps_its_id():
    assert name_of(PROTOCOL, "of_an_earlier_version.3") == "of_an_earlier_version.3"
    assert title_of(PROTOCOL, "of_an_earlier_version") == "of_an_earlier_version"


def test_every_occasion_has_a_name_of_its_own():
    names = [name_of(PROTOCOL, one) for one in PROTOCOL.occasion_ids()]
    assert len(set(names)) == len(names)
