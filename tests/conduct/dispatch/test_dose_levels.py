"""A titration dispenses the other kit of the same period; nobody needs to know the arm."""

from __future__ import annotations

from types import SimpleNamespace

import cast
import pharmacy
import pytest
import servers
from pharmacy import BY

from limen.conduct.core.dispatch.kits.choose import level_of
from limen.conduct.core.dispatch.kits.dose_level import change_level, levels_from
from limen.conduct.core.dispatch.kits.give import dispense, hand_over, replace
from limen.conduct.core.dispatch.kits.take_back import write_off
from limen.conduct.core.dispatch.randomisation.assign import assign_set
from limen.conduct.core.dispatch.reconcile import reconcile
from limen.conduct.core.models import Kit
from limen.errors import ConductError
from limen.protocol import parse_protocol
from limen.supply.plan import draw_sets

LADDER = """
dose_levels:
  start: low
  levels:
    - {id: low, doses: {lsd_10: {amount: 5, unit: ug}}}
    - {id: full, title: The full dose, doses: {lsd_10: {amount: 10, unit: ug}}}
    - {id: high, doses: {lsd_10: {amount: 15, unit: ug}}}
  titration:
    - {from: low, to: full, after_administrations: 1}

kits:
"""
CONTENTS = """  contents:
    - {dose_level: low, kits: 2, spares: 1}
    - {dose_level: full, kits: 2}
    - {dose_level: high, kits: 1}
"""
TEXT = servers.DEMONSTRATION.replace("\nkits:\n", LADDER).replace(
    "  contents:\n    - {kits: 5, spares: 1}\n", CONTENTS
)


@pytest.fixture(params=["sqlite", "postgresql"])
def titrated(request, deployment):
    """Somebody who is randomised, in a study with dose levels; her set lies in the cupboard."""
    with getattr(servers, request.param)(TEXT):
        protocol = parse_protocol(TEXT)
        drawn = draw_sets(protocol, seed=9, count=2)
        pharmacy.loaded(pharmacy.seal(protocol, drawn, seed=9))
        people = cast.people()
        anna = pharmacy.newcomer(people.here, people.ines)
        assign_set(anna, by=BY)
        pharmacy.stocked(anna.site, anna)
        yield SimpleNamespace(anna=anna, people=people)


def test_everybody_begins_at_the_start_and_moves_by_planned_steps(titrated):
    anna, ines = titrated.anna, titrated.people.ines
    low = dispense(anna, by=BY)
    assert (level_of(anna), low.dose_level) == ("low", "low")
    hand_over(anna, low.number, by=BY)
    assert levels_from(anna) == [("full", "The full dose")]
    change_level(anna, to="full", reason="titration", member=ines)
    full = dispense(anna, by=BY)
    assert (full.dose_level, full.period) == ("full", low.period)
    assert full.kit_set == low.kit_set
    assert reconcile() == ()


def test_only_the_planned_way_leads_up_and_every_way_leads_down(titrated):
    anna, ines = titrated.anna, titrated.people.ines
    with pytest.raises(ConductError, match="nobody goes to high"):
        change_level(anna, to="high", reason="titration", member=ines)
    with pytest.raises(ConductError, match="From low nobody goes to low"):
        change_level(anna, to="low", reason="titration", member=ines)
    change_level(anna, to="full", reason="titration", member=ines)
    change_level(anna, to="low", reason="not_tolerated", member=ines)
    assert dispense(anna, by=BY).dose_level == "low"


def test_a_kit_of_the_level_that_they_left_is_not_handed_over(titrated):
    anna, ines = titrated.anna, titrated.people.ines
    change_level(anna, to="full", reason="titration", member=ines)
    full = dispense(anna, by=BY)
    change_level(anna, to="low", reason="not_tolerated", member=ines)
    with pytest.raises(ConductError, match="which they left"):
        hand_over(anna, full.number, by=BY)
    low = dispense(anna, by=BY)
    assert hand_over(anna, low.number, by=BY).dose_level == "low"


def test_a_spare_is_of_the_level_that_its_kit_was_packed_for(titrated):
    anna = titrated.anna
    low = dispense(anna, by=BY)
    spare = replace(anna, low.number, reason="broken", by=BY)
    assert (spare.dose_level, spare.spare) == ("low", True)


def test_a_kit_of_the_level_that_they_left_is_not_replaced(titrated):
    """A spare of it could not be handed over; what they should take is dispensed."""
    anna, ines = titrated.anna, titrated.people.ines
    low = dispense(anna, by=BY)
    hand_over(anna, low.number, by=BY)
    change_level(anna, to="full", reason="titration", member=ines)
    with pytest.raises(ConductError, match="which they left: nothing replaces it"):
        replace(anna, low.number, reason="broken", by=BY)
    assert not Kit.objects.filter(kit_set=low.kit_set, spare=True).exclude(state="in_stock")
    write_off(low.number, reason="broken", by=BY)
    full = dispense(anna, by=BY)
    assert hand_over(anna, full.number, by=BY).dose_level == "full"
    assert reconcile() == ()


def test_an_investigator_decides(titrated):
    with pytest.raises(ConductError, match="no investigator"):
        change_level(titrated.anna, to="full", reason="titration", member=titrated.people.carla)
    assert Kit.objects.filter(dose_level="high", spare=False).count() == 4
