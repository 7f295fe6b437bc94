"""Creating, opening, inviting, staff: what each does, and what it refuses."""

from __future__ import annotations

from datetime import UTC, datetime

import command
import pytest
import servers
from django.contrib.auth import authenticate

from limen.conduct.core import clock
from limen.conduct.core.codes import code_hash
from limen.conduct.core.models import (
    AuditEntry,
    Invitation,
    Membership,
    Participant,
    Site,
    StaffMember,
    Study,
)
from limen.conduct.core.services.add_staff import add_staff, set_password
from limen.conduct.core.services.create_study import create_study
from limen.conduct.core.services.invite import invite, invite_again
from limen.conduct.core.services.open_study import open_study, standing_in_the_way
from limen.conduct.core.trail import recording, verify
from limen.errors import ConductError, LimenError
from limen.protocol import shipped

PASSWORD = "harbour lantern oak"


def hired(by, **changes):
    told = {"full_name": "Mei M.", "password": PASSWORD, "roles": {"site_1": ["monitor"]}}
    return add_staff("mei", by=by, **(told | changes))


def test_a_study_has_its_version_and_its_sites(study):
    assert (study.identifier, study.version.number) == ("resilience", 1)
    assert study.version.hash == study.protocol.hash
    assert list(Site.objects.values_list("identifier", "zone")) == [
        ("site_1", "Europe/Amsterdam"),
        ("site_2", Site.objects.get(identifier="site_2").zone),
    ]


def test_one_folder_is_one_study(study, by):
    with pytest.raises(ConductError, match="holds a study already"):
        create_study(servers.PROTOCOL, by=by)


@pytest.mark.parametrize("name", shipped())
def test_every_shipped_protocol_makes_a_study_that_says_what_it_lacks(name, deployment, by):
    text = shipped()[name].read_text(encoding="utf-8")
    with servers.unfilled():
        study = create_study(text, by=by)
        assert Site.objects.exists()
        problems = standing_in_the_way(study, deployment)
        assert problems
        with pytest.raises(ConductError, match=f"{len(problems)} reasons") as refusal:
            open_study(deployment, by=by)
        assert refusal.value.problems == problems
        assert Study.objects.get().opened_at is None
        with pytest.raises(ConductError, match="not open yet"):
            invite(Site.objects.first(), by=by)
        assert verify().faults == ()


def test_a_study_opens_once(study, deployment, by):
    assert study.opened_at is not None
    with pytest.raises(ConductError, match="has been open since"):
        open_study(deployment, by=by)


def test_somebody_invited_has_a_number_a_key_and_a_code_that_is_not_stored(study, by):
    moment = datetime(2026, 3, 1, 12, tzinfo=UTC)
    with clock.as_of(moment):
        found = invite(Site.objects.get(identifier="site_2"), by=by)
    anna = found.participant
    assert (anna.number, anna.status, anna.language) == ("site_2-001", "invited", "en")
    assert anna.invited_at == moment
    invitation = Invitation.objects.get()
    assert invitation.code_hash == code_hash(found.code.lower().replace("-", " "))
    assert found.code not in str(list(AuditEntry.objects.values()))
    assert anna.key.destroyed_at is None
    assert invite(anna.site, by=by).participant.number == "site_2-002"


def test_a_zone_that_does_not_exist_is_refused(study, by):
    with pytest.raises(LimenError, match="Did you mean 'Europe/Berlin'"):
        invite(Site.objects.first(), by=by, zone="Europe/Berln")
    assert not Participant.objects.exists()
    assert Site.objects.first().last_number == 0


def test_a_locked_study_invites_nobody(study, by):
    with recording("study.locked", by=by) as record:
        study.locked_at = record.at
        record.change(study, "locked_at")
    with pytest.raises(ConductError, match="is locked"):
        invite(Site.objects.first(), by=by)


def test_a_new_code_ends_the_one_before(study, anna, by):
    invite_again(anna, by=by)
    assert Invitation.objects.earliest("pk").revoked_at is not None
    assert Invitation.objects.filter(revoked_at=None).count() == 1


def test_staff_sign_in_with_an_argon2_password(study, by):
    mei = hired(by)
    assert mei.password.startswith("argon2$")
    assert authenticate(username="mei", password=PASSWORD) == mei
    assert authenticate(username="mei", password="another") is None
    assert mei.has_role(Site.objects.get(identifier="site_1"), Membership.Role.MONITOR)
    assert not mei.has_role(Site.objects.get(identifier="site_2"))
    assert verify().faults == ()  # signing in rewrites no row


def test_a_guess_of_a_password_costs_a_hundred_megabytes_twice_over():
    """In a process of its own: in this one passwords cost nearly nothing."""
    code = (
        "from django.conf import settings; from limen.conduct.settings import PASSWORD_HASHERS; "
        "settings.configure(PASSWORD_HASHERS=PASSWORD_HASHERS); "
        "from django.contrib.auth.hashers import make_password; print(make_password('guess'))"
    )
    assert command.python(code).startswith("argon2$argon2id$v=19$m=102400,t=2,p=8$")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"password": "short"}, "too short"),
        ({"password": "1234567890123"}, "too common"),
        ({"full_name": "Margarethe M.", "password": "margarethe m1"}, "too similar"),
        ({"roles": {"mars": ["monitor"]}}, "There is no site 'mars'. Sites are site_1, site_2."),
        ({"roles": {"site_1": ["king"]}}, "There is no role 'king'."),
        ({"roles": {}}, "No role was given."),
    ],
)
def test_staff_are_refused_with_the_reason(study, by, changes, said):
    with pytest.raises(ConductError, match="was not added") as refusal:
        hired(by, **changes)
    assert said in str(refusal.value)
    assert not StaffMember.objects.exists()


def test_a_name_is_taken_once(study, by):
    hired(by)
    with pytest.raises(ConductError, match="'mei' is taken"):
        hired(by)


def test_a_new_password_replaces_the_old_one(study, by):
    mei = hired(by)
    with pytest.raises(ConductError, match="too short"):
        set_password(mei, "short", by=by)
    set_password(mei, "seven ships at sea", by=by)
    assert authenticate(username="mei", password=PASSWORD) is None
    assert authenticate(username="mei", password="seven ships at sea")
    assert "argon2" not in str(list(AuditEntry.objects.values()))
