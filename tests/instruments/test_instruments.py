"""What every built-in instrument owes its callers, written once."""

from __future__ import annotations

import csv
import itertools
import re
from pathlib import Path
from typing import Any

import pytest

from limen.errors import InstrumentError
from limen.instruments import LICENCES, Instrument, catalogue, get
from limen.rules import parse_rule

every = pytest.mark.parametrize("instrument", catalogue().values(), ids=catalogue().keys())
scored = pytest.mark.parametrize(
    "instrument",
    [i for i in catalogue().values() if i.scoring_status != "none"],
    ids=lambda i: str(i.id),
)
of_numbers = pytest.mark.parametrize(
    "instrument",
    [
        i
        for i in catalogue().values()
        if i.scoring_status != "none" and all(item.kind == "number" for item in i.items)
    ],
    ids=lambda i: str(i.id),
)
#: A level, not a total: where one answer decides it, the others may be missing (test_traps).
ONE_YES_DECIDES = {"cssrs_screener"}
_NORMS = Path(__file__).parents[1] / "reference" / "szigeti2021_norms.csv"
NORMS = {
    (row["measure"], row["kind"].split(" ")[0]): row
    for row in csv.DictReader(_NORMS.read_text("utf-8").splitlines())
}
#: Where each published figure went: (measure, kind) -> (instrument, subscale).
PLACES = {
    ("CAMS", "pre/post"): ("cams_r", "total"),
    ("GPTS", "pre/post"): ("gpts", "total"),
    ("RPWB", "pre/post"): ("rpwb", "total"),
    ("SWL", "pre/post"): ("swls", "total"),
    **{
        (trait, "pre/post"): ("big_five", trait)
        for trait in ("agreeableness", "conscientiousness", "extraversion", "intellect",
                      "neuroticism", "openness")
    },
    ("autonomy", "pre/post"): ("rpwb", "autonomy"),
    ("enviromental mastery", "pre/post"): ("rpwb", "environmental_mastery"),
    ("personal growth", "pre/post"): ("rpwb", "personal_growth"),
    ("positive relations", "pre/post"): ("rpwb", "positive_relations"),
    ("purpose in life", "pre/post"): ("rpwb", "purpose_in_life"),
    ("self-acceptence", "pre/post"): ("rpwb", "self_acceptance"),
    ("PANAS", "acute"): ("panas", "balance"),
    ("positive", "acute"): ("panas", "positive"),
    ("negative", "acute"): ("panas", "negative"),
    **{
        (scale, "acute"): ("vas", scale)
        for scale in ("intensity", "energy", "mood", "creativity", "focus", "temper")
    },
    ("CPS", "acute"): ("cps", "composite"),
    ("ooo", "acute"): ("cps", "odd_one_out"),
    **{
        (task, "acute"): ("cps", task)
        for task in ("rotations", "spatial_planning", "spatial_span", "feature_match",
                     "paired_associates")
    },
    ("WEMWB", "post-acute"): ("wemwbs", "total"),
    ("QIDS", "post-acute"): ("qids_sr16", "total"),
    ("STAIT", "post-acute"): ("stai_t", "total"),
    ("SCS", "post-acute"): ("scs", "total"),
}  # fmt: skip


def constant_sheets(instrument: Instrument) -> list[dict[str, float]]:
    """All answers at their lowest, all at their highest, and the two alternations."""
    ends = [(item.low, item.high) for item in instrument.items]
    patterns = ([0] * len(ends), [1] * len(ends), [i % 2 for i in range(len(ends))],
                [(i + 1) % 2 for i in range(len(ends))])  # fmt: skip
    return [
        {
            item.id: end[side]
            for item, end, side in zip(instrument.items, ends, pattern, strict=True)
        }
        for pattern in patterns
    ]


@every
def test_it_is_complete(instrument: Instrument) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9_]*", instrument.id)
    assert instrument.licence in LICENCES
    assert instrument.licence_note
    assert instrument.source
    assert re.fullmatch(r"\d+\.\d+\.\d+", instrument.version)
    for parts in (instrument.subscales, instrument.items):
        assert len({part.id for part in parts}) == len(parts)
    for subscale in instrument.subscales:
        if subscale.low is not None and subscale.high is not None:
            assert subscale.low < subscale.high


@every
def test_its_slots_say_what_may_be_answered(instrument: Instrument) -> None:
    for item in instrument.items:
        if item.kind == "number":
            assert item.low < item.high
            assert all(item.low <= option <= item.high for option in item.options)
        else:
            assert (item.low, item.high, item.options) == (0, 0, ())
        assert item.allowed


@every
def test_its_skip_rules_look_back_only(instrument: Instrument) -> None:
    before = set(instrument.context)
    for item in instrument.items:
        assert item.condition is None or item.condition.names() <= before
        before.add(item.id)
    for check in instrument.checks:
        assert check.parsed.names() <= before
        assert check.item in before


@every
def test_its_status_says_whether_it_scores(instrument: Instrument) -> None:
    rules = [subscale for subscale in instrument.subscales if subscale.rule is not None]
    assert bool(rules) == (instrument.scoring_status != "none")
    if not rules:
        with pytest.raises(InstrumentError, match="no verified scoring rule"):
            instrument.score({})


@scored
def test_its_rules_refer_only_to_what_there_is(instrument: Instrument) -> None:
    known = {item.id for item in instrument.items} | set(instrument.context)
    for subscale in instrument.subscales:
        if subscale.rule is not None:
            assert subscale.rule.names() <= known
            known.add(subscale.id)
    for name, tree in instrument.derived.items():
        assert parse_rule(tree).names() <= known
        known.add(name)


