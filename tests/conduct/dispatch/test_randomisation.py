"""The next free set of a stratum becomes somebody's: once, in order, when nothing lacks."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from types import SimpleNamespace

import cast
import pharmacy
import pytest
import servers
from django.db import IntegrityError, connections, transaction

from limen.conduct.core.dispatch.randomisation.assign import assign_set, set_of
from limen.conduct.core.dispatch.randomisation.obstacles import standing_in_the_way
from limen.conduct.core.dispatch.randomisation.strata import levels_of
from limen.conduct.core.dispatch.reconcile import reconcile
from limen.conduct.core.models import Kit, KitSet, Participant
from limen.conduct.core.safety.services.dosing import hold_dosing
from limen.conduct.core.screening import answer_screening, decide
from limen.conduct.core.services.invite import invite
from limen.conduct.core.trail import verify
from limen.errors import ConductError
from limen.protocol import parse_protocol
from limen.supply.plan import draw_sets

AT_ONCE = 32


def lacks(person: Participant) -> list[str]:
    """The paths of what stands in the way."""
    fresh = Participant.objects.select_related("site", "version").get(pk=person.pk)
    return [one.path for one in standing_in_the_way(fresh)]


def test_sets_of_a_stratum_are_given_in_order(people, ines):
    first, second = (pharmacy.newcomer(people.here, ines) for _ in range(2))
    elsewhere = pharmacy.newcomer(people.elsewhere, ines)
    given = [assign_set(one, by=pharmacy.BY) for one in (first, elsewhere, second)]
    assert [(one.stratum, one.order) for one in given] == [
        ('{"site":"riga"}', 1),
        ('{"site":"porto"}', 1),
        ('{"site":"riga"}', 2),
    ]
    assert set_of(first) == given[0]
    assert given[0].randomised_on is not None
    assert verify().faults == ()


def test_nobody_gets_a_set_before_everything_is_there(people):
    bare = invite(people.here, by=pharmacy.BY).participant
    assert lacks(bare) == ["consent", "eligibility", "baseline"]
    with pytest.raises(ConductError, match="was not randomised"):
        assign_set(bare, by=pharmacy.BY)
    assert not KitSet.objects.exclude(participant=None).exists()


def test_who_is_ready_lacks_nothing_and_afterwards_has_a_set(anna):
    assert lacks(anna) == []
    assign_set(anna, by=pharmacy.BY)
    assert lacks(anna) == ["set"]


def test_a_hold_of_doses_stands_in_the_way(anna, ines):
    hold_dosing(anna, member=ines, reason="blood pressure")
    assert lacks(anna) == ["safety"]


def test_without_a_supply_nobody_is_randomised(demonstration_study):
    people = cast.people()
    assert lacks(pharmacy.newcomer(people.here, people.ines)) == ["supply"]


def test_the_last_set_of_a_stratum_is_the_last(people, ines):
    for _ in range(4):
        assign_set(pharmacy.newcomer(people.here, ines), by=pharmacy.BY)
    assert lacks(pharmacy.newcomer(people.here, ines)) == ["supply"]
    assert lacks(pharmacy.newcomer(people.elsewhere, ines)) == []


def test_a_set_whose_kits_are_all_out_of_use_is_passed_over(anna):
    first = KitSet.objects.get(stratum='{"site":"riga"}', order=1)
    Kit.objects.filter(kit_set=first).update(state=Kit.State.DESTROYED)
    assert assign_set(anna, by=pharmacy.BY).order == 2


def test_the_database_itself_refuses_a_second_set(anna):
    assign_set(anna, by=pharmacy.BY)
    other = KitSet.objects.filter(participant=None).first()
    with pytest.raises(IntegrityError), transaction.atomic():
        KitSet.objects.filter(pk=other.pk).update(participant=anna)


def test_thirty_two_at_once_get_one_set_each_and_skip_none(demonstration_on_each_database):
    pharmacy.loaded(pharmacy.sealed(count=AT_ONCE + 2))
    people = cast.people()
    persons = [pharmacy.newcomer(people.here, people.ines) for _ in range(AT_ONCE)]
    start = Barrier(AT_ONCE)

    def randomise(person: Participant) -> int:
        try:
            start.wait()
            return assign_set(person, by=pharmacy.BY).order
        finally:
            connections.close_all()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        orders = list(pool.map(randomise, persons))
    assert sorted(orders) == list(range(1, AT_ONCE + 1))
    assert len({set_of(one).number for one in persons}) == AT_ONCE
    assert reconcile() == ()
    assert verify().faults == ()


def test_one_person_at_once_from_many_browsers_gets_one_set(demonstration_on_each_database):
    pharmacy.loaded(pharmacy.sealed())
    people = cast.people()
    person = pharmacy.newcomer(people.here, people.ines)

    def randomise(_nth: int) -> bool:
        try:
            assign_set(person, by=pharmacy.BY)
        except ConductError:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(randomise, range(8))) == 1
    assert KitSet.objects.filter(participant=person).count() == 1


STRATIFIED = """  strata:
    - {id: site, title: Site, from: site}
    - {id: age_years, title: Age, levels: [young, old], cut_points: [40]}
    - {id: earlier_psychedelics, title: Earlier use, levels: ["yes", "no"]}
"""


def stratified():
    return servers.DEMONSTRATION.replace(
        "  strata:\n    - {id: site, title: Site, from: site}\n", STRATIFIED
    ).replace("  strata: [site]\n", "  strata: [site, age_years, earlier_psychedelics]\n")


@pytest.fixture
def strata_study(deployment):
    with servers.sqlite(stratified()):
        protocol = parse_protocol(stratified())
        drawn = draw_sets(protocol, seed=5, count=2)
        pharmacy.loaded(pharmacy.seal(protocol, drawn, seed=5))
        yield SimpleNamespace(people=cast.people())


def test_levels_come_from_site_answers_and_cut_points(strata_study):
    people = strata_study.people
    person = pharmacy.newcomer(people.here, people.ines)
    assert lacks(person) == ["age_years", "earlier_psychedelics"]
    for answers, level in (({"age_years": "39.5"}, "young"), ({"age_years": "40"}, "old")):
        answer_screening(
            person,
            {**answers, "earlier_psychedelics": "no"},
            by=cast.Actor.staff(people.carla),
            reason="typed wrongly",
        )
        fresh = Participant.objects.get(pk=person.pk)
        assert levels_of(fresh).known == {
            "site": "riga",
            "age_years": level,
            "earlier_psychedelics": "no",
        }
    decide(person, eligible=True, member=people.ines, reason="not all was asked")
    given = assign_set(person, by=pharmacy.BY)
    assert given.stratum == '{"age_years":"old","earlier_psychedelics":"no","site":"riga"}'


def test_an_answer_that_was_declined_leaves_the_level_unknown(strata_study):
    people = strata_study.people
    person = pharmacy.newcomer(people.here, people.ines)
    answer_screening(
        person,
        {"age_years": "declined", "earlier_psychedelics": "no"},
        by=cast.Actor.staff(people.carla),
    )
    assert "age_years" in lacks(person)
