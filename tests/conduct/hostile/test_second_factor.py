"""Who knows a password, or administers a site, and wants more: refused, and recorded."""

from __future__ import annotations

import json

import cast
import entrance
import pytest
import team
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from siege import DOORS, nothing_is_written

from limen.conduct.core.models import AuditEntry, Membership, OpeningGrant, StaffMember
from limen.conduct.core.services.add_staff import add_staff
from limen.conduct.core.signing import totp
from limen.conduct.core.trail import verify

CODE, SET_UP, MEMBERS = entrance.CODE, entrance.SET_UP, "/staff/members/"


@pytest.fixture
def carla(under_siege) -> StaffMember:
    """Has a second factor."""
    carla = under_siege.people.carla
    entrance.set_up(carla)
    carla.refresh_from_db()
    return carla


@pytest.fixture
def thief(carla) -> Client:
    """A browser of somebody who knows carla's password, and no more."""
    browser = Client(raise_request_exception=False)
    entrance.gives_password(browser, "carla")
    return browser


def recorded(event: str) -> list[dict[str, str]]:
    rows = AuditEntry.objects.filter(event=event).order_by("number")
    return [json.loads(one.payload)["notes"] for one in rows]


def wrong_codes(member: StaffMember, count: int) -> list[str]:
    right = {entrance.code_of(member, later=step) for step in (-1, 0, 1)}
    return [code for code in (f"{n:06}" for n in range(count + 3)) if code not in right][:count]


def test_a_password_alone_opens_no_page_of_the_team(under_siege, thief):
    with nothing_is_written():
        for page, address in under_siege.addresses():
            if not page.startswith("staff:") or page in DOORS:
                continue
            for method in ("get", "post"):
                answer = getattr(thief, method)(address, {"password": cast.PASSWORD})
                where = answer.headers.get("Location", "").partition("?")[0]
                no_such_method = answer.status_code == 405
                assert where == entrance.SIGN_IN or no_such_method, (page, method)
                assert under_siege.anna.number not in answer.content.decode("utf-8", "replace")


@pytest.mark.parametrize("field", ["code", "recovery"])
def test_codes_are_guessed_no_faster_with_many_browsers(under_siege, carla, field):
    statuses, guesses = [], wrong_codes(carla, 40)
    for number, guess in enumerate(guesses):
        browser = Client(REMOTE_ADDR=f"10.0.{number}.1")
        entrance.gives_password(browser, "carla")
        given = guess if field == "code" else f"7K2M-P0QX-3RTA-{number:04}"
        statuses.append(browser.post(CODE, {field: given}).status_code)
    assert statuses == [422] * 5 + [429] * 35
    assert recorded("staff.locked_out") == [{"door": "second factor", "name": "carla"}]
    browser = Client()
    entrance.gives_password(browser, "carla")
    assert browser.post(CODE, {"code": entrance.code_of(carla)}).status_code == 429
    assert not recorded("staff.signed_in")
    trail = "".join(AuditEntry.objects.values_list("payload", flat=True))
    assert not any(guess in trail for guess in guesses[:5])


def test_both_doors_count_together(carla, thief):
    for guess in wrong_codes(carla, 3):
        thief.post(CODE, {"code": guess})
    for number in range(2):
        thief.post(CODE, {"recovery": f"7K2M-P0QX-3RTA-{number:04}"})
    assert thief.post(CODE, {"code": entrance.code_of(carla)}).status_code == 429


def test_who_does_not_know_the_password_keeps_nobody_out(carla):
    stranger = Client()
    for guess in wrong_codes(carla, 20):
        stranger.post(CODE, {"code": guess})
        stranger.post(CODE, {"code": guess, "member": str(carla.pk), "staff_pending": "1"})
    assert entrance.signs_in(Client(), "carla").status_code == 302
    assert recorded("staff.locked_out") == []


