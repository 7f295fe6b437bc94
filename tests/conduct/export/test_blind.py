"""Nothing that leaves the server says what anybody was given."""

from __future__ import annotations

import csv
import re

import pytest
from lived_through import BY, END

import limen.conduct.core.models as models
from limen.conduct.core import clock
from limen.conduct.core.export import export
from limen.conduct.core.models import Study
from limen.dataset import read_dataset
from limen.dataset.tables import TABLES
from limen.errors import DatasetError

SAID = {("guesses.csv", "answer"), ("expectancies.csv", "intervention")}  # what people believe


def cells(folder):
    """(file, column, text) of every cell of every table, those beside the dataset included."""
    for file in sorted(folder.rglob("*.csv")):
        with file.open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream):
                yield from ((file.name, column, text) for column, text in row.items() if text)


@pytest.fixture
def folder(lived, tmp_path):
    with clock.as_of(END):
        return export(tmp_path / "dataset", by=BY).folder


def test_no_cell_names_an_arm_or_an_intervention(lived, folder):
    protocol = Study.objects.get().protocol
    names = {one.id for one in (*protocol.arms, *protocol.interventions)}
    assert len(names) == 4
    named = {
        (file, column)
        for file, column, text in cells(folder)
        if names & set(re.split(r"\W+", text))
    }
    assert named == SAID  # so the search finds what there is


def test_everybody_is_asked_about_the_same_interventions(lived, folder):
    """An expectancy asked of one's own treatment alone would tell it."""
    asked: dict[str, set[str]] = {}
    for row in read_dataset(folder).rows("expectancies"):
        asked.setdefault(row["participant"], set()).add(row["intervention"])
    assert len(asked) > 1
    assert len({frozenset(each) for each in asked.values()}) == 1


def test_no_table_of_the_record_has_a_place_for_it():
    columns = {
        (name, field.name)
        for name in models.__all__
        for field in getattr(models, name)._meta.get_fields()
        if re.search(r"arm|alloc|intervention|content(?!_hash)|unblind|dose", field.name)
    }
    assert columns == {
        ("ExpectancyAnswer", "intervention"),
        ("SealedContent", "content"),  # bytes that nothing here can open
        ("Supply", "content_bytes"),  # one length for all of them
        ("Kit", "dose_level"),  # which every arm has, placebo too
        ("Participant", "dose_level_changes"),
        ("VisitForm", "content"),  # a hash of what the team found
        ("FormEvent", "content"),
        ("Medication", "dose"),  # of what they take besides, in words
    }


def test_the_dataset_is_sealed(lived, folder):
    assert "allocations" not in TABLES
    assert not list(folder.rglob("allocations*"))
    with pytest.raises(DatasetError, match="sealed"):
        read_dataset(folder).rows("allocations")
