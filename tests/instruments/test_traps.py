"""What goes wrong in other people's scoring: one test each."""

from __future__ import annotations

from typing import Any

import pytest

from limen.errors import InstrumentError
from limen.instruments import get


def same(instrument: str, answer: float) -> dict[str, Any]:
    """All items answered alike."""
    return {item.id: answer for item in get(instrument).items}


def scored(instrument: str, answers: dict[str, Any], **context: Any) -> dict[str, Any]:
    return get(instrument).score(answers, context=context)


def test_qids_is_nine_domains_and_ends_at_27_though_sixteen_threes_make_48() -> None:
    scores = scored("qids_sr16", same("qids_sr16", 3))
    assert scores["total"] == 27
    assert [scores[f"domain_{n}"] for n in range(1, 10)] == [3] * 9


@pytest.mark.parametrize(("used", "empty"), [("6", "7"), ("7", "6"), ("8", "9"), ("9", "8")])
def test_one_of_a_pair_of_qids_may_be_empty_but_not_both(used: str, empty: str) -> None:
    sheet = {**same("qids_sr16", 1), used: 2}
    assert scored("qids_sr16", {**sheet, empty: None})["domain_3"] == 2
    assert scored("qids_sr16", {**sheet, empty: None, used: None})["total"] is None


def test_a_published_total_of_rpwb_is_never_rebuilt() -> None:
    assert get("rpwb").scoring_status == "none"
    with pytest.raises(InstrumentError, match="no verified scoring rule"):
        scored("rpwb", {})


@pytest.mark.parametrize(
    ("ones", "total", "band"),
    [(0, 0, "normal"), (5, 10, "mild"), (7, 14, "moderate")],
)
def test_dass_doubles_its_sums(ones: int, total: int, band: str) -> None:
    depression = ["3", "5", "10", "13", "16", "17", "21"]
    scores = scored("dass21", {**same("dass21", 0), **dict.fromkeys(depression[:ones], 1)})
    assert (scores["depression"], scores["dep_band"]) == (total, band)
    assert scores["anxiety"] == scores["stress"] == 0


def test_depression_of_dass_is_extremely_severe_from_28_and_not_below() -> None:
    depression = ["3", "5", "10", "13", "16", "17", "21"]
    two_each = {**same("dass21", 0), **dict.fromkeys(depression, 2)}
    assert scored("dass21", two_each)["dep_band"] == "extremely_severe"
    assert scored("dass21", {**two_each, "3": 1})["dep_band"] == "severe"


def test_dass_prorates_one_item_a_scale_only_for_a_study_that_says_so() -> None:
    sheet: dict[str, Any] = {**same("dass21", 1), "3": None}
    dass = get("dass21")
    assert dass.score(sheet)["depression"] is None
    assert dass.score(sheet, missing="prorate")["depression"] == pytest.approx(14)
    assert dass.score({**sheet, "5": None}, missing="prorate")["depression"] is None
    assert get("phq9").score({**same("phq9", 1), "1": None}, missing="prorate")["total"] is None


@pytest.mark.parametrize(("instrument", "last"), [("audit", ("9", "10")), ("dudit", ("10", "11"))])
def test_the_last_two_items_take_0_2_4_and_the_others_all_five(
    instrument: str, last: tuple[str, str]
) -> None:
    for item in get(instrument).items:
        for answer in range(5):
            sheet = {**same(instrument, 2), item.id: answer}
            if item.id in last and answer in (1, 3):
                with pytest.raises(InstrumentError, match="invalid_option"):
                    scored(instrument, sheet)
            else:
                assert scored(instrument, sheet)["total"] is not None


def test_the_limit_of_dudit_depends_on_sex_and_is_missing_without() -> None:
    sheet = {**same("dudit", 0), "1": 2}
    assert scored("dudit", sheet, sex="female")["problem"] is True
    assert scored("dudit", sheet, sex="male")["problem"] is False
    assert scored("dudit", sheet, sex="other")["problem"] is None
    assert scored("dudit", sheet)["problem"] is None


@pytest.mark.parametrize(("sex", "limit"), [("male", 4), ("female", 3)])
def test_the_limit_of_audit_c_depends_on_sex(sex: str, limit: int) -> None:
    for total in range(1, 5):
        sheet = {"1": 1, "2": total - 1, "3": 0}
        assert scored("audit_c", sheet, sex=sex)["positive"] is (total >= limit)


def test_brs_reverses_three_items_and_ends_at_five() -> None:
    best = {"1": 5, "2": 1, "3": 5, "4": 1, "5": 5, "6": 1}
    assert scored("brs", best)["mean"] == 5
    assert get("brs").subscale("mean").high == 5


def test_the_phq_algorithm_counts_item_nine_from_one_and_unanswered_is_never_no() -> None:
    zero = same("phq9", 0)
    five = {**zero, "1": 2, "3": 2, "4": 2, "5": 2}
    assert scored("phq9", {**five, "9": 1})["algorithm"] == "major"
    assert scored("phq9", five)["algorithm"] == "other"
    assert scored("phq9", {**zero, "9": None})["item9_flag"] is None
    assert scored("phq9", {**zero, "9": 1})["item9_flag"] is True
    assert scored("phq9_item9", {"9": {"state": "declined"}})["item9_flag"] is None


