"""What is hidden from whom, by what the protocol says of blinded parties."""

from __future__ import annotations

import pytest

from limen.conduct.staff import hidden
from limen.conduct.staff.hidden import hidden_from, hides
from limen.instruments import catalogue

ALL = frozenset({"guesses", "felt_effects", "expectancies", "adverse_events"})

#   who is blinded to what by the protocol      what is hidden from a coordinator
TABLE = [
    ({}, {"guesses"}),
    ({"participant": ("allocation", "guesses")}, {"guesses"}),
    ({"statistician": ("guesses",)}, {"guesses"}),
    ({"physician": ("allocation", "guesses")}, {"guesses", "felt_effects"}),
    ({"rater": ("adverse_events", "expectancies")}, {"guesses"}),
    ({"coordinator": ("adverse_events",)}, {"guesses", "adverse_events"}),
    ({"staff": ("expectancies", "guesses")}, {"guesses", "felt_effects", "expectancies"}),
    ({"monitor": ("adverse_events",)}, {"guesses"}),
]


@pytest.mark.parametrize(("told", "expected"), TABLE)
def test_the_table_is_true(anna, people, monkeypatch, told, expected):
    monkeypatch.setattr(hidden, "_blinded_to", lambda protocol: told)
    assert hidden_from(people.carla, anna) == expected


def test_guesses_are_hidden_whatever_is_said():
    assert hides(frozenset(), "limen_guess")


@pytest.mark.parametrize(
    ("instrument", "matter"),
    [
        ("limen_intensity", "felt_effects"),
        ("deq5", "felt_effects"),
        ("asc5d", "felt_effects"),
        ("meq30", "felt_effects"),
        ("edi", "felt_effects"),
        ("limen_expect", "expectancies"),
        ("limen_ae_report", "adverse_events"),
    ],
)
def test_an_instrument_goes_with_its_matter(instrument, matter):
    assert instrument in catalogue()
    assert hides(frozenset({matter}), instrument)
    assert not hides(ALL - {matter}, instrument)


def test_a_diary_is_not_hidden():
    assert not hides(ALL, "limen_daily")
    assert not hides(ALL, "no_such_instrument")
