"""Places, strata and lists: what a protocol asks for, and what cannot be made of one."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from sealing import SEED, changed, self_packed

from limen.errors import SupplyError
from limen.protocol import load_protocol, named_protocol
from limen.supply.plan import draw_sets, held_kit, longest_kit, places, strata
from limen.supply.plan.drawing import default_count
from limen.supply.sealed import Place
from limen.supply.sealed.files import canonical

STUDIES = Path(__file__).parents[1] / "studies"


def test_a_set_has_kits_of_each_dose_level_and_spares():
    found = Counter(places(named_protocol("resilience")))
    assert found == {
        Place(period=1, dose_level="full"): 14,
        Place(period=1, dose_level="full", spare=True): 2,
        Place(period=1, dose_level="reduced"): 13,
        Place(period=1, dose_level="reduced", spare=True): 1,
    }


def test_placebo_sets_have_kits_of_each_level_too():
    """Dummy titration: what a set looks like does not depend on its arm."""
    study = named_protocol("resilience")
    levels = {
        (name, place.dose_level): held_kit(study, "1", place, name)["dose"]
        for name in ("placebo", "lsd_10")
        for place in places(study)
    }
    assert levels == {
        ("placebo", "full"): "",
        ("placebo", "reduced"): "",
        ("lsd_10", "full"): "10 ug",
        ("lsd_10", "reduced"): "5 ug",
    }


def test_every_period_has_kits_of_its_own():
    assert Counter(place.period for place in places(self_packed())) == {1: 7, 2: 7, 3: 7, 4: 7}


def test_strata_are_all_combinations():
    assert strata(named_protocol("resilience")) == (
        {"site": "site_1", "earlier_psychedelics": "no"},
        {"site": "site_1", "earlier_psychedelics": "yes"},
        {"site": "site_2", "earlier_psychedelics": "no"},
        {"site": "site_2", "earlier_psychedelics": "yes"},
    )


def test_the_list_is_long_enough_for_uneven_strata():
    """24 people at two sites: half as many again as 12, in whole blocks of 4."""
    assert default_count(named_protocol("demonstration")) == 20


def test_the_same_seed_gives_the_same_list_and_another_gives_another():
    study = named_protocol("resilience")
    first = draw_sets(study, seed=SEED)
    assert first == draw_sets(study, seed=SEED)
    assert first != draw_sets(study, seed=SEED + 1)


def test_who_draws_gets_sets_of_every_arm_in_an_order_that_is_drawn():
    drawn = draw_sets(self_packed(), seed=SEED)
    assert len(drawn) == 90
    firsts = Counter(one.arm for one in drawn if one.order == 1)
    assert set(firsts) == {"PL", "HH", "MD"}
    for person in range(1, 31):
        own = [one for one in drawn if one.draw == person]
        assert sorted(one.arm for one in own) == ["HH", "MD", "PL"]


def test_a_drawn_order_holds_two_weeks_of_each():
    courses = {one.course for one in draw_sets(self_packed(), seed=SEED) if one.arm == "HH"}
    assert len(courses) > 3
    assert all(sorted(course) == ["microdose"] * 2 + ["placebo"] * 2 for course in courses)


def test_no_content_is_longer_than_the_bound():
    study = named_protocol("resilience")
    longest = longest_kit(study, places(study))
    lengths = {
        len(canonical(held_kit(study, "123456789", place, name)))
        for place in places(study)
        for name in ("placebo", "lsd_10")
    }
    assert max(lengths) == longest
    assert len(lengths) > 1  # or padding would have nothing to hide


@pytest.mark.parametrize(
    ("study", "words"),
    [
        (lambda: named_protocol("mdlsd"), r"kits\.packed_by: is unknown \(not in our sources\)"),
        (lambda: named_protocol("holze_crossover"), "kits: says unknown"),
        (lambda: load_protocol(STUDIES / "parallel.yaml"), "there is nothing to pack"),
        (lambda: named_protocol("self_blinding"), "kits.contents: is unknown"),
        (lambda: changed("resilience", ("{dose_level: reduced, kits", "{kits")), "several levels"),
    ],
)
def test_what_a_protocol_leaves_open_is_named(study, words):
    with pytest.raises(SupplyError, match=words):
        places(study())


def test_fillers_are_refused_with_a_way_out():
    study = changed(
        "self_blinding", ("contents: {unknown: not in the public files}", "contents: [{kits: 7}]")
    )
    with pytest.raises(SupplyError, match=r"filler.*Describe each dosing day as a kit"):
        draw_sets(study, seed=SEED, count=3)
