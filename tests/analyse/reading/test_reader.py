"""From tables to arrays: every value in its place, and nothing of the arms while sealed."""

from __future__ import annotations

import numpy as np
import pytest

from limen.analyse.layout import DONT_KNOW, NOT_ASKED, UNKNOWN
from limen.analyse.reading import Reader
from limen.dataset import Allocations
from limen.errors import AnalysisError, NotIdentifiedError, SealedError
from studies import Study

VISITS = ("visit.1", "visit.2", "visit.3")


@pytest.fixture(scope="module")
def reader(parallel_study: Study) -> Reader:
    return Reader(parallel_study.unsealed)


@pytest.fixture(scope="module")
def sequences(crossover_study: Study) -> Reader:
    return Reader(crossover_study.unsealed)


def test_scores_stand_where_they_belong(parallel_study: Study, reader: Reader) -> None:
    layout = reader.layout("wellbeing")
    assert layout.participants == parallel_study.dataset.participants
    assert layout.occasions == VISITS
    expected = parallel_study.scores("wemwbs", "total", VISITS)
    np.testing.assert_array_equal(layout.value[0], expected)
    np.testing.assert_array_equal(layout.observed[0], np.isfinite(expected))
    assert layout.unit == "points"


def test_change_keeps_its_baseline(parallel_study: Study, reader: Reader) -> None:
    layout = reader.layout("wellbeing_change", occasions=("visit.3", "baseline"))
    assert layout.occasions == ("visit.3",)
    before, after = parallel_study.scores("wemwbs", "total", ("baseline", "visit.3")).T
    np.testing.assert_array_equal(layout.value[0, :, 0], after - before)
    assert layout.baseline is not None
    np.testing.assert_array_equal(layout.baseline[0], before)


def test_both_occasions_as_recorded(parallel_study: Study, reader: Reader) -> None:
    layout = reader.scores_as_recorded("wellbeing_change", occasions=("baseline", "visit.3"))
    expected = parallel_study.scores("wemwbs", "total", ("baseline", "visit.3"))
    np.testing.assert_array_equal(layout.value[0], expected)


def test_measurements_are_read_like_scores(parallel_study: Study, reader: Reader) -> None:
    layout = reader.layout("systolic")
    rows = parallel_study.dataset.rows("measurements")
    assert layout.value[0, :, 0].tolist() == [float(row["value"]) for row in rows]
    assert layout.unit == "mmHg"


def test_a_derived_outcome_has_no_scores_of_its_own(reader: Reader) -> None:
    with pytest.raises(AnalysisError, match="derived from other outcomes"):
        reader.layout("reactivity")


def test_arms_and_their_titles(parallel_study: Study, reader: Reader) -> None:
    layout = reader.layout("wellbeing")
    assert layout.arms == layout.interventions == ("Placebo", "LSD 10 micrograms")
    assert layout.arm is not None
    assert layout.intervention is not None
    np.testing.assert_array_equal(layout.arm[0] == 1, parallel_study.active)
    np.testing.assert_array_equal(layout.intervention[0], np.tile(layout.arm[0][:, None], 3))


def test_a_lag_finds_the_dose_of_the_day_before(parallel_study: Study, reader: Reader) -> None:
    layout = reader.layout("mood_after")
    assert layout.intervention is not None
    expected = np.column_stack([parallel_study.active] * 2)
    np.testing.assert_array_equal(layout.intervention[0] == 1, expected)


def test_the_kit_that_was_taken_counts_not_the_arm(parallel_study: Study) -> None:
    """Somebody on placebo whose fourth kit held LSD: the day after that dose, and only then."""
    index = int(np.flatnonzero(~parallel_study.active)[0])
    person = parallel_study.dataset.participants[index]
    kit = {
        "participant": person,
        "arm": "PL",
        "period": 1,
        "kit": f"{person}-4",
        "intervention": "lsd_10",
        "respondent": "participant",
        "source": "test",
    }
    data = parallel_study.dataset
    sealed = Allocations.of(data.hash, [*parallel_study.allocations.rows, kit])
    layout = Reader(data.unseal(sealed)).layout("mood_after")
    assert layout.intervention is not None
    assert layout.intervention[0, index].tolist() == [0, 1]


