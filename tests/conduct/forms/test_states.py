"""Each state and each event: the table says what follows, and nothing else happens."""

from __future__ import annotations

from itertools import product

import cast
import pytest
import servers
import team
import visit

from limen.conduct.core import clock
from limen.conduct.core.answering import correct_measurement
from limen.conduct.core.forms.services import freeze, unfreeze, verify
from limen.conduct.core.forms.states import DUE, TABLE
from limen.conduct.core.models import AuditEntry, FormEvent, Measurement, VisitForm
from limen.conduct.core.services.invite import invite
from limen.conduct.core.trail import verify as chain
from limen.errors import ConductError

STATES = (DUE, *VisitForm.State.values)
EVENTS = tuple(FormEvent.Kind.values)
_NEEDS_A_ROW = ("verified", "signed", "frozen", "unfrozen", "locked", "changed")


@pytest.fixture(scope="module")
def team_here():
    """One study for all cells, since each takes somebody new."""
    with servers.sqlite(visit.PROTOCOL), clock.as_of(team.EVENING):
        people = cast.people()
        _hired = people.carla, people.ines, people.mei  # before anything is counted
        yield people


@pytest.fixture
def somebody(team_here):
    """Somebody new at the site of the team, whose study has begun."""
    person = cast.agreed(invite(team_here.here, by=cast.BY).participant)
    team.begins(person)
    return person


def happens(event: str, row, person, people) -> None:
    """Let an event happen to the form of vital signs."""
    match event:
        case "saved":
            visit.fills(person, people.carla, fields={"measurement.pulse": "70"}, final=False)
        case "completed":
            visit.fills(person, people.carla)
        case "not_done":
            visit.skips(person, people.carla)
        case "changed":
            pulse = Measurement.objects.filter(participant=person, name="pulse").latest("version")
            correct_measurement(pulse, value=99, reason="misread", by=visit.actor(people.carla))
        case "verified":
            verify(row, member=people.mei, seen=row.content)
        case "signed":
            visit.signs(row, people.ines)
        case "frozen":
            freeze(row, member=people.ines)
        case "unfrozen":
            unfreeze(row, member=people.ines, reason="a value is wrong")
        case "locked":
            visit.locks()


@pytest.mark.parametrize(("state", "event"), list(product(STATES, EVENTS)))
def test_every_cell_of_the_table(team_here, somebody, state, event):
    people, anna = team_here, somebody
    row = visit.reaches(anna, people, state)
    if row is None and event in _NEEDS_A_ROW:
        assert (state, event) not in TABLE
        return
    if event == "changed" and state == "not_done":  # something has to be there
        visit.fills(anna, people.carla, final=False)
        visit.skips(anna, people.carla)
    before, number = visit.now_of(anna), AuditEntry.objects.count()
    wanted = TABLE.get((state, event))
    if event == "locked":  # it takes what may be locked, and leaves the rest
        happens(event, row, anna, people)
        wanted = wanted or before
    elif wanted is None:
        with pytest.raises(ConductError):
            happens(event, row, anna, people)
        assert AuditEntry.objects.count() == number
        wanted = before
    else:
        happens(event, row, anna, people)
    found = visit.now_of(anna)
    assert found == wanted
    if found not in (DUE, before) and event != "locked":
        assert FormEvent.objects.latest("pk").kind == event
        assert FormEvent.objects.latest("pk").state == found


def test_the_chain_of_all_that_holds(team_here):
    assert chain().faults == ()


def test_the_table_names_states_and_events_only():
    for (state, event), after in TABLE.items():
        assert state in STATES
        assert event in EVENTS
        assert after in VisitForm.State.values
