"""The import of the self-blinding study, against counts made from the files by other means."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from limen.dataset import Allocations, Dataset, UnsealedDataset, read_dataset, write_dataset
from limen.dataset.adapters.self_blinding import import_self_blinding, names
from limen.dataset.check import check_dataset
from limen.dataset.derive import change_from_baseline
from limen.errors import DatasetError
from limen.instruments import catalogue

Imported = tuple[Dataset, Allocations]


@pytest.fixture(scope="session")
def study(self_blinding: Imported) -> UnsealedDataset:
    data, allocations = self_blinding
    return data.unseal(allocations)


@pytest.fixture(scope="session")
def raw(self_blinding_folder: Path) -> dict[str, pd.DataFrame]:
    return {
        name: pd.read_csv(self_blinding_folder / f"{name}.csv")
        for name in ("pacutes", "accumulatives")
    }


def scores(study: Dataset, instrument: str, subscale: str) -> pd.DataFrame:
    table = study.table("scores")
    return table[(table["instrument"] == instrument) & (table["subscale"] == subscale)]


def capsules(study: UnsealedDataset) -> pd.DataFrame:
    """One row a dosing day: participant, occasion, period, and what the kit held."""
    doses = study.table("administrations")[["participant", "occasion", "period", "kit"]]
    held = study.allocations[["participant", "kit", "intervention"]]
    return doses.merge(held[held["kit"] != ""], on=["participant", "kit"], validate="1:1")


def periods(study: UnsealedDataset) -> pd.DataFrame:
    held = study.allocations
    return held[(held["kit"] == "") & (held["intervention"] != "")]


def cells(table: pd.DataFrame, given: str, answer: str = "answer") -> list[int]:
    """microdose × microdose, microdose × placebo, placebo × microdose, placebo × placebo."""
    counts = pd.crosstab(table[given], table[answer])
    order = ["microdose", "placebo"]
    return [int(counts.loc[row, column]) for row in order for column in order]


def test_the_dataset_keeps_its_protocols_promises(self_blinding: Imported) -> None:
    data, allocations = self_blinding
    report = check_dataset(data, allocations=allocations)
    assert report.errors == ()
    assert len(report.warnings) == 4  # the QIDS scores above the maximum
    assert not data.simulated


def test_every_row_of_the_files_is_there(study: Dataset, raw: dict[str, pd.DataFrame]) -> None:
    assert study.count("scores") == 15_623 + 12_012
    assert study.count("responses") == 0
    table = study.table("scores")
    for name, tests in (("pacutes", names.SHORT_TESTS), ("accumulatives", names.LONG_TESTS)):
        column = "test_name" if name == "pacutes" else "test"
        theirs = raw[name].groupby(column)["value"].agg(["count", "sum"])
        ours = table[table["source"] == f"{name}.csv"]
        for test, (instrument, subscale) in tests.items():
            own = ours[(ours["instrument"] == instrument) & (ours["subscale"] == subscale)]
            assert len(own) == theirs.loc[test, "count"]
            assert own["score"].sum() == pytest.approx(theirs.loc[test, "sum"], abs=1e-9)


def test_every_test_is_a_subscale_of_an_instrument() -> None:
    for instrument, subscale in {**names.SHORT_TESTS, **names.LONG_TESTS}.values():
        assert catalogue()[instrument].subscale(subscale)


def test_guesses_of_the_dosing_days(study: UnsealedDataset) -> None:
    guesses = study.table("guesses")
    acute = guesses[guesses["guess"] == "acute_guess"].merge(
        capsules(study), on=["participant", "occasion"], validate="1:1"
    )
    assert cells(acute, "intervention") == [167, 172, 125, 383]
    assert cells(acute[acute["period"] == 1], "intervention") == [48, 43, 39, 102]
    assert set(acute["about"]) == {"administration"}


def test_guesses_of_the_weeks(study: UnsealedDataset) -> None:
    guesses = study.table("guesses")
    weekly = guesses[guesses["guess"] == "weekly_guess"].copy()
    weekly["period"] = weekly["occasion"].str[-1].astype("Int64")
    weekly = weekly.merge(
        periods(study)[["participant", "period", "intervention"]],
        on=["participant", "period"],
        validate="1:1",
    )
    assert cells(weekly, "intervention") == [293, 168, 171, 228]
    assert set(weekly["about"]) == {"period"}


def test_panas(study: Dataset) -> None:
    balance = scores(study, "panas", "balance")
    assert len(balance) == 847
    assert balance["score"].mean() == pytest.approx(14.9315, abs=5e-5)
    keys = ["participant", "occasion"]
    parts = [
        scores(study, "panas", part).set_index(keys)["score"] for part in ("positive", "negative")
    ]
    difference = (parts[0] - parts[1]).reindex(balance.set_index(keys).index)
    assert difference.tolist() == balance["score"].tolist()


def test_arms(study: UnsealedDataset) -> None:
    arms = pd.Series(study.arm_of)
    assert arms.value_counts().to_dict() == {"MD": 85, "PL": 73, "HH": 61}
    later = study.table("scores")
    for occasion, counts in (
        ("post", {"PL": 65, "HH": 57, "MD": 70}),
        ("long_term_follow_up", {"PL": 53, "HH": 45, "MD": 65}),
    ):
        there = later.loc[later["occasion"] == occasion, "participant"].unique()
        assert arms[there].value_counts().to_dict() == counts


def test_the_two_meanings_of_condition(study: UnsealedDataset) -> None:
    both = capsules(study).merge(
        periods(study)[["participant", "period", "intervention"]],
        on=["participant", "period"],
        suffixes=("_held", "_week"),
    )
    assert cells(both, "intervention_week", "intervention_held") == [321, 104, 0, 368]


def test_the_dataset_itself_does_not_tell_who_got_what(study: Dataset) -> None:
    doses = study.table("administrations")
    assert (doses["kit"] == doses["participant"] + "-w" + doses["period"].astype(str)).all()
    with pytest.raises(DatasetError):
        study.table("allocations")


class TestTraps:
    def test_change_of_rpwb_is_value_minus_baseline(self, study: Dataset) -> None:
        ours = change_from_baseline(study, "rpwb")
        theirs = change_from_baseline(study, "rpwb", published=True)
        assert len(ours) == len(theirs) == 342
        assert ((ours["change"] - theirs["change"]).abs() > 1e-9).sum() == 282

    def test_all_other_changes_agree(self, study: Dataset) -> None:
        for outcome in study.protocol.outcomes:
            if outcome.change_from is None or outcome.id == "rpwb":
                continue
            ours = change_from_baseline(study, outcome.id)["change"]
            theirs = change_from_baseline(study, outcome.id, published=True)["change"]
            assert (ours - theirs).abs().max() < 0.0015

    def test_rpwb_is_six_sevenths_of_the_sum(self, study: Dataset) -> None:
        wide = study.table("scores").query("instrument == 'rpwb'")
        wide = wide.pivot(index=["participant", "occasion"], columns="subscale", values="score")
        total = wide.pop("total")
        assert len(wide) == 565
        assert ((wide.sum(axis=1) * 6 / 7 - total).abs() <= 0.5 + 1e-9).all()

    def test_qids_above_its_maximum_is_kept_and_flagged(self, study: Dataset) -> None:
        flagged = study.table("scores").query("flag != ''")
        assert (
            flagged["score"].tolist()
            == scores(study, "qids_sr16", "total").query("score > 27")["score"].tolist()
        )
        assert sorted(flagged["score"]) == [28, 29, 31, 31]
        assert set(flagged["participant"]) == {"139", "199"}
        assert set(flagged["flag"]) == {"above_maximum"}

    def test_zeros_that_stand_for_no_answer(self, study: Dataset) -> None:
        people = study.table("participants").set_index("participant")
        silent = ["7", "154", "185", "207"]
        assert people.loc[silent, ["n_micro_months", "n_macro_exp"]].isna().all().all()
        assert people["n_macro_exp"].isna().sum() == len(silent)
        assert people["n_micro_months"].isna().sum() == len(silent)
        asked = set(study.table("expectancies")["participant"])
        assert set(people.index) - asked == set(silent)
        assert set(people.index[people["sss"].isna()]) == {*silent, "152"}

    def test_doses_have_the_unit_of_their_material(self, study: Dataset) -> None:
        people = study.table("participants").set_index("participant")
        dried = people[people["substance"].str.startswith("Psilocybin")]
        assert people.loc["201", "dose_amount"] == 1
        assert "grams" in people.loc["201", "dose_unit"]
        assert set(dried.drop("201")["dose_unit"]) == {"micrograms of dried material"}
        assert dried.drop("201")["dose_amount"].between(50_000, 500_000).all()
        lsd = people[people["substance"] == "LSD"]
        assert set(lsd["dose_unit"]) == {"micrograms"}
        assert lsd["dose_amount"].between(4, 50).all()
        assert people.loc[["126", "168"], "substance"].str.startswith("DOB").all()

    def test_who_is_in_which_file(self, study: UnsealedDataset) -> None:
        table = study.table("scores")
        in_file = {
            name: set(table.loc[table["source"] == f"{name}.csv", "participant"])
            for name in ("pacutes", "accumulatives")
        }
        assert len(in_file["pacutes"] & in_file["accumulatives"]) == 214
        only_long = in_file["accumulatives"] - in_file["pacutes"]
        assert only_long == {"7", "152", "154", "185", "207"}
        assert len(in_file["pacutes"] - in_file["accumulatives"]) == 26
        assert len(study.participants) == 245
        assert list(study.participants) == sorted(study.participants, key=int)

    def test_who_has_no_arm(self, study: UnsealedDataset) -> None:
        assert len(set(study.participants) - set(study.arm_of)) == 26
        assert set(study.allocations["participant"]) == set(study.participants)

    def test_completers(self, study: Dataset) -> None:
        people = study.table("participants")
        assert (people["status"] == "completed").sum() == 191

    def test_up_to_four_days_a_person(self, study: Dataset) -> None:
        days = study.table("administrations").groupby("participant").size()
        assert (len(days), (days == 4).sum(), days.max()) == (239, 167, 4)

    @pytest.mark.parametrize(
        "says",
        [
            "microdose − placebo",
            "104 of 425",
            "12, 15, 64, 66 and 202 had one week of one kind and three of the other",
            "282 of 342",
            "for all other outcomes in 0",
            "28, 29, 31; participants 139 and 199",
            "Participants 7, 154, 185 and 207 have no expectation",
            "participants 7, 152, 154, 185 and 207",
            "dried material",
            "Participant 201",
            "participants 126 and 168",
            "245 people: 214 in both files, 26 only in pacutes.csv",
            "participant 177",
            "participants 2 and 159",
            "No baseline: participant 207",
            "204 people, 191 of them",
            "167 of 239",
            "no dates",
            "233 people in week 1",
            "pacutes_314.csv",
        ],
    )
    def test_everything_is_reported(self, study: Dataset, says: str) -> None:
        assert says.lower() in "\n".join(study.provenance.findings).lower()


def test_it_is_fast(self_blinding_folder: Path, tmp_path: Path) -> None:
    """Import, write, check and read: processor time, so that a busy machine does not matter."""
    start = time.process_time()
    data, allocations = import_self_blinding(self_blinding_folder)
    stored = write_dataset(data, tmp_path / "study")
    assert check_dataset(stored).ok
    unsealed = read_dataset(tmp_path / "study").unseal(allocations)
    for name in unsealed.tables:
        unsealed.table(name)
    assert time.process_time() - start < 4  # about 1.5 s on the machine it was written on


def test_the_import_is_the_same_twice(self_blinding: Imported, self_blinding_folder: Path) -> None:
    again, allocations = import_self_blinding(self_blinding_folder)
    assert again.hash == self_blinding[0].hash
    assert allocations.hash == self_blinding[1].hash


SHORT = "trial_id,test_name,tp,condition,guess,value,age,sex,psychiatric_past,sss,expectation,n_micro_months,n_macro_exp,drug,dose"  # noqa: E501
LONG = "trial_id,test,tp,value,delta_value,age,sex,education,psychiatric_past,psychiatric_now,sss,expectation,n_micro_months,n_macro_exp,group,drug,dose"  # noqa: E501
SHORT_ROW = "1,PANAS,w1s1,MD,PL,15,40,male,0,50,20.3,0,3,LSD,10"
LONG_ROW = "1,SWL,pre,20,0,40,male,3,0,0,50,20.3,0,3,HH,LSD,10"


@pytest.fixture
def folder(tmp_path: Path) -> Callable[..., Path]:
    def write(short: list[str], long: list[str]) -> Path:
        (tmp_path / "pacutes.csv").write_text("\r\n".join([SHORT, *short, ""]))
        (tmp_path / "accumulatives.csv").write_text("\r\n".join([LONG, *long, ""]))
        return tmp_path

    return write


def test_two_rows_are_a_dataset(folder: Callable[..., Path]) -> None:
    data, allocations = import_self_blinding(folder([SHORT_ROW], [LONG_ROW]))
    assert data.participants == ("1",)
    assert data.unseal(allocations).arm_of == {"1": "HH"}
    assert "not the public version" in data.provenance.findings[0]


@pytest.mark.parametrize(
    ("short", "long", "says"),
    [
        ([SHORT_ROW, SHORT_ROW], [LONG_ROW], "pacutes.csv:3: repeats line 2: participant 1, PANAS"),
        ([SHORT_ROW + ",x"], [LONG_ROW], "pacutes.csv:2: has 16 cells, the header has 15"),
        ([SHORT_ROW.replace("PANAS", "PANNAS")], [], "pacutes.csv:2:2: test_name: 'PANNAS'"),
        ([SHORT_ROW.replace("w1s1", "w5s1")], [], "'w5s1' is not w1s1 … w4s2"),
        ([SHORT_ROW.replace("MD", "XX")], [], "condition: 'XX' is unknown here. Known: MD, PL"),
        ([SHORT_ROW.replace(",15,", ",inf,")], [], "value: 'inf' is not a finite number"),
        ([], [LONG_ROW.replace("HH", "XX")], "accumulatives.csv:2:15: group: 'XX'"),
        ([SHORT_ROW], [LONG_ROW.replace(",40,", ",41,")], "participant 1 has '40' and '41'"),
        (
            [SHORT_ROW, SHORT_ROW.replace("PANAS", "mood").replace("PL", "MD")],
            [],
            "two conditions or guesses at w1s1",
        ),
    ],
)
def test_bad_files_are_refused(
    folder: Callable[..., Path], short: list[str], long: list[str], says: str
) -> None:
    with pytest.raises(DatasetError) as caught:
        import_self_blinding(folder(short, long))
    assert says in str(caught.value)


def test_problems_of_both_files_come_at_once(folder: Callable[..., Path]) -> None:
    place = folder([SHORT_ROW.replace("w1s1", "x")], [LONG_ROW.replace("HH", "XX")])
    with pytest.raises(DatasetError) as caught:
        import_self_blinding(place)
    assert {problem.file.name for problem in caught.value.problems if problem.file} == {
        "pacutes.csv",
        "accumulatives.csv",
    }


def test_missing_files_say_how_to_get_them(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="limen dataset fetch self-blinding"):
        import_self_blinding(tmp_path)


def test_a_missing_column_and_another_name(
    folder: Callable[..., Path], tmp_path: Path, self_blinding_folder: Path
) -> None:
    shutil.copy(self_blinding_folder / "accumulatives.csv", tmp_path)
    (tmp_path / "pacutes.csv").write_text(SHORT.replace("guess", "gues") + "\n" + SHORT_ROW + "\n")
    with pytest.raises(DatasetError) as caught:
        import_self_blinding(tmp_path)
    said = str(caught.value)
    assert "guess: the column is missing" in said
    assert "there is no column 'gues' in the published file. Did you mean 'guess'?" in said
