"""The check finds what is wrong, all of it, and says where."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from hashlib import sha256
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from limen.dataset import Allocations, Dataset, write_dataset
from limen.dataset.check import CheckReport, check_dataset
from limen.dataset.storage.csv_file import parse
from limen.protocol import load_protocol, parse_protocol, shipped

STUDY = Path(__file__).parent / "study.yaml"
Make = Callable[..., Dataset]
BY = {"respondent": "participant", "source": "test"}


def said(report: CheckReport) -> str:
    return "\n".join(map(str, (*report.errors, *report.warnings)))


def test_a_dataset_that_keeps_its_promises_is_silent(small: Dataset, sealed: Allocations) -> None:
    report = check_dataset(small, allocations=sealed)
    assert said(report) == ""
    assert report.ok


ERRORS = [
    ("guesses", {"participant": "eve"}, "the participants table has no participant 'eve'"),
    ("guesses", {"occasion": "acute.3"}, "has no occasion 'acute.3'. Did you mean 'acute."),
    ("guesses", {"occasion": "acute"}, "has no occasion 'acute'"),
    ("scores", {"occasion": "baseline.1"}, "no occasion 'baseline.1'. Did you mean 'baseline'"),
    ("scores", {"instrument": "pana"}, "no instrument 'pana'. Did you mean 'panas'"),
    ("scores", {"subscale": "total"}, "'panas' has no subscale 'total'"),
    ("scores", {"score": 41}, "41 is outside the range -40 to 40 of panas.balance"),
    ("scores", {"respondent": "rater"}, "no respondent 'rater'"),
    ("participants", {"site": "rigga"}, "no site 'rigga'. Did you mean 'riga'"),
    ("guesses", {"guess": "acute_gues"}, "no guess 'acute_gues'. Did you mean 'acute_guess'"),
    ("guesses", {"answer": "drug"}, "'drug' is no option of 'acute_guess'"),
    ("guesses", {"about": "arm"}, "is about the administration"),
    ("guesses", {"confidence_percent": 101}, "101 is outside the range 0 to 100"),
    ("expectancies", {"expectation": -1}, "-1 is outside the range 0 to 100"),
    ("expectancies", {"intervention": "lsd"}, "no intervention 'lsd'"),
    ("administrations", {"period": 3}, "there is no period 3: the protocol has periods 1 to 2"),
    ("administrations", {"period": 0}, "there is no period 0"),
    ("administrations", {"study_day": 40}, "administration 2 is on day 11, the one before on"),
]


@pytest.mark.parametrize(("table", "change", "says"), ERRORS)
def test_errors(make: Make, tables: Any, table: str, change: dict[str, object], says: str) -> None:
    tables[table][0].update(change)
    report = check_dataset(make(tables))
    assert not report.ok
    assert says in "\n".join(map(str, report.errors))


def test_an_event_that_no_estimand_knows(make: Make, tables: Any) -> None:
    event = {"participant": "anna", "event": "stoping_dosing", "study_day": 9, **BY}
    report = check_dataset(make({**tables, "intercurrent_events": [event]}))
    (problem,) = report.errors
    assert problem.path == "intercurrent_events.event"
    assert "no intercurrent event 'stoping_dosing'. Did you mean 'stopping_dosing'" in str(problem)
    event["event"] = "stopping_dosing"
    assert check_dataset(make({**tables, "intercurrent_events": [event]})).ok


def test_periods_that_the_protocol_does_not_count_are_not_checked(tables: Any) -> None:
    text = STUDY.read_text().replace("count: 2, days: 7", 'count: {unknown: "lost"}, days: 7')
    for once in ("placebo", "microdose"):
        text = text.replace(f"[{once}, {once}]", f"[{once}]")
    protocol = parse_protocol(text.replace("status: planned", "status: historical"))
    tables["administrations"][0]["period"] = 9
    report = check_dataset(Dataset.from_tables(protocol, tables, simulated=True))
    assert "no period" not in said(report)


def test_the_path_names_table_and_column(make: Make, tables: Any) -> None:
    tables["guesses"][0]["answer"] = "drug"
    (problem,) = check_dataset(make(tables)).errors
    assert problem.path == "guesses.answer"
    assert problem.remedy == "Options: placebo, microdose, dont_know."


def test_double_keys(make: Make, tables: Any) -> None:
    tables["scores"].append({**tables["scores"][0], "score": 3})
    (problem,) = check_dataset(make(tables)).errors
    assert "repeats row 1: participant 'anna', occasion 'baseline'" in str(problem)


@pytest.mark.parametrize(
    ("table", "row", "says"),
    [
        (
            "occasions",
            {
                "occasion": "baseline",
                "definition": "baseline",
                "opens_at": "2026-03-02T08:00:00Z",
                "closes_at": "2026-03-01T08:00:00Z",
            },
            "is before opens_at",
        ),
        ("adverse_events", {"event": "1", "term": "headache", "onset_day": 10, "end_day": 9},
         "9 is before onset_day 10"),
        ("adverse_events", {"event": "1", "term": "headache", "severity_grade": 6},
         "outside the range 1 to 5"),
        ("concomitant_medications",
         {"medication": "1", "name": "x", "start_day": -3, "end_day": -10},
         "-10 is before start_day -3"),
    ],
)  # fmt: skip
def test_time_runs_forward(make: Make, tables: Any, table: str, row: Any, says: str) -> None:
    tables[table] = [{"participant": "anna", **row, **BY}]
    assert says in said(check_dataset(make(tables)))


class TestWarnings:
    def test_someone_with_a_score_and_no_guess(self, make: Make, tables: Any) -> None:
        del tables["guesses"][0]
        report = check_dataset(make(tables))
        assert report.ok
        assert "1 with a score at acute.1 have no guess 'acute_guess' there: participants anna" in (
            said(report)
        )

    def test_someone_without_any_score(self, make: Make, tables: Any) -> None:
        tables["participants"].append({"participant": "eve", **BY})
        report = check_dataset(make(tables))
        assert report.ok
        assert "1 of 5 has no score at all: eve" in said(report)

    @pytest.mark.parametrize(("kept", "says"), [(1, "one participant only"), (0, "nobody")])
    def test_nobody_to_compare(self, make: Make, tables: Any, kept: int, says: str) -> None:
        people = [row["participant"] for row in tables["participants"][:kept]]
        for name, rows in tables.items():
            tables[name] = [row for row in rows if row["participant"] in people]
        assert says in said(check_dataset(make(tables)))

    def test_an_outcome_that_nobody_has(self, make: Make, tables: Any) -> None:
        tables["scores"] = [row for row in tables["scores"] if row["occasion"] == "baseline"]
        assert "outcome 'mood' has no score" in said(check_dataset(make(tables)))

    def test_an_outcome_that_never_varies(self, make: Make, tables: Any) -> None:
        for row in tables["scores"]:
            row["score"] = 5
        assert "outcome 'mood' is 5 wherever it was scored" in said(check_dataset(make(tables)))

    def test_an_instrument_where_it_is_not_measured(self, make: Make, tables: Any) -> None:
        tables["scores"].append(
            {**tables["scores"][1], "instrument": "phq9", "subscale": "total", "score": 3}
        )
        says = "does not measure 'phq9' at 'acute'"
        assert says in said(check_dataset(make(tables)))

    def test_a_measurement_that_is_hardly_possible(self, make: Make, tables: Any) -> None:
        tables["measurements"] = [
            {"participant": "anna", "occasion": "baseline", "measurement": "weight", "value": 700,
             "unit": "kg", **BY}
        ]  # fmt: skip
        assert "700 is outside the range 30 to 250" in said(check_dataset(make(tables)))

    def test_a_historical_score_off_its_range_is_kept(self, tables: Any) -> None:
        protocol = parse_protocol(
            STUDY.read_text().replace("status: planned", "status: historical")
        )
        tables["scores"][0].update(score=41, flag="above_maximum")
        report = check_dataset(Dataset.from_tables(protocol, tables, simulated=False))
        assert report.ok
        assert "41 is outside the range -40 to 40" in said(report)
        assert "flagged above_maximum" in said(report)

    def test_an_empty_arm_and_people_without_allocation(
        self, small: Dataset, sealed: Allocations
    ) -> None:
        placebo = [row for row in sealed.rows if row["arm"] == "PL"]
        report = check_dataset(small, allocations=Allocations.of(small.hash, placebo))
        assert report.ok
        assert "nobody is in arm 'MD'" in said(report)
        assert "2 participants have no allocation: chloe, dan" in said(report)


def test_allocations_of_another_dataset(small: Dataset, sealed: Allocations) -> None:
    report = check_dataset(small.with_tables(guesses=[]), allocations=sealed)
    assert "was sealed for dataset" in "\n".join(map(str, report.errors))


def test_another_studys_protocol(small: Dataset) -> None:
    assert check_dataset(small, protocol=load_protocol(STUDY)).ok
    other = parse_protocol(STUDY.read_text().replace("planned: 4", "planned: 40"))
    (problem,) = check_dataset(small, protocol=other).errors
    assert "limen protocol diff" in problem.remedy
    another = parse_protocol(STUDY.read_text().replace("id: two_weeks", "id: other"))
    (problem,) = check_dataset(small, protocol=another).errors
    assert "not of 'other'" in problem.message


def test_a_long_list_is_shortened(make: Make, tables: Any) -> None:
    for i in range(100):
        tables["scores"].append({**tables["scores"][0], "participant": "eve", "score": i % 40})
    report = check_dataset(make(tables))
    assert "… and 80 more like it" in said(report)
    assert len(report.errors) < 60


class TestFiles:
    """What is wrong in the files of a folder; each file is listed with its own hash."""

    @pytest.fixture
    def folder(self, small: Dataset, tmp_path: Path) -> Path:
        write_dataset(small, tmp_path / "study")
        return tmp_path / "study"

    def test_a_changed_file_is_named_and_still_looked_at(self, folder: Path) -> None:
        file = folder / "guesses.csv"
        file.write_text(file.read_text().replace("dont_know", "drug", 1))
        report = check_dataset(folder)
        assert "guesses.csv: was changed after" in said(report)
        assert "guesses.csv:2: guesses.answer: 'drug' is no option" in said(report)

    @pytest.mark.parametrize(
        ("old", "new", "says"),
        [
            (b"anna,acute.1,", b"anna,acute.1,more,", "guesses.csv:2: has 11 cells, the header"),
            (b"anna,acute.1,acute_guess", b"anna,acute.1", "guesses.csv:2: has 9 cells"),
            (b"answer", b"anwser", "no column 'anwser' in 'guesses'. Did you mean 'answer'"),
            (b"answer", b"occasion", "column 'occasion' occurs twice"),
            (b",50,", b",inf,", "guesses.csv:2:6: guesses.confidence_percent: 'inf'"),
            (b",50,", b',"50,', "guesses.csv:2: is not CSV"),
            (b"anna", b"\xc4nna", "guesses.csv:2: is not UTF-8: byte 95 is 0xc4"),
            (b"anna,acute.1", b",acute.1", "guesses.csv:2:1: guesses.participant: is empty"),
        ],
    )  # fmt: skip
    def test_every_fault_has_its_line(
        self, folder: Path, old: bytes, new: bytes, says: str
    ) -> None:
        file = folder / "guesses.csv"
        content = file.read_bytes().replace(old, new, 1)
        file.write_bytes(content)
        _list_again(folder, "guesses", content)
        assert says in said(check_dataset(folder))

    def test_an_empty_file(self, folder: Path) -> None:
        (folder / "guesses.csv").write_bytes(b"")
        assert "guesses.csv: is empty" in said(check_dataset(folder))

    def test_a_missing_file(self, folder: Path) -> None:
        (folder / "guesses.csv").unlink()
        assert "guesses.csv: cannot be read" in said(check_dataset(folder))

    def test_lines_count_texts_of_several_lines(
        self, make: Make, tables: Any, tmp_path: Path
    ) -> None:
        tables["guesses"][0]["reason"] = "first\nsecond"
        tables["guesses"][1]["answer"] = "drug"
        write_dataset(make(tables), tmp_path / "study")
        assert "guesses.csv:4: guesses.answer" in said(check_dataset(tmp_path / "study"))


def _list_again(folder: Path, name: str, content: bytes) -> None:
    """Give `dataset.json` the hash of the changed file, as another program would have."""
    document = json.loads((folder / "dataset.json").read_text())
    document["tables"][name]["sha256"] = sha256(content).hexdigest()
    (folder / "dataset.json").write_text(json.dumps(document))


@pytest.mark.parametrize("name", sorted(shipped()))
def test_every_shipped_protocol_can_have_a_dataset(name: str, tmp_path: Path) -> None:
    """Also those with gaps: nothing is assumed to be known, and the protocol's copy is the same."""
    protocol = load_protocol(shipped()[name])
    stored = write_dataset(Dataset.from_tables(protocol, {}, simulated=True), tmp_path / "x")
    assert stored.protocol.hash == protocol.hash
    report = check_dataset(stored)
    assert report.ok
    assert "nobody" in said(report)


