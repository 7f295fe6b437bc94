"""Looks and event rates: the plan, how far the information is, and what a pooled count can say."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import cast
import many
import pytest
import servers
from scipy import stats

from limen.boundaries import sequential_design
from limen.conduct.core import clock
from limen.conduct.core.models import Occasion, Participant, Site
from limen.conduct.core.monitoring.event_rates import event_rates, rates
from limen.conduct.core.monitoring.looks import Information, _exhibit, information, looks
from limen.conduct.core.monitoring.scope import scope_of
from limen.conduct.core.trail import recording

PLANNED = 24


@pytest.fixture
def bounded(deployment):
    """Sixteen people of 24 planned, who have everything behind them."""
    with servers.sqlite(many.BOUNDED):
        many.many(16, 14)
        with clock.as_of(many.NOW):
            yield scope_of(Site.objects.all())


def test_critical_values_are_those_of_the_boundary(bounded):
    (exhibit,) = looks(bounded).exhibits
    design = sequential_design(
        kind="obrien_fleming_spending", information=(0.5, 1.0), alpha=0.05, two_sided=True
    )
    assert exhibit.table.values("z") == design.z
    assert exhibit.table.values("z") == pytest.approx((2.9626, 1.9686), abs=1e-3)  # as published
    assert exhibit.table.values("people") == (12, 24)


def test_information_counts_who_has_the_outcome_and_nothing_more_to_come(bounded):
    (boundary,) = [one for one in bounded.protocol.boundaries if one.kind == "group_sequential"]
    assert bounded.planned == PLANNED
    over = information(bounded, boundary)
    having = Participant.objects.filter(
        scores__subscale="distress", scores__value__isnull=False
    ).distinct()
    assert (over.there, over.coming) == (having.count(), ())
    (exhibit,) = looks(bounded).exhibits
    assert exhibit.table.values("state") == ("information is there", "next")
    assert "67 %" in exhibit.said


def test_who_is_under_way_comes_later_and_who_left_never(bounded):
    (boundary,) = [one for one in bounded.protocol.boundaries if one.kind == "group_sequential"]
    last = list(Occasion.objects.filter(identifier="diary.14").order_by("pk")[:5])
    with recording("test.under_way", by=cast.BY) as record:
        for n, row in enumerate(last):
            row.state, row.opens_at = "planned", many.NOW + timedelta(days=n)
            row.closes_at = row.grace_ends_at = row.opens_at + timedelta(hours=5)
        last[4].state = "cancelled"
        record.change_all(last, "state", "opens_at", "closes_at", "grace_ends_at")
    found = information(bounded, boundary)
    assert found.there == 11
    assert found.coming == tuple(row.closes_at for row in last[:4])
    (exhibit,) = looks(bounded).exhibits
    assert exhibit.table.values("state") == ("next", "to come")
    assert exhibit.table.values("about")[0] == f"{last[0].closes_at:%Y-%m-%d}"


def test_the_next_look_is_dated_by_who_is_under_way_and_then_by_the_pace():
    now = many.NOW
    coming = tuple(now + timedelta(days=n) for n in (2, 5, 9))
    found = Information(there=4, coming=coming, planned=20, pace=0.5)
    assert found.by(4, now) == now
    assert found.by(6, now) == coming[1]
    assert found.by(9, now) == coming[2] + timedelta(days=4)
    assert Information(there=4, coming=(), planned=20, pace=None).by(9, now) is None
    assert found.share == 0.2


def test_a_part_of_the_study_has_no_look(bounded):
    part = scope_of(Site.objects.filter(identifier="riga"))
    assert looks(part).exhibits == ()
    assert "not all" in looks(part).paragraphs[0]


def test_a_pooled_count_is_held_against_the_boundary_and_its_worst_case(bounded):
    people = [many.course(key, bounded.now) for key in range(20)]
    told = [many.event(2), many.event(2), many.event(3, "Headache"), many.event(99)]
    (found,) = rates(bounded, told, people)
    assert (found.people, found.of) == (1, 20)
    assert found.exceeds == pytest.approx(stats.beta.sf(0.1, 2, 20))
    assert found.worst == pytest.approx(stats.beta.sf(0.1, 2, 10))  # one of the ten who get it
    assert found.worst > found.exceeds
    (exhibit,) = event_rates(bounded, told, people)
    assert "no boundary would be crossed" in exhibit.said
    (exhibit,) = event_rates(bounded, [*told, many.event(4), many.event(5)], people)
    assert "could stop: Too much anxiety" in exhibit.said
    assert any("cannot say whom" in note for note in exhibit.table.notes)


def test_the_worst_case_has_room_for_everybody_with_the_event(bounded):
    people = [many.course(key, bounded.now) for key in range(2)]
    (found,) = rates(bounded, [many.event(key) for key in range(2)], people)
    assert found.worst == pytest.approx(stats.beta.sf(0.1, 3, 1))  # of two, not of one


def test_a_part_of_a_person_is_rounded_up(bounded):
    (boundary,) = [one for one in bounded.protocol.boundaries if one.kind == "group_sequential"]
    design = SimpleNamespace(information=(0.55, 1.0), z=(3, 2), stage_levels=(0.1, 0.1),
                             alpha_spent=(0.1, 0.2), two_sided=True)  # fmt: skip
    found = Information(there=13, coming=(), planned=PLANNED, pace=None)
    exhibit = _exhibit(bounded, boundary, design, found)
    assert exhibit.table.values("people") == (14, 24)  # 13.2 people are not there yet
    assert exhibit.table.values("state") == ("next", "to come")
