"""The pages: kits of a person, stock of a site, one blind broken; never what anything holds."""

from __future__ import annotations

import json
import re

import cast
import pharmacy
import pytest
import servers
import team
from pharmacy import BY

from limen.conduct.core.content_policy import POLICY, WITH_WEBASSEMBLY
from limen.conduct.core.dispatch.randomisation.assign import assign_set
from limen.conduct.core.models import AuditEntry, Kit, Opening, Participant
from limen.conduct.core.safety.services.dosing import hold_dosing
from limen.conduct.core.staffing.roles import add_role

WORDS = "Seizure in the emergency room"


@pytest.fixture
def carla(people):
    """A browser of the coordinator."""
    return team.browser_of(people.carla)


@pytest.fixture
def browser(ines):
    """A browser of the investigator."""
    return team.browser_of(ines)


def person_of(kit: Kit) -> Participant:
    """Whose kit it is."""
    return Participant.objects.get(pk=kit.kit_set.participant_id)


def asked(browser, person: Participant, kit: Kit, **other: str):
    """The form of an opening, filled in and sent."""
    form = {
        "kit": kit.number,
        "category": "emergency",
        "words": WORDS,
        "password": cast.PASSWORD,
    }
    return browser.post(team.address("opening", person), form | other)


def released_in(answer) -> dict[str, str]:
    """What a page hands over to its script."""
    found = re.search(r'<script id="released"[^>]*>(.*?)</script>', answer.content.decode())
    return json.loads(found[1])


def test_the_whole_way_of_a_kit_through_the_pages(anna, people, carla):
    kits, stock = team.address("kits", anna), team.address("stock")
    assert "Nothing stands in the way" in team.text_of(carla.get(kits))
    team.went_on(carla.post(kits, {"do": "randomise"}), kits)
    numbers = Kit.objects.filter(kit_set__participant=anna).values_list("number", flat=True)
    form = {"do": "receive", "site": "riga", "kits": "\n".join(numbers), "lot": "L-1"}
    team.went_on(carla.post(stock, form | {"expires_on": "2030-01-01"}))
    assert "In stock: 6" in team.text_of(carla.get(stock))
    team.went_on(carla.post(kits, {"do": "dispense"}), kits)
    kit = Kit.objects.get(state="dispensed")
    team.refused(carla.post(kits, {"do": "hand_over", "kit": "123"}), "no kit number")
    team.went_on(carla.post(kits, {"do": "hand_over", "kit": kit.number}), kits)
    team.went_on(carla.post(kits, {"do": "replace", "kit": kit.number, "reason": "broken"}), kits)
    form = {"do": "destroy", "site": "riga", "kit": kit.number, "reason": "broken"}
    team.refused(carla.post(stock, form), "second person")
    team.went_on(carla.post(stock, form | {"witness": "Wanda W."}))
    kit.refresh_from_db()
    assert kit.state == "destroyed"


def test_what_stands_in_the_way_is_listed(anna, ines, carla):
    hold_dosing(anna, member=ines, reason="headache")
    page = team.text_of(carla.get(team.address("kits", anna)))
    assert "Dosing is held" in page
    assert "Randomise</button>" not in page
    team.refused(carla.post(team.address("kits", anna), {"do": "randomise"}), "Dosing is held")


def test_a_monitor_reads_and_moves_nothing(anna, people):
    mei = team.browser_of(people.mei)
    assert mei.get(team.address("kits", anna)).status_code == 200
    assert mei.post(team.address("kits", anna), {"do": "randomise"}).status_code == 403
    assert mei.post(team.address("stock"), {"do": "recall", "lot": "L-1"}).status_code == 403


def test_kits_of_another_site_are_not_moved_here(people, ines, carla):
    boris = pharmacy.newcomer(people.elsewhere, ines)
    assign_set(boris, by=BY)
    pharmacy.stocked(boris.site, boris)
    kit = Kit.objects.filter(kit_set__participant=boris).first()
    form = {"do": "write_off", "site": "riga", "kit": kit.number, "reason": "broken"}
    team.refused(carla.post(team.address("stock"), form), "not in the stock of this site")