def test_credibility_is_items_1_to_3_and_percentages_are_mapped_to_1_to_9() -> None:
    lowest = {"1": 9, "2": 9, "3": 9, "4": 0, "5": 1, "6": 0}
    scores = scored("ceq", lowest)
    assert (scores["credibility_mean"], scores["expectancy_mean"]) == (9, 1)
    assert scored("ceq", {**lowest, "4": 100, "5": 9, "6": 100})["expectancy_sum"] == 27


def test_deq_is_never_summed_and_nothing_is_liked_where_nothing_is_felt() -> None:
    deq = get("deq5")
    assert [part.id for part in deq.subscales] == ["feel", "high", "like", "dislike", "more"]
    assert not deq.derived
    nothing = {"feel": 0, "high": 0, "more": 10}
    assert deq.unasked(nothing) == {"like": "not_applicable", "dislike": "not_applicable"}
    assert deq.unasked({**nothing, "feel": 1}) == {}
    assert deq.score(nothing)["like"] is None


def test_the_score_of_the_tables_is_the_tables_and_not_the_raw_sum() -> None:
    for instrument, low, high in (
        ("swemwbs", 7, 35),
        ("promis_anxiety_4a", 40.3, 81.6),
        ("promis_depression_4a", 41, 79.4),
    ):
        found = get(instrument)
        part = found.subscales[0]
        ends = [found.score(same(instrument, answer)) for answer in (1, 5)]
        assert [end[part.id] for end in ends] == [low, high] == [part.low, part.high]
        assert all(isinstance(end["raw"], int) for end in ends)
        table = [
            found.score({**same(instrument, 1), **dict.fromkeys(list(map(str, range(1, n))), 5)})
            for n in range(1, len(found.items) + 2)
        ]
        metric = [float(row[part.id] or 0) for row in table]
        assert metric == sorted(metric)
        assert len(set(metric)) == len(metric)


@pytest.mark.parametrize(
    ("bed", "up", "minutes"),
    [
        ("2026-03-28T23:00", "2026-03-29T07:00", 420),
        ("2026-10-24T23:00", "2026-10-25T07:00", 540),
        ("2026-02-10T23:00", "2026-02-11T07:00", 480),
    ],
)
def test_a_night_is_measured_in_utc(bed: str, up: str, minutes: int) -> None:
    night = {"into_bed": bed, "try_sleep": bed, "sol_min": 0, "awakenings": 0, "waso_min": 0,
             "final_wake": up, "out_of_bed": up, "quality": 3}  # fmt: skip
    scores = scored("limen_sleep", night, time_zone="Europe/London")
    assert (scores["tib_min"], scores["tst_min"], scores["se_pct"]) == (minutes, minutes, 100)
    assert scored("limen_sleep", night)["tib_min"] is None  # no zone, no wall time is subtracted


def test_skipped_by_rule_counts_nothing_and_stays_distinct_from_missing() -> None:
    audit = get("audit")
    never: dict[str, Any] = {"1": 0, "9": 0, "10": 0}
    assert audit.score(never)["total"] == 0
    assert set(audit.unasked(never)) == {str(n) for n in range(2, 9)}
    declined = {**never, "4": {"state": "declined"}}
    assert audit.score(declined)["total"] is None
    assert "4" not in audit.unasked(declined)
    drinks = {**never, "1": 2, "2": 1, "3": 0}
    assert audit.score(drinks)["total"] is None  # now 4 to 8 are asked, and have no answer
    little = {**never, "1": 2, "2": 0, "3": 0}
    assert audit.score(little)["total"] == 2


def test_not_applicable_is_a_third_thing() -> None:
    sheet = {**same("phq15", 1), "4": {"state": "not_applicable"}}
    assert scored("phq15", sheet)["total"] == 14
    for state in ("missing", "declined", "skipped"):
        assert scored("phq15", {**sheet, "4": {"state": state}})["total"] is None


def test_a_refused_suicide_screen_is_positive_and_an_unanswered_one_is_not_negative() -> None:
    asq, no = get("asq"), {"1": 0, "2": 0, "3": 0, "4": 0}
    assert (asq.score(no)["positive"], asq.score(no)["acute"]) == (False, False)
    assert asq.unasked(no) == {"5": "skipped"}
    assert asq.score({**no, "2": {"state": "declined"}})["positive"] is True
    assert asq.score({**no, "2": None})["positive"] is None
    acute = asq.score({**no, "4": 1, "5": 1})
    assert (acute["positive"], acute["acute"]) == (True, True)
    assert asq.score({**no, "4": 1})["acute"] is None


def test_the_triage_is_missing_rather_than_none_where_an_answer_is() -> None:
    screener = get("cssrs_screener")
    calm: dict[str, Any] = {"1": 0, "2": 0, "6": 0}
    assert screener.score(calm)["risk"] == "none"
    assert set(screener.unasked(calm)) == {"3", "4", "5", "6_recent"}
    assert screener.score({**calm, "6": None})["risk"] is None
    unsure = screener.score({**calm, "1": 1, "6": {"state": "declined"}})
    assert (unsure["risk"], unsure["positive"]) == (None, True)
    assert screener.score({**calm, "6": 1, "6_recent": 1})["risk"] == "high"
    assert screener.score({**calm, "2": 1, "3": 0, "4": 1, "5": 0})["risk"] == "high"
