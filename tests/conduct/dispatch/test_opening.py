"""One blind is broken: two locks, a record first, a share that opens one kit for one person."""

from __future__ import annotations

import base64
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pharmacy
import pytest
import sealing
import servers
import team
from django.core import mail
from django.db import connections
from django.test import override_settings
from pharmacy import BY

from limen.conduct.core import clock
from limen.conduct.core.dispatch.opening.break_blind import MOST, break_blind
from limen.conduct.core.dispatch.opening.grant import end_grant, grant_opening
from limen.conduct.core.dispatch.opening.may_open import standing_of
from limen.conduct.core.dispatch.opening.on_paper import record_opening
from limen.conduct.core.dispatch.opening.release import Released, release_share
from limen.conduct.core.dispatch.supplies.openers import add_opener
from limen.conduct.core.messages import tick
from limen.conduct.core.models import (
    AuditEntry,
    DosingHold,
    Duty,
    FreeText,
    Kit,
    Opening,
    OpeningGrant,
    OutboxMessage,
    Participant,
    Site,
    StaffMember,
)
from limen.conduct.core.safety.services import end_duty, hold_dosing, put_on_duty
from limen.conduct.core.services.erase import erase
from limen.conduct.core.services.free_text import read_text
from limen.conduct.core.staffing.leave import leave
from limen.conduct.core.staffing.roles import add_role
from limen.conduct.core.trail import recording, verify
from limen.errors import ConductError, SupplyError, ThrottledError
from limen.supply.keys import make_key, unlock
from limen.supply.keys.public import public_parts
from limen.supply.opening import open_kit, open_released, read_released
from limen.supply.opening.authorise import authorise
from limen.supply.sealed import read_server_part

WORDS = "Seizure in the emergency room; treatment depends on it"


def opened(released: Released, supply: pharmacy.Sealed, who: str = "clara") -> dict:
    """What the clinician's own machine makes of it."""
    return open_kit(
        read_server_part(supply.server),
        released.kit,
        clinician=supply.people[who],
        released=base64.b64decode(released.released_share),
    )


def on_call(member: StaffMember, site: Site) -> Duty:
    """Put somebody on call for an hour from now on."""
    return put_on_duty(
        member,
        site=site,
        role="physician_on_call",
        starts_at=clock.now(),
        ends_at=clock.now() + timedelta(hours=1),
        by=BY,
    )


@pytest.fixture
def may_open(kit, ines):
    """Ines is on the list."""
    return pharmacy.listed(ines)


def asks(kit: Kit, member, category: str = "emergency", words: str = WORDS) -> Opening:
    """Ask for the content of a kit."""
    person = Participant.objects.get(pk=kit.kit_set.participant_id)
    return break_blind(person, kit, member=member, category=category, words=words)


def test_the_requester_learns_what_was_sealed(demonstration_on_each_database, may_open, kit, ines):
    released = release_share(asks(kit, ines), member=ines)
    content = opened(released, pharmacy.sealed())
    assert content["kit"] == kit.number
    assert content["intervention"] in {"placebo", "lsd_10"}
    assert verify().faults == ()


def test_the_record_is_there_before_the_share(may_open, kit, ines):
    opening = asks(kit, ines)
    servers.READY.keys.release_file.unlink()
    with pytest.raises(SupplyError):
        release_share(opening, member=ines)
    events = list(AuditEntry.objects.order_by("-number").values_list("event", flat=True)[:2])
    assert events == ["share.released", "blind.broken"]
    assert read_text(Opening.objects.get().words) == WORDS
    assert WORDS not in "".join(AuditEntry.objects.values_list("payload", flat=True))


def test_a_kit_of_a_supply_without_their_key_is_not_opened(may_open, kit, ines):
    with recording("test.key", by=BY) as record:
        grant = record.fresh(may_open)
        grant.key_name = "zelda"
        record.change(grant, "key_name")
    with pytest.raises(ConductError, match="not sealed for the key 'zelda'"):
        asks(kit, ines)
    assert not Opening.objects.exists()


def test_two_locks_are_needed(kit, ines, people):
    with pytest.raises(ConductError, match="not on the list"):
        asks(kit, ines)
    pharmacy.listed(people.carla)
    with pytest.raises(ConductError, match="neither an investigator"):
        asks(kit, people.carla)
    assert not Opening.objects.exists()