def test_a_lot_is_recalled_where_somebody_writes(anna, people, ines, carla):
    """Everywhere by whoever writes everywhere; by others at their own sites, as the page says."""
    boris = pharmacy.newcomer(people.elsewhere, ines)
    for one in (anna, boris):
        assign_set(one, by=BY)
        pharmacy.stocked(one.site, one)

    def recalled(one: Participant) -> set[bool]:
        rows = Kit.objects.filter(kit_set__participant=one)
        return {kit.state == Kit.State.RECALLED for kit in rows}

    stock, form = team.address("stock"), {"do": "recall", "site": "riga", "lot": pharmacy.LOT}
    assert "The other sites recall it themselves" in team.text_of(carla.get(stock))
    team.went_on(carla.post(stock, form))
    assert (recalled(anna), recalled(boris)) == ({True}, {False})
    add_role(people.carla, site="porto", role="monitor", reason="joins", by=BY)
    team.went_on(carla.post(stock, form))
    assert recalled(boris) == {False}  # she reads there, and writes nothing
    add_role(ines, site="porto", role="investigator", reason="joins", by=BY)
    everywhere = team.browser_of(ines)
    assert "At every site" in team.text_of(everywhere.get(stock))
    team.went_on(everywhere.post(stock, form))
    assert recalled(boris) == {True}


def test_who_may_not_open_is_told_why(kit, browser, carla):
    person = person_of(kit)
    for one in (browser, carla):
        assert "not on the list" in team.text_of(one.get(team.address("opening", person)))
        team.refused(asked(one, person, kit), "not on the list")
    assert not Opening.objects.exists()


def test_the_share_comes_with_the_page_and_the_page_alone_compiles(kit, ines, browser):
    pharmacy.listed(ines)
    person = person_of(kit)
    before = browser.get(team.address("opening", person))
    assert before.headers["Content-Security-Policy"] == POLICY
    answer = asked(browser, person, kit)
    assert answer.status_code == 200
    assert answer.headers["Content-Security-Policy"] == WITH_WEBASSEMBLY
    assert "no-store" in answer.headers["Cache-Control"]
    released = released_in(answer)
    assert (released["kit"], released["clinician"]) == (kit.number, "clara")
    assert WORDS not in answer.content.decode()


def test_a_wrong_password_opens_nothing(kit, ines, browser):
    pharmacy.listed(ines)
    team.refused(asked(browser, person_of(kit), kit, password="wrong"), "not your password")
    assert not Opening.objects.exists()
    assert not AuditEntry.objects.filter(event="share.released").exists()


def test_passwords_cannot_be_guessed_at_this_door(kit, ines, browser):
    pharmacy.listed(ines)
    answers = [asked(browser, person_of(kit), kit, password="wrong") for _ in range(8)]
    assert {one.status_code for one in answers} == {422, 429}
    assert answers[-1].status_code == 429


def test_only_the_requester_gets_the_share_again(kit, ines, browser, people, carla):
    pharmacy.listed(ines)
    person = person_of(kit)
    asked(browser, person, kit)
    address = team.address("opened", person, Opening.objects.get().pk)
    assert "released" not in released_again(browser.get(address))
    assert released_in(browser.post(address))["kit"] == kit.number
    for other in (carla, team.browser_of(people.mei), team.browser_of(people.dario)):
        assert other.get(address).status_code in (403, 404)
        assert other.post(address).status_code in (403, 404)
    assert AuditEntry.objects.filter(event="share.released").count() == 2


def released_again(answer) -> str:
    """The scripts' part of a page."""
    return " ".join(re.findall(r'<script id="(\w+)"', answer.content.decode()))


def test_what_was_released_can_be_saved_as_a_file(kit, ines, browser):
    pharmacy.listed(ines)
    person = person_of(kit)
    asked(browser, person, kit)
    address = team.address("opened", person, Opening.objects.get().pk)
    answer = browser.post(address, {"do": "file"})
    assert answer.headers["Content-Disposition"].endswith(f'"kit-{kit.number}.release.json"')
    assert json.loads(answer.content)["limen_supply_release"] == 1


def test_without_the_release_key_the_page_sends_to_the_paper(kit, ines, browser):
    pharmacy.listed(ines)
    servers.READY.keys.release_file.unlink()
    answer = asked(browser, person_of(kit), kit)
    assert "use the paper code-break" in team.text_of(answer)
    assert Opening.objects.count() == 1


def test_a_coordinator_reads_that_it_happened_and_not_what_it_was(kit, ines, browser, carla):
    pharmacy.listed(ines)
    person = person_of(kit)
    asked(browser, person, kit)
    page = team.text_of(carla.get(team.address("opening", person)))
    assert "Ines I." in page
    assert "Emergency" in page
    assert WORDS not in page


def test_what_was_opened_on_paper_is_recorded(kit, ines, browser):
    person = person_of(kit)
    address = team.address("opening_paper", person)
    form = {
        "kit": kit.number,
        "category": "planned",
        "means": "paper",
        "opened_at": "2026-01-01T03:00",
        "words": WORDS,
        "password": cast.PASSWORD,
    }
    assert kit.number in team.text_of(browser.get(address))
    team.refused(browser.post(address, form | {"words": ""}), "Say why")
    team.went_on(browser.post(address, form))
    assert Opening.objects.get().means == "paper"