@of_numbers
def test_its_scores_reach_the_ends_of_their_range_and_no_further(instrument: Instrument) -> None:
    sheets = [instrument.score(sheet) for sheet in constant_sheets(instrument)]
    for subscale in instrument.subscales:
        if subscale.rule is None:
            continue
        found = [float(sheet[subscale.id]) for sheet in sheets]
        assert subscale.low <= min(found) <= max(found) <= subscale.high
    single = {**constant_sheets(instrument)[0]}
    for subscale in instrument.subscales:  # greedy: turn each item to what helps
        if subscale.rule is None:
            continue
        for better in (max, min):
            best = dict(single)
            for item in instrument.items:
                best[item.id] = better(
                    (item.low, item.high),
                    key=lambda end, i=item, b=best, s=subscale: instrument.score({**b, i.id: end})[
                        s.id
                    ],
                )
            limit = subscale.high if better is max else subscale.low
            assert instrument.score(best)[subscale.id] == pytest.approx(limit)


@of_numbers
def test_one_missing_answer_makes_a_total_missing_and_nothing_is_filled_in(
    instrument: Instrument,
) -> None:
    if instrument.id in ONE_YES_DECIDES:
        return
    sheet: dict[str, Any] = dict(constant_sheets(instrument)[1])  # then no item is left out
    for id, state in itertools.product(list(sheet)[:3], (None, {"state": "declined"})):
        scores = instrument.score({**sheet, id: state})
        for subscale in instrument.subscales:
            if subscale.rule is not None and id in subscale.rule.names():
                assert scores[subscale.id] is None


@of_numbers
@pytest.mark.parametrize("wrong", ["yes", True, 1e9, float("nan")])
def test_a_wrong_answer_is_refused_at_its_item(instrument: Instrument, wrong: Any) -> None:
    item = instrument.items[-1].id
    with pytest.raises(InstrumentError) as caught:
        instrument.score({**constant_sheets(instrument)[0], item: wrong})
    assert [problem.path for problem in caught.value.problems] == [item]


def test_all_wrong_answers_are_told_at_once_with_suggestions() -> None:
    sheet = {"mood": 101, "enery": 5, "calm": {"state": "lost"}}
    with pytest.raises(InstrumentError) as caught:
        get("limen_daily").score(sheet)
    assert [problem.path for problem in caught.value.problems] == ["mood", "enery", "calm"]
    assert "Did you mean 'energy'?" in str(caught.value)


@pytest.mark.parametrize(("measure", "place"), PLACES.items(), ids=lambda x: "-".join(x))
def test_reliability_is_the_published_one(measure: tuple[str, str], place: tuple[str, str]) -> None:
    row = NORMS[measure]
    reliability = get(place[0]).subscale(place[1]).reliability
    assert reliability is not None
    assert reliability.coefficient == float(row["reliability"])
    assert reliability.sd == float(row["sd"])
    assert reliability.printed_change == float(row["rci95_or_mdc95"])
    # retest: rounding of r only; icc: the source took the spread within people from its model
    within = {"retest": 2e-3, "icc": 0.06}[reliability.kind]
    published = float(row["rci95_or_mdc95"])
    assert reliability.reliable_change == pytest.approx(published, rel=within)


KEYS = Path(__file__).parents[1] / "reference" / "instrument_keys.csv"


@pytest.mark.parametrize(
    "row", list(csv.DictReader(KEYS.read_text("utf-8").splitlines())), ids=lambda row: row["id"]
)
def test_the_reversed_items_are_those_of_the_key(row: dict[str, str]) -> None:
    instrument = get(row["id"])
    scale = next(part for part in instrument.subscales if part.id in ("total", "mean"))
    low, _, high = row["range"].partition("-")
    assert (scale.low, scale.high) == (float(low), float(high))
    assert len(instrument.items) == int(row["n_items"])
    lowest = {item.id: item.low for item in instrument.items}
    start = float(instrument.score(lowest)[scale.id])
    turned = {
        item.id
        for item in instrument.items
        if float(instrument.score({**lowest, item.id: item.high})[scale.id]) < start
    }
    assert turned == {number for number in row["reverse_items"].split(",") if number}


def test_an_unknown_name_gets_the_nearest_one() -> None:
    with pytest.raises(InstrumentError, match="Did you mean 'qids_sr16'"):
        get("qids")
    with pytest.raises(InstrumentError, match="Did you mean 'balance'"):
        get("panas").subscale("ballance")
    assert get("panas").item("20").high == 5


FIGURES = Path(__file__).parents[1] / "reference" / "instrument_figures.csv"


@pytest.mark.parametrize(
    "row", list(csv.DictReader(FIGURES.read_text("utf-8").splitlines())), ids=lambda row: row["id"]
)
def test_published_figures_are_those_that_were_collected(row: dict[str, str]) -> None:
    found: dict[str, set[float]] = {"internal_consistency": set(), "retest": set(), "change": set()}
    for subscale in get(row["id"]).subscales:
        for figure in subscale.published:
            assert figure.low <= figure.high
            kind = "change" if figure.kind.endswith("change") else figure.kind
            found[kind] |= {figure.low, figure.high}
    wanted = {kind: {float(number) for number in row[kind].split()} for kind in found}
    assert found == wanted


def test_no_other_instrument_carries_a_published_figure() -> None:
    collected = {row["id"] for row in csv.DictReader(FIGURES.read_text("utf-8").splitlines())}
    for instrument in catalogue().values():
        if any(subscale.published for subscale in instrument.subscales):
            assert instrument.id in collected