def test_who_is_taken_off_the_list_gets_nothing_more(may_open, kit, ines):
    opening = asks(kit, ines)
    end_grant(ines, by=BY)
    with pytest.raises(ConductError, match="Nothing was released"):
        release_share(opening, member=ines)


def test_who_left_and_comes_back_is_not_on_the_list(may_open, kit, ines, people):
    """Leaving ends the grant; one that was left standing by somebody's hand counts no more."""
    person = Participant.objects.get(pk=kit.kit_set.participant_id)
    before = clock.now()
    leave(ines, by=BY)
    with recording("test.back", by=BY) as record:
        stored = record.fresh(ines)
        stored.is_active = True
        record.change(stored, "is_active")
    add_role(stored, site=people.here.identifier, role="investigator", reason="joins", by=BY)
    assert OpeningGrant.objects.get(member=ines).ended_at is not None
    with pytest.raises(ConductError, match="not on the list"):
        break_blind(person, kit, member=stored, category="emergency", words=WORDS)
    with recording("test.grant", by=BY) as record:
        grant = record.fresh(may_open)
        grant.ended_at = None
        record.change(grant, "ended_at")
    assert not standing_of(stored, person, clock.now()).may
    pharmacy.listed(stored)
    assert standing_of(stored, person, clock.now()).may
    assert OpeningGrant.objects.get(member=ines, ended_at=None).since >= before


def test_a_kit_that_was_never_given_stays_closed(may_open, kit, ines):
    other = Kit.objects.exclude(kit_set=kit.kit_set).first()
    person = Participant.objects.get(pk=kit.kit_set.participant_id)
    for closed in (other, Kit.objects.filter(kit_set=kit.kit_set, state="in_stock").first()):
        with pytest.raises(ConductError, match="never given"):
            break_blind(person, closed, member=ines, category="emergency", words=WORDS)


@pytest.mark.parametrize(
    ("category", "words"), [("curious", WORDS), ("emergency", ""), ("emergency", "x")]
)
def test_a_reason_is_needed(may_open, kit, ines, category, words):
    with pytest.raises(ConductError, match="Nothing was opened"):
        asks(kit, ines, category, words)


def test_doses_stop_and_the_team_learns_that_it_happened(may_open, kit, ines, people):
    people.carla, people.dario, people.mei  # noqa: B018 - they are hired here
    person = Participant.objects.get(pk=kit.kit_set.participant_id)
    team.begins(person)
    opening = asks(kit, ines)
    person.refresh_from_db()
    assert opening.dosing_after == "stops"
    assert person.status == Participant.Status.DISCONTINUED
    assert DosingHold.objects.get(participant=person).for_good
    told = OutboxMessage.objects.filter(purpose="blind_broken")
    assert [one.member.name for one in told] == ["carla"]


def test_asking_again_is_the_same_record_and_gives_only_the_requester_the_same(
    may_open, kit, ines, people
):
    first, second = asks(kit, ines), asks(kit, ines)
    assert first == second
    supply = pharmacy.sealed()
    contents = [opened(release_share(first, member=ines), supply) for _ in range(2)]
    assert contents[0] == contents[1]
    assert AuditEntry.objects.filter(event="share.released").count() == 2
    with pytest.raises(ConductError, match="somebody else"):
        release_share(first, member=people.carla)


def test_a_share_is_of_no_use_to_another_clinician_nor_for_another_kit(may_open, kit, ines):
    supply = pharmacy.sealed()
    released = release_share(asks(kit, ines), member=ines)
    with pytest.raises(SupplyError, match="does not open"):
        opened(released, supply, "dora")
    other = Kit.objects.exclude(pk=kit.pk).first()
    with pytest.raises(SupplyError, match="another number"):
        open_kit(
            read_server_part(supply.server),
            other.number,
            clinician=supply.people["clara"],
            released=base64.b64decode(released.released_share),
        )


def test_nothing_that_is_released_opens_without_the_private_key(may_open, kit, ines):
    released = release_share(asks(kit, ines), member=ines)
    content = opened(released, pharmacy.sealed())
    said = json.dumps(released.as_json())
    assert content["intervention"] not in said
    assert str(content["title"]) not in said


