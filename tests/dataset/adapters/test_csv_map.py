"""The example of the reference page, and what is said of maps and files that do not fit."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from limen.dataset.adapters.csv_map import import_csv
from limen.dataset.check import check_dataset
from limen.errors import DatasetError, DocumentError, LimenError

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "dataset.md"
STUDY = Path(__file__).parents[1] / "study.yaml"
PEOPLE = "id,age,group,hopes,kg,shoe\nanna,31,A,60,70.5,38\nben,-99,B,NA,,44\n"
DAYS = """id,week,mood,guess,sure,capsule,envelope
anna,1,12,drug,80,placebo,E1
anna,2,14,?,,placebo,E2
ben,1,20,placebo,55,drug,E3
ben,2,NA,drug,60,drug,E4
"""
MORE = "id;test;score\nanna;PANAS+;30\nanna;comment;fine\nben;PANAS+;28\n"
Study = Callable[..., Path]


@pytest.fixture
def study(tmp_path: Path) -> Study:
    """The reference page's map with small files; keywords replace a text in one of them."""
    found = re.search(r"```yaml\n(limen_map: 1.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    assert found
    texts = {"map.yaml": found[1], "people.csv": PEOPLE, "days.csv": DAYS, "more.csv": MORE}

    def write(file: str = "", old: str = "", new: str = "") -> Path:
        for name, text in texts.items():
            if name == file:
                assert old in text
                text = text.replace(old, new, 1)
            (tmp_path / name).write_text(text, encoding="utf-8")
        shutil.copy(STUDY, tmp_path)
        return tmp_path / "map.yaml"

    return write


def test_the_example_of_the_reference_page_works(study: Study) -> None:
    data, allocations = import_csv(study())
    assert allocations is not None
    assert check_dataset(data, allocations=allocations).ok
    people = data.table("participants").set_index("participant")
    assert people["age_years"].fillna(-1).to_dict() == {"anna": 31, "ben": -1}
    assert {name: data.count(name) for name in data.tables if data.count(name)} == {
        "participants": 2,
        "occasions": 6,
        "scores": 5,
        "measurements": 1,
        "expectancies": 1,
        "guesses": 4,
    }
    guesses = data.table("guesses")
    assert guesses["answer"].tolist() == ["microdose", "dont_know", "placebo", "microdose"]
    assert guesses["confidence_percent"].fillna(-1).tolist() == [80, -1, 55, 60]
    assert data.table("scores")["source"].unique().tolist() == ["days.csv", "more.csv"]
    unsealed = data.unseal(allocations)
    assert unsealed.arm_of == {"anna": "PL", "ben": "MD"}
    kits = unsealed.allocations.query("kit != ''")
    assert kits["intervention"].tolist() == ["placebo"] * 2 + ["microdose"] * 2
    assert kits["period"].tolist() == [1, 2, 1, 2]


def test_left_out_columns_are_listed(study: Study) -> None:
    data, _ = import_csv(study())
    assert data.provenance.findings == (
        "people.csv: columns that the map does not mention were left out: shoe.",
    )
    assert [name for name, _ in data.provenance.files] == ["people.csv", "days.csv", "more.csv"]


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("days.csv", "14,?", "14,??", "days.csv:3:4: guess: '??' has no meaning in the map"),
        ("days.csv", "anna,1,12", "anna,3,12", "days.csv:2:2: week: '3' has no meaning"),
        ("days.csv", "anna,1,12", "anna,1,twelve", "days.csv:2:3: mood: score: 'twelve' is not a"),
        ("days.csv", "anna,1,12", "anna,1,inf", "days.csv:2:3: mood: score: 'inf' is not a finite"),
        ("days.csv", "anna,1,12", ",1,12", "days.csv:2:1: id: no participant"),
        (
            "days.csv",
            "anna,2",
            "anna,1",
            "days.csv:3:3: mood: contradicts line 2 of days.csv (scores: anna,",
        ),
        ("days.csv", "anna,1,12,drug", "anna,1,12", "days.csv:2: has 6 cells, the header has 7"),
        ("people.csv", "31,A", "31,C", "people.csv:2:3: group: 'C' has no meaning in the map"),
        ("people.csv", "anna,31", "anna,old", "people.csv:2:2: age: age_years: 'old' is not a"),
        ("people.csv", "age", "alter", "people.csv:1: age: the map names column 'age'"),
        ("more.csv", "ben;PANAS+", "ben;PANAS", "more.csv:4:2: test: 'PANAS' has no meaning"),
        ("more.csv", "ben;PANAS+", "anna;PANAS+", "contradicts line 2"),
        ("map.yaml", "days.csv", "day.csv", "day.csv: cannot be read"),
        ("map.yaml", "A: PL", "A: XX", "people.csv:2:3: group: the protocol has no arm 'XX'"),
        ("map.yaml", "acute.1", "acute.7", "the protocol has no occasion 'acute.7'"),
    ],
)
def test_bad_data_are_refused_with_their_line(
    study: Study, file: str, old: str, new: str, says: str
) -> None:
    with pytest.raises(DatasetError) as caught:
        import_csv(study(file, old, new))
    assert says in str(caught.value)


