"""What only a calendar can see: each problem has its place and remedy; a good study has none."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from limen import calendar
from limen.protocol import Protocol, load_protocol, shipped

Study = Callable[..., Protocol]
Line = Callable[..., str]
WEEKDAYS = "regimen: {kind: fixed_weekdays, weekdays: [thursday]}"
GUESS = """
guesses:
  - {{id: guess, title: Guess, occasions: [{at}], about: {about}, options: [placebo, other],
     dont_know: true}}
"""


def places(protocol: Protocol) -> list[str]:
    found = calendar.problems(protocol)
    assert all(problem.remedy for problem in found)
    return [problem.path for problem in found]


@pytest.mark.parametrize("name", sorted(shipped()))
def test_the_shipped_protocols_have_none(name: str) -> None:
    assert calendar.problems(load_protocol(shipped()[name])) == ()


def test_the_example_has_none(study: Study) -> None:
    assert places(study()) == []


def test_no_dose_is_ever_due(study: Study) -> None:
    never = "regimen: {kind: fixed_weekdays, weekdays: [sunday]}"
    assert "regimen" in places(
        study(periods="{count: 2, days: 3, washout_days: 22}", regimen=never)
    )


def test_an_occasion_after_a_dose_that_is_never_due(study: Study, occasion: Line) -> None:
    line = occasion("day", "kind: after_administrations, numbers: [1, 10, 11]")
    (problem,) = calendar.problems(study(occasions=line))
    assert problem.path == "occasions[0].schedule"
    assert "there are 10" in problem.message


def test_an_occasion_that_a_lag_pushes_out_of_its_phase(study: Study, occasion: Line) -> None:
    good = occasion("day", "kind: after_administrations, numbers: [9], lag_days: 3")
    bad = occasion("day", "kind: after_administrations, numbers: [10], lag_days: 3")
    assert places(study(occasions=good)) == []
    assert places(study(occasions=bad)) == ["occasions[0].schedule"]


def test_windows_that_overlap_the_next_one(study: Study, occasion: Line) -> None:
    schedule = "kind: after_administrations, numbers: [1, 2]"  # days 1 and 4
    good = occasion("day", schedule, window="window: {closes_day: 3, closes_time: '00:00'}")
    bad = occasion("day", schedule, window="window: {closes_day: 3, closes_time: '00:01'}")
    assert places(study(occasions=good)) == []
    assert places(study(occasions=bad)) == ["occasions[0].window"]


@pytest.mark.parametrize(
    ("about", "window", "wrong"),
    [
        ("administration", '{opens_time: "06:00", closes_time: "08:00"}', True),
        ("administration", '{opens_time: "06:00", closes_time: "08:01"}', False),
        ("period", '{opens_time: "06:00", closes_time: "08:00"}', True),
        ("period", '{opens_time: "18:00", closes_time: "23:00"}', False),
    ],
)
def test_a_guess_before_the_dose_it_is_about(
    study: Study, occasion: Line, about: str, window: str, wrong: bool
) -> None:
    line = occasion("day", "kind: on_days, days: [1, 4]", window=f"window: {window}")
    protocol = study(occasions=line, more=GUESS.format(at="day", about=about))
    assert places(protocol) == (["guesses[0].occasions"] if wrong else [])


def test_an_outcome_on_a_day_without_its_dose(study: Study, occasion: Line) -> None:
    outcome = (
        "  - {id: energy, title: Energy, instrument: vas, subscale: energy, occasions: [day],\n"
        "     better: higher, exposure: administration, exposure_lag_days: LAG}"
    )
    after = occasion("day", "kind: after_administrations, numbers: [1, 2], lag_days: 1")
    assert places(study(occasions=after, more=outcome.replace("LAG", "1"))) == []
    found = places(study(occasions=after, more=outcome.replace("LAG", "0")))
    assert found == ["outcomes[1].occasions"]


def test_weekdays_are_tried_for_every_start(study: Study, occasion: Line) -> None:
    outcome = (
        "  - {id: energy, title: Energy, instrument: vas, subscale: energy, occasions: [day],\n"
        "     better: higher, exposure: administration}"
    )
    weekly = occasion("day", "kind: weekly, weekday: thursday, weeks: 4")
    assert places(study(occasions=weekly, regimen=WEEKDAYS, more=outcome)) == []
    (problem,) = calendar.problems(study(occasions=weekly, more=outcome))  # every third day
    assert problem.path == "outcomes[1].occasions"
    assert "start on a" in problem.message


def test_a_baseline_after_what_changes_from_it(study: Study, occasion: Line) -> None:
    lines = "\n".join(
        [
            occasion("day", "kind: on_days, days: [2, 4]"),
            occasion("start", "kind: once, day: 3"),
        ]
    )
    outcome = (
        "  - {id: energy, title: Energy, instrument: vas, subscale: energy, occasions: [day],\n"
        "     better: higher, exposure: arm, change_from: start}"
    )
    assert places(study(occasions=lines, more=outcome)) == ["outcomes[1].change_from"]