def test_a_dose_is_found_by_day_where_its_occasion_is_not_named(crossover_study: Study) -> None:
    """The first session's dose names its occasion; the others are found by their day."""
    data = crossover_study.dataset
    given = [
        {
            "participant": person,
            "number": number,
            "occasion": "session.1" if number == 1 else "",
            "study_day": 7 * number - 6,
            "period": number,
            "respondent": "participant",
            "source": "test",
        }
        for person in data.participants
        for number in (1, 2, 3)
    ]
    study = crossover_study.with_tables(administrations=given)
    by_dose = Reader(study.unsealed).layout("mood", basis="administration").intervention
    by_period = Reader(study.unsealed).layout("mood", basis="period").intervention
    assert by_dose is not None
    assert by_period is not None
    np.testing.assert_array_equal(by_dose, by_period)


def test_periods_hold_what_the_sequence_says(crossover_study: Study, sequences: Reader) -> None:
    layout = sequences.layout("mood")
    assert layout.interventions == ("Placebo", "LSD 5", "LSD 10")
    assert layout.intervention is not None
    assert layout.period is not None
    np.testing.assert_array_equal(layout.period[0], np.tile([0, 1, 2], (12, 1)))
    names = np.array(["placebo", "lsd_5", "lsd_10"])[layout.intervention[0]]
    arms = [crossover_study.unsealed.arm_of[p] for p in layout.participants]
    protocol = crossover_study.dataset.protocol
    assert [tuple(row) for row in names] == [protocol.arm(arm).periods for arm in arms]


def test_the_arm_alone_is_enough_to_know_the_periods(
    crossover_study: Study, sequences: Reader
) -> None:
    data = crossover_study.dataset
    rows = [
        {"participant": person, "arm": arm, "respondent": "participant", "source": "test"}
        for person, arm in crossover_study.unsealed.arm_of.items()
    ]
    layout = Reader(data.unseal(Allocations.of(data.hash, rows))).layout("mood")
    np.testing.assert_array_equal(layout.intervention, sequences.layout("mood").intervention)


def test_guesses_are_codes_of_what_is_compared(parallel_study: Study, reader: Reader) -> None:
    layout = reader.layout("wellbeing", guess="guess")
    assert layout.guess is not None
    assert layout.confidence is not None
    codes = {"PL": 0, "MD": 1, "dont_know": DONT_KNOW}
    expected = np.full((40, 3), NOT_ASKED)
    sure = np.full((40, 3), np.nan)
    people = parallel_study.dataset.participants
    for row in parallel_study.dataset.rows("guesses"):
        place = people.index(row["participant"]), VISITS.index(row["occasion"])
        expected[place] = codes[row["answer"]]
        sure[place] = float(row["confidence_percent"] or "nan") / 100
    np.testing.assert_array_equal(layout.guess[0], expected)
    np.testing.assert_allclose(layout.confidence[0], sure)


def test_a_guess_of_other_occasions_counts_for_all(reader: Reader) -> None:
    """The day after a dose nobody was asked: the last guess of the study stands for both."""
    layout = reader.layout("mood_after", basis="arm", guess="guess")
    at_last_visit = reader.layout("wellbeing", guess="guess").guess
    assert layout.guess is not None
    assert at_last_visit is not None
    np.testing.assert_array_equal(layout.guess[0], np.tile(at_last_visit[0, :, [2]].T, 2))


def test_guesses_of_something_else_than_compared_are_refused(crossover_study: Study) -> None:
    reader = Reader(crossover_study.unsealed)
    with pytest.raises(NotIdentifiedError, match="Compare what was guessed"):
        reader.layout("mood", basis="arm", guess="guess")


def test_nothing_compared_is_a_refusal(crossover_study: Study, parallel_study: Study) -> None:
    reader = Reader(crossover_study.unsealed)
    with pytest.raises(NotIdentifiedError, match=r"no administration for any of session\.1"):
        reader.layout("mood", basis="administration")
    nobody = Allocations.of(parallel_study.dataset.hash, [])
    with pytest.raises(NotIdentifiedError, match="no arm"):
        Reader(parallel_study.dataset.unseal(nobody)).layout("wellbeing")