def test_one_person_cannot_open_everything(supply, people, ines):
    pharmacy.listed(ines)
    kits = [pharmacy.given(pharmacy.newcomer(people.here, ines)) for _ in range(4)]
    for kit in kits:
        asks(kit, ines)
    more = [
        Opening(
            participant=kits[0].kit_set.participant,
            kit=kits[0],
            member=ines,
            category="emergency",
            means="server",
            dosing_after="stops",
            opened_at=clock.now(),
            recorded_at=clock.now(),
            audit_entry_id=1,
        )
        for _ in range(MOST - len(kits))
    ]
    Opening.objects.bulk_create(more)
    boris = pharmacy.newcomer(people.elsewhere, ines)
    kit = pharmacy.given(boris)
    with pytest.raises(ThrottledError):
        asks(kit, ines)
    on_call(people.carla, people.here)
    pharmacy.listed(people.carla, "dora")
    assert asks(kits[0], people.carla).member == people.carla  # of others nothing is counted
    later = clock.as_of(clock.now() + timedelta(minutes=61))
    with later, pytest.raises(ConductError, match="neither an investigator"):
        asks(kit, ines)  # elsewhere she is none


def test_a_key_must_be_one_of_the_supply_and_nobody_elses(supply, people):
    with pytest.raises(ConductError, match="No supply knows"):
        pharmacy.listed(people.ines, "zelda")
    with pytest.raises(ConductError, match="does not let"):
        grant_opening(people.ines, role="coordinator", key_name="clara", by=BY)
    pharmacy.listed(people.ines)
    with pytest.raises(ConductError, match="is that of ines"):
        pharmacy.listed(people.carla)


def test_what_was_opened_on_paper_is_recorded_afterwards(kit, ines, people):
    person = Participant.objects.get(pk=kit.kit_set.participant_id)
    at = datetime(2026, 1, 1, 3, tzinfo=UTC)

    def record(member, when=at, means="paper"):
        return record_opening(
            person,
            kit,
            member=member,
            category="emergency",
            words=WORDS,
            means=means,
            opened_at=when,
        )

    opening = record(ines)
    assert (opening.means, opening.opened_at, opening.dosing_after) == ("paper", at, "stops")
    assert not AuditEntry.objects.filter(event="share.released").exists()
    with pytest.raises(ConductError, match="no investigator"):
        record(people.carla)
    with pytest.raises(ConductError, match="that is past"):
        record(ines, clock.now() + timedelta(hours=1))
    with pytest.raises(ConductError, match="how it came"):
        record(ines, means="server")
    with pytest.raises(ConductError, match="somebody else"):
        release_share(opening, member=ines)


def test_somebody_who_was_erased_can_be_opened_still(may_open, kit, ines):
    person = Participant.objects.get(pk=kit.kit_set.participant_id)
    erase(person, by=BY)
    before = FreeText.objects.count()
    opening = asks(kit, ines)
    assert opening.words is None
    assert FreeText.objects.count() == before
    assert opened(release_share(opening, member=ines), pharmacy.sealed())["kit"] == kit.number


def test_the_team_is_told_in_words_that_say_nothing(may_open, kit, ines, people):
    carla = people.carla
    with recording("test.email", by=BY) as record:
        stored = record.fresh(carla)
        stored.email = "carla@example.org"
        record.change(stored, "email")
    asks(kit, ines)
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend"):
        mail.outbox = []
        tick()
    told = [one for one in mail.outbox if one.to == ["carla@example.org"]]
    assert len(told) == 1
    text = f"{told[0].subject} {told[0].body}".lower()
    person = Participant.objects.get(pk=kit.kit_set.participant_id)
    assert f"/staff/p/{person.code}/" in text
    for word in (person.number, kit.number, "blind", "kit", "opened", "emergency", "dose"):
        assert word not in text
    page = team.browser_of(people.carla).get(team.address("person", person))
    assert "The blind was broken" in team.text_of(page)