def test_a_row_that_stands_twice_is_named(study: Study) -> None:
    row = "anna,1,12,drug,80,placebo,E1\n"
    with pytest.raises(DatasetError, match=r"days\.csv:3:3: mood: repeats line 2"):
        import_csv(study("days.csv", row, row + row))


def test_people_who_contradict_themselves(study: Study) -> None:
    row = "anna,31,A,60,70.5,38\n"
    with pytest.raises(DatasetError, match="age_years '31' before and '32' here"):
        import_csv(study("people.csv", row, row + row.replace("31", "32")))


def test_all_problems_come_at_once(study: Study) -> None:
    path = study("days.csv", "12,drug,80", "x,drugs,80")
    (path.parent / "people.csv").write_text(PEOPLE.replace(",A,", ",C,"))
    with pytest.raises(DatasetError) as caught:
        import_csv(path)
    assert len(caught.value.problems) == 3


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("limen_map: 1", "limen_map: 2", "map.yaml:1"),
        ("participant: id ", "participants: id ", "Did you mean 'participant'"),
        ("source:", "sauce:", "source"),
        ("files:", "file:", "files"),
        ("- {column: mood, instrument: panas,", "- {column: mood,", "instrument"),
        ('delimiter: ";"', 'delimiter: "x"', "delimiter"),
        ("about:", "about: [", "not YAML"),
    ],
)
def test_bad_maps_are_refused(study: Study, old: str, new: str, says: str) -> None:
    with pytest.raises(DocumentError) as caught:
        import_csv(study("map.yaml", old, new))
    assert says in str(caught.value)
    assert all(problem.line for problem in caught.value.problems)


def test_a_missing_map_or_protocol_is_named(study: Study, tmp_path: Path) -> None:
    path = study()
    (tmp_path / "study.yaml").unlink()
    with pytest.raises(LimenError, match=r"study\.yaml"):
        import_csv(path)
    with pytest.raises(DocumentError, match=r"nothing\.yaml"):
        import_csv(tmp_path / "nothing.yaml")


def test_another_encoding_is_named_with_its_byte(study: Study) -> None:
    path = study()
    (path.parent / "people.csv").write_bytes(PEOPLE.encode().replace(b"ben", b"bj\xf6rn"))
    with pytest.raises(DatasetError, match=r"people\.csv:3: is not UTF-8: byte 50 is 0xf6"):
        import_csv(path)


def test_a_byte_order_mark_does_not_matter(study: Study) -> None:
    path = study()
    (path.parent / "people.csv").write_bytes(b"\xef\xbb\xbf" + PEOPLE.encode())
    assert import_csv(path)[0].count("participants") == 2