def test_a_code_that_was_seen_over_a_shoulder_is_worth_nothing(carla, thief):
    code, owner = entrance.code_of(carla), Client()
    entrance.gives_password(owner, "carla")
    assert owner.post(CODE, {"code": code}).status_code == 302
    assert thief.post(CODE, {"code": code}).status_code == 422
    assert thief.get("/staff/").status_code == 302


def test_the_thief_sets_up_no_app_of_their_own(carla, thief):
    before = entrance.secret_of(carla)
    assert thief.get(SET_UP).headers["Location"] == CODE
    secret = totp.new_secret()
    code = totp.code_of(secret, totp.step_at(team.EVENING))
    thief.post(SET_UP, {"code": code, "secret": secret})
    assert entrance.secret_of(carla) == before
    assert thief.get("/staff/").status_code == 302


def test_a_session_that_was_planted_before_is_not_the_one_after(carla):
    """Fixation: whoever put a session into the browser knows neither key that follows."""
    planted = SessionStore()
    planted["staff_until"] = "2999-01-01T00:00:00+00:00"
    planted.save()
    browser = Client()
    browser.cookies["limen_staff"] = planted.session_key
    entrance.gives_password(browser, "carla")
    pending = browser.session.session_key
    browser.post(CODE, {"code": entrance.code_of(carla)})
    keys = {planted.session_key, pending, browser.session.session_key}
    assert len(keys) == 3
    for old in (planted.session_key, pending):
        other = Client()
        other.cookies["limen_staff"] = old
        assert other.get("/staff/").status_code == 302
        assert other.get(CODE).headers["Location"] == entrance.SIGN_IN


def test_forms_of_other_sites_are_refused(under_siege, carla):
    browser = Client(enforce_csrf_checks=True)
    browser.get(entrance.SIGN_IN)
    token = browser.cookies["limen_form"].value
    entrance.gives_password(browser, "carla", csrfmiddlewaretoken=token)
    assert browser.post(CODE, {"code": entrance.code_of(carla)}).status_code == 403
    adam = team.browser_of(StaffMember.objects.get(name="adam"), checks_forms=True)
    role = Membership.objects.get(member__name="mei")
    with nothing_is_written():
        for address in (MEMBERS, f"{MEMBERS}role/{role.pk}/end/", f"{MEMBERS}carla/reset-factor/"):
            form = {"name": "carla", "site": "riga", "role": "administrator", "reason": "joins"}
            assert adam.post(address, form | {"password": cast.PASSWORD}).status_code == 403


def form(**more: str) -> dict[str, str]:
    return {"reason": "other_task", "password": cast.PASSWORD, "site": "riga"} | more


@pytest.mark.parametrize("who", ["carla", "dario", "ines", "mei"])
def test_whoever_is_no_administrator_changes_nobody(under_siege, who):
    browser = under_siege.browsers[who]
    role = Membership.objects.filter(member__name="ines").latest("pk").pk
    with nothing_is_written():
        for address in (MEMBERS, f"{MEMBERS}role/{role}/end/", f"{MEMBERS}ines/reset-factor/"):
            for posted in (form(name=who, role="administrator"), form(name="ines", role="monitor")):
                assert browser.post(address, posted).status_code == 403


@pytest.mark.parametrize(
    ("what", "posted"),
    [
        ("their own", {"name": "adam", "role": "investigator"}),
        ("another site", {"name": "carla", "site": "porto", "role": "investigator"}),
        ("somebody of another site", {"name": "dario", "role": "investigator"}),
        ("no role", {"name": "carla", "role": "unblinded"}),
        ("no role at all", {"name": "carla", "role": ""}),
        ("no site", {"name": "carla", "site": "oslo", "role": "monitor"}),
        ("a rater's blind", {"name": "carla", "role": "rater"}),
    ],
)
def test_an_administrator_takes_no_more_than_is_theirs(under_siege, what, posted):
    held = set(Membership.objects.values_list("member__name", "site__identifier", "role"))
    grants = OpeningGrant.objects.count()
    adam = under_siege.browsers["adam"]
    assert adam.post(MEMBERS, form(**posted)).status_code == 422, what
    assert set(Membership.objects.values_list("member__name", "site__identifier", "role")) == held
    assert OpeningGrant.objects.count() == grants
    entry = AuditEntry.objects.latest("number")
    assert (entry.event, entry.by) == ("staff.change_refused", "staff:adam")
    assert recorded("staff.change_refused")[-1] == {"what": "add role", "name": posted["name"]}
    assert verify().faults == ()