def test_a_protocol_that_knows_little_can_still_be_checked(tables: Any) -> None:
    text = STUDY.read_text().replace("status: planned", "status: historical")
    for field in ("guesses", "expectancies", "measurements"):
        text = re.sub(rf"^{field}:\n(  .*\n)+", f"{field}: {{unknown: lost}}\n", text, flags=re.M)
    text = text.replace(", measurements: [weight]", "").replace("after: [mood]", "")
    text = re.sub(r"^covariates:\n(  .*\n)+", "", text, flags=re.M)
    data = Dataset.from_tables(parse_protocol(text), tables, simulated=False)
    assert "the protocol has no guess 'acute_guess'" in said(check_dataset(data))


@given(
    st.lists(
        st.tuples(
            *[st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=4)] * 2
        ),
        max_size=5,
    )
)
def test_both_ways_of_parsing_agree(cells: list[tuple[str, str]]) -> None:
    """Whatever a CSV writer writes is read back, with the line on which each row begins."""
    out = StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL)
    starts = []
    for row in [("a", "b"), *cells]:
        starts.append(out.getvalue().count("\n") + 1)
        writer.writerow([cell.replace("\r", "") for cell in row])
    raw = parse(out.getvalue().encode(), Path("x.csv"))
    assert [tuple(row) for row in raw.rows] == [
        tuple(c.replace("\r", "") for c in r) for r in cells
    ]
    assert list(raw.lines) == starts[1:]
    plain = "\n".join(["a,b", *("1,2" for _ in cells), ""])
    assert list(parse(plain.encode(), Path("x.csv")).lines) == list(range(2, len(cells) + 2))
