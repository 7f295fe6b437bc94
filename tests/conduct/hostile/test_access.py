"""Doors: what is somebody else's, and what somebody may do no longer."""

from __future__ import annotations

from uuid import uuid4

import cast
import pytest
import team
from django.test import Client
from siege import DOORS, NAME, Siege, nothing_is_written
from test_who_may_see_what import TABLE

from limen.conduct.core.models import DeviceToken, Membership, Participant, Submission
from limen.conduct.core.services.add_staff import set_password
from limen.conduct.core.services.invite import invite
from limen.conduct.core.trail import recording


def paths(siege: Siege, *, staff: bool) -> list[str]:
    """Return the addresses of one app, but for those that are for anybody."""
    open_to_all = (*DOORS, "participant:invitation")
    return [
        address
        for page, address in siege.addresses()
        if page.startswith("staff:") is staff and page not in open_to_all
    ]


def test_of_another_participant_nothing_is_there(under_siege):
    siege = under_siege
    boris = siege.browsers["boris"]
    hers = Submission.objects.filter(participant=siege.anna)
    devices = DeviceToken.objects.filter(participant=siege.anna)
    with nothing_is_written():
        for row in hers:
            assert boris.get(f"/received/{row.client_id}/").status_code == 404
        for device in devices:
            assert boris.post("/me/devices/", {"device": device.pk}).status_code == 404
        for extra in ("?participant=1", f"?code={siege.anna.code}", "?id=1"):
            for path in ("/today/", "/me/", "/me/data/", "/information/", "/me/devices/"):
                text = boris.get(path + extra).content.decode()
                assert siege.anna.number not in text
                assert str(siege.anna.code) not in text
    form = {"event.what": "x", "participant": str(siege.anna.code), "code": str(siege.anna.code)}
    before = Submission.objects.filter(participant=siege.anna).count()
    boris.post("/event/", form)
    assert Submission.objects.filter(participant=siege.anna).count() == before
    packed = boris.get("/me/data/download.zip").content
    assert siege.anna.number.encode() not in packed
    assert NAME.encode() not in packed


def test_of_another_site_nothing_is_there(under_siege):
    siege = under_siege
    for who in ("dario", "adam"):
        for page, address in siege.addresses():
            if not page.startswith("staff:"):
                continue
            for method in ("get", "post"):
                with nothing_is_written():
                    if page in DOORS:
                        continue
                    if TABLE[page][method == "post"][who] == "yes":  # about nobody
                        continue
                    answer = getattr(siege.browsers[who], method)(address)
                    text = answer.content.decode("utf-8", "replace")
                    assert siege.anna.number not in text, (who, page)
                    assert str(siege.anna.code) not in text.replace(address, ""), (who, page)
                    assert answer.status_code < 500


ASKED = ("staff:ask", "staff:query", "staff:form_verify")  # monitors ask, close, and verify


def test_a_monitor_changes_nothing(under_siege):
    siege, mei = under_siege, under_siege.browsers["mei"]
    with nothing_is_written():
        for page, address in siege.addresses():
            if page.startswith("staff:") and page not in DOORS:
                form = {"once": "1", "site": "riga", "reason": "x", "kind": "name", "text": "x"}
                answer = mei.post(address, form)
                allowed = (302, 403, 404, 405, *((422,) if page in ASKED else ()))
                assert answer.status_code in allowed, page
                assert answer.status_code != 302 or "sign-in" in answer.headers["Location"], page


@pytest.mark.parametrize("what", ["left", "ended", "password", "day"])
def test_a_session_ends_with_what_it_rests_on(under_siege, what):
    siege, carla = under_siege, under_siege.people.carla
    browser = siege.browsers["carla"]
    assert browser.get(siege.address("staff:person")).status_code == 200
    if what == "left":
        with recording("staff.left", by=cast.BY) as record:
            member = record.fresh(carla)
            member.is_active = False
            record.change(member, "is_active")
    elif what == "ended":
        with recording("membership.ended", by=cast.BY) as record:
            rows = list(Membership.objects.filter(member=carla))
            for row in rows:
                row.ended_at = record.at
            record.change_all(rows, "ended_at")
    elif what == "password":
        set_password(carla, "another lantern oak harbour", by=cast.BY)
    else:
        browser.cookies["limen_staff"] = "x" * 32
    with nothing_is_written():
        for address in paths(siege, staff=True):
            for method in ("get", "post"):
                answer = getattr(browser, method)(address)
                assert answer.status_code in (302, 403, 404, 405) or "/sign-in/" in address
                assert siege.anna.number not in answer.content.decode("utf-8", "replace")


def test_staff_are_nobody_on_participants_pages_and_the_other_way_round(under_siege):
    siege = under_siege
    session = siege.browsers["carla"].cookies["limen_staff"].value
    device = siege.browsers["anna"].cookies["limen_device"].value
    for swapped, staff in (({"limen_device": session}, False), ({"limen_staff": device}, True)):
        client = Client(raise_request_exception=False)
        for name, value in swapped.items():
            client.cookies[name] = value
        with nothing_is_written():
            for address in paths(siege, staff=staff):
                for method in ("get", "post"):
                    answer = getattr(client, method)(address, {"event.what": "x"})
                    assert answer.status_code < 500
                    if "calendar/" not in address:
                        text = answer.content.decode("utf-8", "replace")
                        assert siege.anna.number not in text, address


def test_a_member_of_staff_who_takes_part_is_two_people(under_siege):
    """Both cookies in one browser: each page knows one of them only."""
    siege = under_siege
    both = Client(raise_request_exception=False)
    for who in ("carla", "anna"):
        for name, cookie in siege.browsers[who].cookies.items():
            both.cookies[name] = cookie.value
    assert "carla" not in both.get("/today/").content.decode().lower()
    form = {"event.what": "x", "client_id": str(uuid4())}
    both.post("/event/", form)
    for row in Submission.objects.filter(client_id=form["client_id"]):
        assert row.entered_by == ""


def test_who_only_has_an_invitation_answers_nothing(under_siege):
    siege = under_siege
    person = invite(siege.people.here, by=cast.BY).participant
    phone = cast.device_of(person)
    with nothing_is_written():
        for address in ("/event/", "/intake/", "/o/diary.2/", "/screening/", "/me/zone/"):
            assert phone.post(address, {"event.what": "x"}).status_code in (302, 403, 404)


def test_who_has_withdrawn_answers_nothing(under_siege):
    siege = under_siege
    with recording("test.left", by=cast.BY, participant=siege.anna) as record:
        row = record.fresh(siege.anna)
        row.status = Participant.Status.WITHDRAWN
        record.change(row, "status")
    phone = siege.browsers["anna"]
    with nothing_is_written():
        for address in ("/event/", "/intake/", "/o/diary.2/", "/me/pause/", "/me/reminders/"):
            form = {"event.what": "x", "email": "a@example.org", "how": "open"}
            assert phone.post(address, form).status_code == 302


def test_staff_of_two_sites_write_only_where_they_may(under_siege):
    siege = under_siege
    with recording("test.monitors", by=cast.BY) as record:
        record.add(
            Membership(
                member=siege.people.carla,
                site=siege.people.elsewhere,
                role="monitor",
                since=record.at,
            )
        )
    carla = siege.browsers["carla"]
    assert carla.get(team.address("person", siege.boris)).status_code == 200
    with nothing_is_written():
        for name in ("pause", "withdraw", "contact", "lose", "invite_again"):
            assert carla.post(team.address(name, siege.boris)).status_code == 403
        assert carla.post("/staff/invite/", {"site": "porto", "once": "1"}).status_code == 404