def test_roles_of_other_sites_are_not_ended_by_their_number(under_siege):
    adam = under_siege.browsers["adam"]
    theirs = Membership.objects.get(member=under_siege.people.dario)
    with nothing_is_written():
        assert adam.get(f"{MEMBERS}role/{theirs.pk}/end/").status_code == 404
        assert adam.post(f"{MEMBERS}role/999999/end/", form()).status_code == 404
        assert adam.post(f"{MEMBERS}nobody/reset-factor/", form()).status_code == 404
    assert adam.post(f"{MEMBERS}role/{theirs.pk}/end/", form()).status_code == 404
    assert adam.post(f"{MEMBERS}dario/reset-factor/", form()).status_code == 404
    theirs.refresh_from_db()
    assert theirs.ended_at is None
    assert [one["what"] for one in recorded("staff.change_refused")] == ["end role", "reset factor"]


def test_nobody_ends_their_own_role_or_resets_their_own_factor(under_siege):
    adam = under_siege.browsers["adam"]
    own = Membership.objects.get(member__name="adam")
    assert adam.post(f"{MEMBERS}role/{own.pk}/end/", form()).status_code == 422
    assert adam.post(f"{MEMBERS}adam/reset-factor/", form()).status_code == 422
    assert len(recorded("staff.change_refused")) == 2
    own.refresh_from_db()
    assert own.ended_at is None


def test_the_factor_of_somebody_who_works_elsewhere_too_is_not_reset(under_siege, carla):
    both = {"riga": ["monitor"], "porto": ["monitor"]}
    add_staff("mira", full_name="Mira", password=cast.PASSWORD, roles=both, by=cast.BY)
    mira = StaffMember.objects.get(name="mira")
    entrance.set_up(mira)
    before = entrance.secret_of(mira)
    adam = under_siege.browsers["adam"]
    assert adam.post(f"{MEMBERS}mira/reset-factor/", form()).status_code == 422
    assert entrance.secret_of(mira) == before
    assert recorded("staff.change_refused")[-1] == {"what": "reset factor", "name": "mira"}


def test_a_forged_membership_is_seen(under_siege, carla):
    """Whoever writes into the database gives themselves a role; `verify` names the row."""
    anybody = Membership.objects.get(member=carla)
    Membership.objects.create(
        member=carla,
        site=anybody.site,
        role="administrator",
        since=anybody.since,
        audit_entry_id=anybody.audit_entry_id,
    )
    assert any("membership" in str(fault).lower() for fault in verify().faults)


def test_a_forged_second_factor_is_seen(under_siege, carla):
    from limen.conduct.core.models import RecoveryCode
    from limen.conduct.core.signing.factor import factor_of

    factor = factor_of(carla)
    assert factor is not None
    RecoveryCode.objects.create(
        factor=factor, code_hash="0" * 64, audit_entry_id=factor.audit_entry_id
    )
    assert verify().faults != ()


def test_a_password_is_asked_for_again_and_guessed_as_slowly(under_siege):
    adam = under_siege.browsers["adam"]
    posted = form(name="carla", role="monitor")
    statuses = [
        adam.post(MEMBERS, posted | {"password": f"guess {n}"}).status_code for n in range(7)
    ]
    assert statuses[-1] == 429
    assert recorded("staff.locked_out") == [{"door": "signature", "name": "adam"}]
    assert not recorded("staff.role_added")
