"""Who asks: invitation, beginning, enrolment, dispatch, opening, `check`; and e-mails ahead."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import cast
import pytest
from django.core import mail
from django.db import connections
from django.test import override_settings
from letters import ETHICS, LICENCE, NOON, both, letter

from limen.conduct.core import checks, clock, obstacles
from limen.conduct.core.entering import come_in
from limen.conduct.core.messages import messages_to_look_at, tick
from limen.conduct.core.models import (
    AuditEntry,
    OutboxMessage,
    Participant,
    Site,
    StaffMember,
    Study,
)
from limen.conduct.core.screening import decide, plan_start
from limen.conduct.core.screening.enrolment import enrol_who_waited
from limen.conduct.core.screening.randomisable import may_be_randomised
from limen.conduct.core.services.invite import invite, invite_again
from limen.conduct.core.trail import verify
from limen.errors import ConductError

LAST = "2026-03-11"
AFTER = NOON + timedelta(days=2)
MEMORY = override_settings(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend")


@pytest.fixture
def box():
    """E-mails stay in this process."""
    with MEMORY:
        mail.outbox = []
        yield mail.outbox


def consented(people) -> Participant:
    """Somebody who has agreed while the site had all it needs."""
    invited = invite(people.here, by=cast.BY).participant
    person = cast.agreed(invited, Participant.Status.CONSENTED)
    return Participant.objects.get(pk=person.pk)


def yes(person, people):
    return decide(person, eligible=True, member=people.ines, reason="I have looked at it")


def test_a_site_without_its_approvals_invites_nobody(people):
    with pytest.raises(ConductError, match="nobody was invited") as refusal:
        invite(people.here, by=cast.BY)
    assert len(refusal.value.problems) == 2
    assert Site.objects.get(pk=people.here.pk).last_number == 0
    both(people.here)
    assert invite(people.here, by=cast.BY).participant.site == people.here


def test_a_newcomer_gets_no_other_code_once_one_has_lapsed(people):
    both(people.here, last=LAST)
    newcomer = invite(people.here, by=cast.BY).participant
    invite_again(newcomer, by=cast.BY)
    with clock.as_of(AFTER), pytest.raises(ConductError, match="nobody was invited") as refusal:
        invite_again(newcomer, by=cast.BY)
    assert refusal.value.problems[0].path.endswith(ETHICS)
    assert newcomer.invitations.filter(revoked_at=None).count() == 1  # the code of before stands
    with clock.as_of(AFTER):
        letter(people.here, first="2026-03-12")
        assert come_in(invite_again(newcomer, by=cast.BY)).participant == newcomer


@pytest.mark.parametrize("status", [one for one in Participant.Status if one != "invited"])
def test_who_has_consented_comes_back_whatever_has_lapsed(people, status):
    both(people.here, last=LAST)
    person = cast.agreed(invite(people.here, by=cast.BY).participant, status)
    with clock.as_of(AFTER):
        assert come_in(invite_again(person, by=cast.BY)).participant == person


def test_nobody_begins_once_one_has_lapsed(people):
    both(people.here, last=LAST)
    person = consented(people)
    with clock.as_of(AFTER), pytest.raises(ConductError, match="did not begin") as refusal:
        plan_start(person, by=cast.BY)
    assert refusal.value.problems[0].path.endswith(ETHICS)
    assert not person.occasions.exists()


def test_a_decision_stands_and_enrolment_follows_when_the_letter_has_come(people):
    both(people.here, last=LAST)
    person = consented(people)
    plan_start(person, by=cast.BY)
    with clock.as_of(AFTER):
        assert yes(person, people).eligible
        person.refresh_from_db()
        assert person.status == Participant.Status.ELIGIBLE
        assert person.enrolled_on is None
        assert any(one.path.endswith(ETHICS) for one in may_be_randomised(person))
        assert enrol_who_waited() == 0
        letter(people.here, first="2026-03-12")
        assert (enrol_who_waited(), enrol_who_waited()) == (1, 0)
    person.refresh_from_db()
    assert person.status == Participant.Status.ENROLLED
    assert person.enrolled_on.isoformat() == "2026-03-12"
    assert verify().faults == ()


def test_who_is_in_goes_on(people):
    both(people.here, last=LAST)
    person = consented(people)
    yes(person, people)
    plan_start(person, by=cast.BY)
    with clock.as_of(AFTER):
        person.refresh_from_db()
        assert person.status == Participant.Status.ENROLLED
        assert not any(ETHICS in (one.path or "") for one in may_be_randomised(person))
        assert tick(AFTER + timedelta(hours=8), looks_back=False).settled.opened


def test_the_study_opens_when_one_site_has_all_and_says_what_is_missing_before(people, deployment):
    def said():
        return [one.path for one in obstacles.of_site(deployment) if "approvals" in one.path]

    assert len(said()) == 4
    letter(people.here, LICENCE)
    assert len(said()) == 3
    letter(people.here, ETHICS)
    assert said() == []


def test_check_names_what_lapses_and_what_is_missing(people, deployment):
    both(people.here, last="2026-03-20")
    remarks = list(checks.remarks(deployment))
    assert any("at site_1 lapses after 2026-03-20" in one for one in remarks)
    assert sum("is not in hand at site_2" in one for one in remarks) == 2
    assert list(checks.of_approvals()) == []  # of real people only
    Study.objects.update(demonstration=False)
    assert len(list(checks.of_approvals())) == 2


def at(day: int, month: int = 3, hour: int = 12) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


def works(moment: datetime) -> int:
    return tick(moment, looks_back=False).warned


def test_people_are_written_to_30_and_7_days_ahead_exactly_once(people, box):
    people.ines, people.carla  # noqa: B018 - they work there
    both(people.here, last="2026-04-30")
    assert works(at(30)) == 0
    assert (works(at(31)), works(at(31)), works(at(1, 4))) == (1, 0, 0)
    assert (works(at(22, 4)), works(at(23, 4)), works(at(30, 4))) == (0, 1, 0)
    assert works(at(2, 5)) == 0
    assert [one.to for one in box] == [["ines@example.org"]] * 2
    said = f"{box[0].subject} {box[0].body} {box[0].message()}"
    assert "/staff/approvals/" in said
    for word in ("ethics", "LSD", "site_1", "First site", "licence", "lapse"):
        assert word not in said
    assert AuditEntry.objects.filter(event="approvals.warned").count() == 2
    assert verify().faults == ()


def test_a_letter_that_comes_late_is_warned_of_once_and_a_renewal_ends_it(people, box):
    people.ines  # noqa: B018
    both(people.here, last="2026-03-14")
    assert (works(NOON), works(NOON + timedelta(days=1))) == (1, 0)
    letter(people.here, first="2026-03-15", last="2026-05-01")
    assert (works(at(13)), works(at(1, 4)), works(at(2, 4))) == (0, 1, 0)


def test_four_workers_write_once(on_each, box):
    on_each.ines, on_each.petra  # noqa: B018
    both(on_each.here, last="2026-03-20")

    def round_of(_number):
        try:
            return works(NOON)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(round_of, range(4))) == 2
    keys = OutboxMessage.objects.filter(purpose="approval_lapses")
    assert keys.count() == 2
    assert sorted(one.to[0] for one in box) == ["ines@example.org", "petra@example.org"]
    assert verify().faults == ()


def test_a_warning_that_found_no_way_is_shown_to_the_site(people):
    ines = people.ines
    StaffMember.objects.filter(pk=ines.pk).update(email="")
    both(people.here, last="2026-03-20")
    works(NOON)
    nobody = Participant.objects.none()
    here, elsewhere = (Site.objects.filter(pk=one.pk) for one in (people.here, people.elsewhere))
    assert [one.site for one in messages_to_look_at(nobody, here)] == [people.here]
    assert not messages_to_look_at(nobody, elsewhere).exists()
