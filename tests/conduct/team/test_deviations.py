"""Deviations: versions, what is proposed, who may write, sealing, the pages, the export."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import cast
import night
import pytest
import team

from limen.conduct.core import clock
from limen.conduct.core.actor import WORKER
from limen.conduct.core.deviations import (
    Said,
    add_deviation,
    correct_deviation,
    deviations_of,
    note_deviation,
    undecided_deviations,
)
from limen.conduct.core.export import export
from limen.conduct.core.models import Deviation, FreeText
from limen.conduct.core.services.erase import erase
from limen.conduct.core.trail import recording, verify
from limen.dataset import read_dataset
from limen.dataset.check import check_dataset
from limen.errors import ConductError

TODAY = team.EVENING.date()
SAID = Said(category="dosing", important=True, happened_on=TODAY, words="Took two at once")


def noted(person, **more) -> Deviation:
    """Let the server propose a deviation."""
    with recording("test.noticed", by=WORKER, participant=person) as record:
        return note_deviation(
            record, person, category="visit_window", words="Came a day late", **more
        )


def test_versions_are_kept_and_the_latest_counts(people, anna):
    first = add_deviation(anna, SAID, member=people.carla)
    occasion = team.occasion(anna, "diary.2")
    said = Said(category="dosing", important=False, happened_on=TODAY, words=SAID.words,
                occasion=occasion)  # fmt: skip
    second = correct_deviation(first, said, member=people.ines, reason="It was the right dose")
    (found,) = deviations_of([anna])
    assert (found.latest, found.earlier, found.study_day) == (second, (first,), 2)
    assert (second.version, second.words_id, second.occasion) == (2, first.words_id, occasion)
    assert second.reason.startswith("sealed:")
    with pytest.raises(ConductError, match="Nothing was changed"):  # of the version before
        correct_deviation(first, SAID, member=people.ines, reason="Again")
    with pytest.raises(ConductError, match="Nothing was changed"):  # without a change
        correct_deviation(second, said, member=people.ines, reason="Again")


@pytest.mark.parametrize(
    "wrong",
    [
        {"category": "weather"},
        {"important": None},
        {"words": " "},
        {"words": "a" * 4001},
        {"happened_on": TODAY + timedelta(days=1)},
    ],
)
def test_what_is_not_said_is_refused(people, anna, wrong):
    said = Said(**({name: getattr(SAID, name) for name in SAID.__annotations__} | wrong))
    with pytest.raises(ConductError, match="Nothing was changed"):
        add_deviation(anna, said, member=people.carla)
    assert not Deviation.objects.exists()


def test_what_happened_today_at_the_site_is_not_to_come(people, anna):
    with recording("test.travelled", by=WORKER, participant=anna) as record:
        anna.zone = "Pacific/Honolulu"
        record.change(anna, "zone")
    with clock.as_of(datetime(2026, 3, 3, 22, 30, tzinfo=UTC)):  # past midnight in Riga
        add_deviation(anna, replace(SAID, happened_on=date(2026, 3, 4)), member=people.carla)
        with pytest.raises(ConductError, match="still to come"):
            add_deviation(anna, replace(SAID, happened_on=date(2026, 3, 5)), member=people.carla)


def test_an_occasion_of_somebody_else_is_refused(people, anna):
    team.begins(people.agnes)
    said = Said(category="other", important=False, happened_on=TODAY, words="Odd",
                occasion=team.occasion(people.agnes, "diary.2"))  # fmt: skip
    with pytest.raises(ConductError, match="Nothing was changed"):
        add_deviation(anna, said, member=people.carla)


@pytest.mark.parametrize("who", ["mei", "dario"])
def test_monitors_and_strangers_enter_nothing(people, anna, who):
    with pytest.raises(ConductError, match="Nothing was changed"):
        add_deviation(anna, SAID, member=getattr(people, who))


def test_what_the_server_noticed_waits_until_somebody_decides(people, anna):
    one, two = noted(anna), noted(anna, happened_on=date(2026, 3, 2))
    assert list(undecided_deviations()) == [one, two]
    said = Said(category="visit_window", important=False, happened_on=one.happened_on,
                words="Came a day late")  # fmt: skip
    correct_deviation(one, said, member=people.carla, reason="Taken over")
    assert list(undecided_deviations()) == [two]
    correct_deviation(two, said, member=people.carla, reason="She came", none=True)
    assert list(undecided_deviations()) == []
    assert {one.latest.voided for one in deviations_of([anna])} == {True, False}


def test_that_it_was_none_is_said_without_a_judgement_and_stays_said(people, anna):
    one = noted(anna)
    carla, page = team.browser_of(people.carla), team.address("correct_deviation", anna, one.number)
    form = {"category": one.category, "happened_on": one.happened_on, "words": "Came a day late"}
    team.refused(carla.post(page, form | {"reason": "Taken over"}), "Say whether it is important")
    team.went_on(carla.post(page, form | {"none": "on", "reason": "She came"}))
    assert not undecided_deviations().exists()
    assert 'name="none" checked' in team.text_of(carla.get(page))  # else it would count again


def test_words_are_sealed_and_go_with_an_erasure(people, anna):
    first = add_deviation(anna, SAID, member=people.carla)
    (text,) = FreeText.objects.filter(purpose="deviation")
    assert b"two at once" not in bytes(text.ciphertext)
    erase(anna, by=people.by)
    mei = team.browser_of(people.mei)
    assert "The words were erased." in team.text_of(
        mei.get(team.address("person_deviations", anna))
    )
    correct_deviation(first, SAID, member=people.carla, reason="More is known")
    assert Deviation.objects.last().words is None
    assert verify().faults == ()


def test_the_pages_enter_correct_and_list(people, anna):
    carla, address = team.browser_of(people.carla), team.address("person_deviations", anna)
    form = {"category": "consent", "important": "yes", "happened_on": "2026-03-02",
            "words": "The old form was signed", "occasion": "diary.2"}  # fmt: skip
    team.refused(carla.post(address, form | {"category": ""}), "Choose what kind")
    team.refused(carla.post(address, form | {"happened_on": "yesterday"}), "Give a date")
    team.refused(carla.post(address, form | {"occasion": "diary.99"}), "one of the occasions")
    team.went_on(carla.post(address, form), address)
    there = team.address("correct_deviation", anna, 1)
    assert 'value="2026-03-02"' in team.text_of(carla.get(there))
    team.refused(carla.post(there, form | {"important": "no"}), "needs a reason")
    team.went_on(carla.post(there, form | {"important": "no", "reason": "Checked"}), address)
    mei = team.browser_of(people.mei)
    text = team.text_of(mei.get(team.address("deviations")))
    assert "The old form was signed" in text
    assert "version 2: Checked" in text
    assert "correct" not in text.lower().partition("<main")[2]
    assert "There are none." in team.text_of(
        mei.get(team.address("deviations") + "?which=undecided")
    )
    assert carla.get(team.address("correct_deviation", anna, 2)).status_code == 404


def test_the_dataset_has_them(people, tmp_path):
    anna = night.consented(people.here)
    noted(anna)
    first = add_deviation(anna, SAID, member=people.carla)
    add_deviation(anna, SAID, member=people.carla)
    correct_deviation(first, SAID, member=people.carla, reason="It was none", none=True)
    assert exported(tmp_path / "one") == [
        ("1", "visit_window", "2", "", "Came a day late"),
        ("3", "dosing", "2", "yes", "Took two at once"),
    ]
    erase(anna, by=people.by)
    assert {row[-1] for row in exported(tmp_path / "two")} == {"(erased)"}


def exported(folder) -> list[tuple[object, ...]]:
    """The rows of the table, after an export that passes its check."""
    export(folder, by=cast.BY)
    assert check_dataset(folder).errors == ()
    names = ("deviation", "category", "study_day", "important", "description")
    return [tuple(row[name] for name in names) for row in read_dataset(folder).rows("deviations")]
