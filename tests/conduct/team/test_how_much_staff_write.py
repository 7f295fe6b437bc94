"""What staff write about somebody has a length, and is refused in one way everywhere."""

from __future__ import annotations

from datetime import date

import pytest

from limen.conduct.core import clock, deviations, medication
from limen.conduct.core.contacts import log_contact, take_back
from limen.conduct.core.models import AuditEntry
from limen.conduct.core.queries import Place, ask
from limen.conduct.core.refusing import LONGEST
from limen.errors import ConductError


def deviation(words: str) -> deviations.Said:
    day = date(2026, 3, 2)
    return deviations.Said(category="dosing", important=True, happened_on=day, words=words)


def corrects_deviation(anna, carla, words: str) -> None:
    first = deviations.add_deviation(anna, deviation("A day late"), member=carla)
    deviations.correct_deviation(first, deviation("Two"), member=carla, reason=words)


def corrects_medication(anna, carla, words: str) -> None:
    first = medication.add_medication(anna, medication.Said(name="Tea"), member=carla)
    other = medication.Said(name="Green tea")
    medication.correct_medication(first, other, member=carla, reason=words)


def tries(anna, carla, words: str):
    now = clock.now()
    return log_contact(anna, member=carla, way="telephone", reached=True, at=now, words=words)


WRITERS = {
    "a question": lambda anna, carla, words: ask(anna, Place(), member=carla, words=words),
    "a deviation": lambda anna, carla, words: deviations.add_deviation(
        anna, deviation(words), member=carla
    ),
    "why a deviation is corrected": corrects_deviation,
    "why a medication is corrected": corrects_medication,
    "a contact": tries,
    "why a contact is taken back": lambda anna, carla, words: take_back(
        tries(anna, carla, ""), member=carla, reason=words
    ),
}


@pytest.mark.parametrize("what", WRITERS)
def test_staff_write_so_many_letters_about_somebody_and_no_more(people, anna, what):
    carla = people.carla
    with pytest.raises(ConductError, match=f"Write at most {LONGEST} letters"):
        WRITERS[what](anna, carla, "x" * (LONGEST + 1))
    before = AuditEntry.objects.count()
    WRITERS[what](anna, carla, "x" * LONGEST)
    assert AuditEntry.objects.count() > before


@pytest.mark.parametrize("what", [one for one in WRITERS if one != "a contact"])
def test_blank_words_are_refused(people, anna, what):
    with pytest.raises(ConductError, match="Nothing was changed"):
        WRITERS[what](anna, people.carla, " \n")