def test_a_clinician_who_came_later_opens_too(supply, anna, ines, tmp_path):
    sealed = pharmacy.sealed()
    keys = tmp_path / "keys"
    make_key(keys, name="eve", kind="clinician", passphrase=sealing.PASSPHRASE, cost=sealing.CHEAP)
    eve = unlock(keys / "eve.private.json", sealing.PASSPHRASE)
    newcomer = next(one for one in public_parts(keys) if one.name == "eve")
    part, clara = read_server_part(sealed.server), sealed.people["clara"]
    file = tmp_path / "eve.opener.json"
    file.write_bytes(authorise(part, newcomer, by=clara, at=sealing.NOW))
    add_opener(file, by=BY)
    with pytest.raises(ConductError, match="already"):
        add_opener(file, by=BY)
    kit = pharmacy.given(anna)
    pharmacy.listed(ines, "eve")
    released = release_share(asks(kit, ines), member=ines)
    path = tmp_path / "released.json"
    path.write_text(json.dumps(released.as_json()))
    assert open_released(read_released(path), eve)["kit"] == kit.number
    assert verify().faults == ()


def test_somebody_who_asks_twice_at_once_breaks_one_blind(
    demonstration_on_each_database, may_open, kit, ines
):
    person = Participant.objects.get(pk=kit.kit_set.participant_id)
    team.begins(person)
    begun = Barrier(4)

    def ask(_number) -> int:
        try:
            begun.wait(20)
            return asks(kit, ines).pk
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(ask, range(4)))) == 1
    assert Opening.objects.count() == 1
    assert AuditEntry.objects.filter(event="blind.broken").count() == 1
    assert verify().faults == ()


def test_with_a_new_key_the_same_kit_opens_anew(may_open, kit, ines):
    first = asks(kit, ines)
    pharmacy.listed(ines, "dora")
    with pytest.raises(ConductError, match="another key"):
        release_share(first, member=ines)
    second = asks(kit, ines)
    assert second != first
    released = release_share(second, member=ines)
    assert opened(released, pharmacy.sealed(), "dora")["kit"] == kit.number


def test_who_was_on_call_gets_nothing_more_when_the_duty_is_over(kit, people):
    carla = people.carla
    pharmacy.listed(carla)
    duty = on_call(carla, people.here)
    opening = asks(kit, carla)
    assert opened(release_share(opening, member=carla), pharmacy.sealed())["kit"] == kit.number
    end_duty(duty, by=BY)
    assert asks(kit, carla) == opening
    with pytest.raises(ConductError, match="neither an investigator"):
        release_share(opening, member=carla)
    assert AuditEntry.objects.filter(event="share.released").count() == 1


def test_doses_stop_for_good_though_they_waited_before(may_open, kit, ines):
    person = Participant.objects.get(pk=kit.kit_set.participant_id)
    team.begins(person)
    hold_dosing(person, member=ines, reason="She has a fever")
    asks(kit, ines)
    assert DosingHold.objects.filter(participant=person, for_good=True).count() == 1


def test_who_may_open_is_active_in_a_role_that_the_protocol_names(kit, ines, people):
    pharmacy.listed(ines)
    pharmacy.listed(people.carla, "dora")
    person = Participant.objects.get(pk=kit.kit_set.participant_id)

    def may(member: StaffMember) -> bool:
        return standing_of(member, person, clock.now()).may

    assert may(ines)
    assert not may(people.carla)  # though somebody is on call
    on_call(ines, people.here)
    assert not may(people.carla)
    grant = OpeningGrant.objects.get(member=ines)
    with recording("test.role", by=BY) as record:
        grant.role = "principal_of_nothing"
        record.change(grant, "role")
    assert not may(ines)
    with recording("test.role", by=BY) as record:
        grant.role = "physician_on_call"
        record.change(grant, "role")
        ines.is_active = False
        record.change(ines, "is_active")
    assert not may(ines)


def test_a_broken_blind_is_told_to_the_team_and_not_to_who_broke_it(may_open, kit, ines, people):
    people.carla  # noqa: B018 - she is hired here
    person = Participant.objects.get(pk=kit.kit_set.participant_id)
    asks(kit, ines)
    told = OutboxMessage.objects.filter(purpose="blind_broken", participant=person)
    assert {one.member.name for one in told} == {"carla"}