def test_people_without_an_allocation_are_unknown(parallel_study: Study) -> None:
    data = parallel_study.dataset
    some = Allocations.of(data.hash, list(parallel_study.allocations.rows)[:30])
    layout = Reader(data.unseal(some)).layout("wellbeing")
    assert layout.arm is not None
    assert (layout.arm[0] == UNKNOWN).sum() == 10


def test_a_sealed_dataset_gives_values_and_no_arms(parallel_study: Study, reader: Reader) -> None:
    sealed = Reader(parallel_study.dataset)
    layout = sealed.layout("wellbeing", guess="guess")
    np.testing.assert_array_equal(layout.value, reader.layout("wellbeing").value)
    assert layout.arm is layout.intervention is layout.period is None
    assert layout.arms == layout.interventions == ()
    with pytest.raises(SealedError):
        _ = sealed.exposure


def test_days_count_from_the_first_dose(reader: Reader) -> None:
    layout = reader.layout("wellbeing")
    assert layout.day is not None
    np.testing.assert_array_equal(layout.day[0], np.tile([7.0, 14.0, 21.0], (40, 1)))


def test_the_hour_is_that_of_the_persons_own_clock(parallel_study: Study) -> None:
    rows = list(parallel_study.dataset.rows("occasions"))
    for row in rows:
        if row["occasion"] == "visit.1":
            row |= {"submitted_at": "2026-07-07T16:30:00Z", "time_zone": "Europe/Amsterdam"}
    layout = Reader(parallel_study.dataset.with_tables(occasions=rows)).layout("wellbeing")
    assert layout.day is not None
    assert layout.day[0, :, 0] == pytest.approx(7 + 18.5 / 24)


def test_a_period_beyond_the_sequence_is_unknown(crossover_study: Study) -> None:
    rows = [
        {**row, "period": 4 if row["occasion"] == "session.3" else row["period"]}
        for row in crossover_study.dataset.rows("occasions")
    ]
    data = crossover_study.dataset.with_tables(occasions=rows)
    arms = [
        {"participant": p, "arm": arm, "respondent": "participant", "source": "test"}
        for p, arm in crossover_study.unsealed.arm_of.items()
    ]
    layout = Reader(data.unseal(Allocations.of(data.hash, arms))).layout("mood")
    assert layout.intervention is not None
    assert (layout.intervention[0, :, 2] == UNKNOWN).all()
    assert (layout.intervention[0, :, :2] != UNKNOWN).all()


def test_the_respondent_of_the_occasion_counts(parallel_study: Study, reader: Reader) -> None:
    """A clinician fills in the same scale at the same visit: the participant's answer stays."""
    scores = list(parallel_study.dataset.rows("scores"))
    rated = [
        {**row, "respondent": "physician", "score": 14}
        for row in scores
        if row["instrument"] == "wemwbs"
    ]
    for rows in ([*scores, *rated], [*rated, *scores]):
        again = Reader(parallel_study.dataset.with_tables(scores=rows)).layout("wellbeing")
        np.testing.assert_array_equal(again.value, reader.layout("wellbeing").value)


def test_the_only_answer_counts_whoever_gave_it(parallel_study: Study, reader: Reader) -> None:
    rows = [{**row, "respondent": "physician"} for row in parallel_study.dataset.rows("scores")]
    again = Reader(parallel_study.dataset.with_tables(scores=rows)).layout("wellbeing")
    np.testing.assert_array_equal(again.value, reader.layout("wellbeing").value)


def test_answers_of_several_others_are_refused(parallel_study: Study) -> None:
    scores = [r for r in parallel_study.dataset.rows("scores") if r["occasion"] == "visit.1"]
    rows = [{**row, "respondent": name} for row in scores for name in ("physician", "staff")]
    reader = Reader(parallel_study.dataset.with_tables(scores=rows))
    with pytest.raises(AnalysisError, match=r"'p01' has answers of several respondents at visit"):
        reader.layout("wellbeing")
