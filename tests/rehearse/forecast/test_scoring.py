"""Outcomes from a file, and what a forecast scores against them."""

from __future__ import annotations

from math import log

import pytest

from limen.errors import DocumentError
from limen.rehearse.forecast import Observed, read_outcomes, score, score_tables, tables
from limen.rehearse.forecast.tables import in_words


@pytest.fixture
def outcomes(tmp_path, small):
    def read(text):
        path = tmp_path / "outcomes.csv"
        path.write_text(text, encoding="utf-8")
        return read_outcomes(path, small)

    return read


def test_outcomes_are_read_with_their_sources(outcomes):
    found = outcomes(
        "prediction,value,lower,upper,source,note\n"
        "effect,-1.5,-4,1,doi 10.1/x,Table 2\nbetter,,,,not reported,\n\nsays_lsd,0.7,,,,\n"
    )
    assert found == (
        Observed(
            prediction="effect", value=-1.5, lower=-4, upper=1, source="doi 10.1/x", note="Table 2"
        ),
        Observed(prediction="says_lsd", value=0.7),
    )


def test_a_note_may_have_lines(outcomes):
    [found] = outcomes('prediction,value,note\neffect,1,"page 3,\nfoot"\n')
    assert found.note == "page 3,\nfoot"


def test_a_table_of_facts_with_a_column_more_will_do(outcomes):
    [found] = outcomes(
        "trial_id,prediction,domain,estimate,lower,upper,source,where\n"
        "T14,effect,adhd,-1.5,-4,1,a paper,page 3\nT14,,mood,3,,,,\n"
    )
    assert (found.prediction, found.value, found.note) == ("effect", -1.5, "page 3")


@pytest.mark.parametrize(
    ("rows", "line", "message"),
    [
        ("efect,1", 2, "predicts no 'efect'. Did you mean 'effect'?"),
        ("effect,large", 2, "'large' is not a number"),
        ("effect,nan", 2, "'nan' is not a number"),
        ("effect,1e999", 2, "'1e999' is not a number"),
        ("effect,1\neffect,2", 3, "a second time"),
        ("says_lsd,70", 2, "0.49, not 49"),
        ("better,0.5", 2, "neither 0 nor 1"),
        ("says_lsd,0,49", 2, "more cells than there are columns. Write decimals with a point"),
    ],
)
def test_a_wrong_row_is_named_with_its_line(outcomes, rows, line, message):
    with pytest.raises(DocumentError) as raised:
        outcomes(f"prediction,value\n{rows}\n")
    [problem] = raised.value.problems
    assert problem.line == line
    assert message in str(problem)


def test_an_interval_that_is_upside_down_is_refused(outcomes):
    with pytest.raises(DocumentError) as raised:
        outcomes("prediction,value,lower,upper\neffect,1,5,2\n")
    assert "lower: 5 is above the upper limit 2. Swap them." in str(raised.value.problems[0])


def test_every_wrong_row_is_named_at_once(outcomes):
    with pytest.raises(DocumentError, match="3 problems"):
        outcomes("prediction,value\neffect,x\nnothing,1\nbetter,2\n")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("predicton,value\neffect,1\n", "Did you mean 'predicton'"),
        ("prediction,number\neffect,1\n", "no column 'value'"),
        ("", "no column 'prediction'"),
        ('prediction,value\n"effect,1\n', "not CSV"),
    ],
)
def test_a_file_without_the_columns_is_refused(outcomes, text, message):
    with pytest.raises(DocumentError, match=message):
        outcomes(text)


def test_there_must_be_a_file(tmp_path, small):
    with pytest.raises(DocumentError, match="no such file"):
        read_outcomes(tmp_path / "none.csv", small)
    (tmp_path / "latin.csv").write_bytes(b"prediction,value\neffect,\xe9\n")
    with pytest.raises(DocumentError, match="not UTF-8"):
        read_outcomes(tmp_path / "latin.csv", small)


def test_an_event_scores_by_its_probability(small):
    p = small.predictions[1].probability
    for value, chance in ((1.0, p), (0.0, 1 - p)):
        [one] = score(small, [Observed(prediction="better", value=value)]).scored
        assert one.brier == pytest.approx((1 - chance) ** 2)
        assert one.log_score == pytest.approx(-log(chance))
        assert one.pit is None


def test_what_was_known_before_is_scored_and_left_out_of_the_summary(small):
    middle = small.predictions[2].quantiles[11]
    found = score(
        small,
        [
            Observed(prediction="effect", value=-40.0),
            Observed(prediction="says_lsd", value=middle),
            Observed(prediction="better", value=1.0),
        ],
    )
    assert found.open == ()
    quantities, events, summary = score_tables(found)
    assert quantities.values("prediction") == ("effect", "says_lsd *")
    assert quantities.values("inside_90") == (False, True)
    assert "not in the summary" in quantities.notes[0]
    assert events.notes == ()
    assert dict(zip(summary.values("measure"), summary.values("n"), strict=True)) == {
        "Inside the 50% interval": 1,
        "Inside the 90% interval": 1,
        "Inside the 95% interval": 1,
        "Mean PIT": 1,
        "Mean CRPS (points)": 1,
        "Mean Brier score": 1,
        "Mean log score": 1,
    }
    assert summary.values("observed")[:4] == pytest.approx((0, 0, 0, 0.005))


def test_what_has_no_outcome_stays_open(small):
    found = score(small, [Observed(prediction="effect", value=-2.0)])
    assert found.open == ("better", "says_lsd")


def test_a_forecast_is_shown_with_what_it_rests_on(small):
    quantities, events = tables(small)
    assert quantities.values("prediction") == ("effect", "says_lsd *")
    effect = quantities.rows[0]
    assert list(effect[2:]) == sorted(effect[2:])
    assert effect[5] == small.predictions[0].quantiles[11]
    assert events.values("probability") == (small.predictions[1].probability,)
    text = in_words(small)
    assert small.hash in text
    assert "Nothing much (assumed)" in text
