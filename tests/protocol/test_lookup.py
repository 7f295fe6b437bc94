"""Finding parts by id, and the occasions that a definition stands for."""

from __future__ import annotations

import pytest

from limen.errors import ProtocolError
from limen.protocol import load_protocol, parse_protocol, shipped


@pytest.fixture(scope="module")
def study():
    return load_protocol(shipped()["self_blinding"])


@pytest.mark.parametrize(
    ("finder", "id"),
    [
        ("outcome", "panas"),
        ("arm", "HH"),
        ("intervention", "microdose"),
        ("guess", "acute_guess"),
        ("occasion", "acute"),
        ("covariate", "sex"),
        ("estimand", "acute_effect"),
        ("phase", "treatment"),
    ],
)
def test_each_part_is_found_by_its_id(study, finder, id):
    assert getattr(study, finder)(id).id == id
    with pytest.raises(ProtocolError, match=f"Did you mean '{id}'"):
        getattr(study, finder)(f"{id}x")


def test_a_repeating_definition_is_numbered(study):
    acute = ("acute.1", "acute.2", "acute.3", "acute.4")
    assert study.occasion_ids("acute") == acute
    assert study.occasion_ids("acute.3") == ("acute.3",)
    assert study.occasion_ids("acute.2", "acute") == ("acute.2", "acute.1", "acute.3", "acute.4")
    assert study.occasion("acute.2").id == "acute"


def test_a_single_one_keeps_its_id(study):
    assert study.occasion_ids("pre", "post") == ("pre", "post")
    with pytest.raises(ProtocolError, match="only 'pre' itself"):
        study.occasion_ids("pre.1")


def test_all_occasions_in_order(study):
    ids = study.occasion_ids()
    assert ids[0] == "pre"
    assert len(ids) == 1 + 4 + 4 + 1 + 1


@pytest.mark.parametrize("number", ["5", "0", "03", "1.1", "²", "٣", ""])
def test_an_occasion_that_does_not_take_place(study, number):
    with pytest.raises(ProtocolError, match=r"'acute.1' to 'acute.4'"):
        study.occasion_ids(f"acute.{number}")


@pytest.mark.parametrize(
    ("schedule", "count"),
    [
        ("{kind: daily, last: 28}", 28),
        ("{kind: daily, first: 3, last: 28, every: 7}", 4),  # days 3, 10, 17, 24
        ("{kind: on_days, days: [2, 9]}", 2),
        ("{kind: weekly, weekday: monday, weeks: 3}", 3),
        ("{kind: after_administrations, numbers: [1, 2, 5]}", 3),
        ("{kind: each_period, day: 1}", 1),
        ("{kind: once, day: 3}", 1),
    ],
)
def test_each_schedule_counts_its_occasions(small, schedule, count):
    text = small("parallel").replace("schedule: {kind: once, day: 1}", f"schedule: {schedule}")
    assert len(parse_protocol(text).occasion_ids("day")) == count


def test_several_entries_a_day_are_occasions_of_their_own(small):
    text = small("parallel").replace(
        "{id: day, kind: visit, phase: treatment, schedule: {kind: once, day: 1}",
        "{id: day, kind: diary, entries_per_day: 3, phase: treatment, "
        "schedule: {kind: daily, last: 2}",
    )
    assert len(parse_protocol(text).occasion_ids("day")) == 6


def test_the_reference_is_the_first_placebo(small):
    protocol = parse_protocol(small("parallel"))
    assert protocol.reference_intervention.id == "placebo"
    nothing = small("parallel").replace("kind: inactive_placebo", "kind: none")
    assert parse_protocol(nothing).reference_intervention.id == "placebo"
    active = small("parallel").replace(
        "kind: inactive_placebo, title: Placebo",
        "kind: active_placebo, title: P, substance: lsd, dose: {amount: 1, unit: ug}, mimics: heat",
    )
    assert parse_protocol(active).reference_intervention.id == "placebo"


def test_periods_are_counted(study, small):
    assert study.period_count == 4
    assert parse_protocol(small("parallel")).period_count == 1
