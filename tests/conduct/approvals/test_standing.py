"""What a site lacks, since when; renewals, early ends; and midnight in every zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import cast
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from letters import ETHICS, LICENCE, both, letter

from limen.conduct.core import clock
from limen.conduct.core.approvals import lacking_approvals, lapsing_soon, needed_at
from limen.conduct.core.approvals.days import begins, lapses
from limen.conduct.core.approvals.services import end_approval, record_approval
from limen.conduct.core.models import ApprovalRecord, Site, Study
from limen.conduct.core.trail import verify
from limen.errors import ConductError


def lacks(site, moment=None):
    return [one.path.rsplit(".", 1)[-1] for one in lacking_approvals(site, moment)]


def at_noon(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), time(12), tzinfo=UTC)


def test_a_site_lacks_what_nobody_has_written_down(people):
    found = lacking_approvals(people.here)
    assert lacks(people.here) == [ETHICS, LICENCE]
    assert "The site's ethics committee) is not in hand at site_1." in found[0].message
    assert "--site site_1 --approval ethics" in found[0].remedy


def test_with_both_letters_it_lacks_nothing_and_the_other_site_does(people):
    both(people.here)
    assert lacks(people.here) == []
    assert lacks(people.elsewhere) == [ETHICS, LICENCE]


def test_sites_of_a_protocol_that_names_none_lack_nothing(people):
    protocol = Study.objects.get().protocol
    sites = tuple(
        one.model_copy(update={"approvals_needed": ()}) for one in protocol.population.sites
    )
    population = protocol.population.model_copy(update={"sites": sites})
    silent = protocol.model_copy(update={"population": population})
    assert needed_at(people.here, silent) == ()
    assert lacking_approvals(people.here, protocol=silent) == ()


def test_it_holds_on_its_last_day_and_lapses_at_midnight_of_the_site(people):
    letter(people.here, last="2026-03-10")
    amsterdam = ZoneInfo("Europe/Amsterdam")
    last = datetime(2026, 3, 10, 23, 59, 59, tzinfo=amsterdam)
    assert lacks(people.here, last) == [LICENCE]
    over = last + timedelta(seconds=1)
    assert lacks(people.here, over) == [ETHICS, LICENCE]
    (said, _licence) = lacking_approvals(people.here, over)
    assert "lapsed: site_1 lacks it since 2026-03-11." in said.message
    assert said.remedy.startswith("Have it renewed, and record it")


def test_a_renewal_without_a_gap_keeps_it_in_hand_and_one_with_a_gap_does_not(people):
    letter(people.here, last="2026-03-20")
    letter(people.here, first="2026-03-21", last="2026-03-31")
    letter(people.here, first="2026-04-03")
    for day, lacking in (("2026-03-21", []), ("2026-03-31", []), ("2026-04-01", [ETHICS]),
                         ("2026-04-02", [ETHICS]), ("2026-04-03", [])):  # fmt: skip
        assert [one for one in lacks(people.here, at_noon(day)) if one == ETHICS] == lacking, day
    (said, _licence) = lacking_approvals(people.here, at_noon("2026-04-01"))
    assert "It is in hand from 2026-04-03 on." in said.message
    assert said.remedy == "Wait for that day."


@pytest.mark.parametrize(
    ("reason", "verb"),
    [("revoked", "was revoked"), ("suspended", "was suspended"), ("given_back", "was given back")],
)
def test_an_early_end_counts_from_its_day_on(people, reason, verb):
    found = letter(people.here)
    end_approval(found, reason=reason, ended_on=date(2026, 3, 9), by=cast.BY)
    assert ETHICS not in lacks(people.here, at_noon("2026-03-08"))
    (said, _licence) = lacking_approvals(people.here, at_noon("2026-03-09"))
    assert f"{verb}: site_1 lacks it since 2026-03-09." in said.message
    with pytest.raises(ConductError, match="not ended"):
        end_approval(found, reason=reason, ended_on=date(2026, 3, 12), by=cast.BY)
    end_approval(found, reason=reason, ended_on=date(2026, 3, 1), by=cast.BY)
    assert ETHICS in lacks(people.here, at_noon("2026-03-08"))


def test_what_was_entered_by_mistake_never_held(people):
    found = letter(people.here)
    end_approval(found, reason="mistake", ended_on=date(2026, 3, 9), by=cast.BY)
    assert ETHICS in lacks(people.here, at_noon("2026-02-01"))
    assert "is not in hand at" in lacking_approvals(people.here)[0].message


def test_letters_are_versions_and_the_trail_holds(on_each):
    ines = on_each.ines
    found = letter(on_each.here, by=ines)
    end_approval(found, reason="revoked", by=ines)
    letter(on_each.here, by=ines)
    rows = ApprovalRecord.objects.filter(site=on_each.here, approval=ETHICS).order_by("version")
    assert [row.version for row in rows] == list(range(1, len(rows) + 1))
    assert verify().faults == ()
    with pytest.raises(TypeError, match="never changed"):
        found.save()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"approval": "moon"}, "needs no approval 'moon'"),
        ({"reference": " "}, "There is no reference"),
        ({"valid_until": date(2025, 12, 31)}, "It ends before it begins"),
        ({"letter_sha256": "abc"}, "This is no SHA-256"),
    ],
)
def test_what_makes_no_sense_is_refused(people, change, said):
    whole = {"approval": ETHICS, "reference": "12", "valid_from": date(2026, 1, 1)} | change
    approval = whole.pop("approval")
    with pytest.raises(ConductError) as refusal:
        record_approval(people.here, approval, by=cast.BY, **whole)
    assert said in str(refusal.value)


def test_who_neither_investigates_nor_administers_writes_none_down(people):
    for member in (people.carla, people.mei, people.dario):
        with pytest.raises(ConductError, match="not recorded"):
            letter(people.here, by=member)
    assert lacks(people.here) == [ETHICS, LICENCE]


def test_what_lapses_soon_is_named_until_it_is_renewed(people):
    both(people.here, last="2026-04-09")
    sites = list(Site.objects.all())
    assert lapsing_soon(sites, at_noon("2026-03-09")) == []
    (found,) = lapsing_soon(sites, at_noon("2026-03-10"))
    assert (found.approval, found.days_left, found.last_day) == (ETHICS, 30, date(2026, 4, 9))
    assert lapsing_soon(sites, at_noon("2026-04-09"))[0].days_left == 0
    assert lapsing_soon(sites, at_noon("2026-04-10")) == []  # that is lacking, and said elsewhere
    letter(people.here, first="2026-04-05", last="2027-04-05")
    assert lapsing_soon(sites, at_noon("2026-04-09")) == []


ZONES = st.sampled_from(sorted(name for name in available_timezones() if "/" in name))
DAYS = st.dates(date(1990, 1, 1), date(2030, 12, 31))


@given(zone=ZONES, day=DAYS)
@example(zone="America/St_Johns", day=date(2006, 10, 28))  # the clocks show midnight twice
@example(zone="America/Scoresbysund", day=date(2024, 3, 30))
@example(zone="America/Asuncion", day=date(2023, 9, 30))  # the clocks skip midnight
@example(zone="America/Santiago", day=date(2024, 9, 7))
@example(zone="Asia/Beirut", day=date(2025, 3, 29))
@example(zone="Pacific/Apia", day=date(2011, 12, 29))  # a day that never was
def test_a_day_is_over_when_the_clock_first_shows_another_and_never_comes_back(zone, day):
    place = ZoneInfo(zone)
    over = lapses(day, place)

    def shown(moment):
        return moment.astimezone(place).date()

    assert shown(over) > day
    assert shown(over - timedelta(seconds=1)) <= day
    first = begins(day, place)
    assert first <= over
    assert shown(first - timedelta(seconds=1)) < day or first == over
    later = [over + timedelta(minutes=30 * step) for step in range(96)]
    assert all(moment >= over for moment in later)
    assert begins(day + timedelta(days=1), place) == over  # renewals without a gap


@given(zone=ZONES, day=st.dates(date(2024, 1, 1), date(2028, 12, 31)))
def test_every_moment_of_the_last_day_is_covered(zone, day):
    place = ZoneInfo(zone)
    first, over = begins(day, place), lapses(day, place)
    moment = first
    while moment < over:
        assert moment.astimezone(place).date() == day
        moment += timedelta(minutes=37)


def test_now_is_asked_of_the_one_clock(people):
    letter(people.here, last="2026-03-10")
    with clock.as_of(datetime(2026, 3, 11, 1, tzinfo=UTC)):
        assert ETHICS in lacks(people.here)


@pytest.mark.parametrize(("first", "last"), [("2026-01-01", "9999-12-31"), ("0001-01-01", "")])
def test_a_day_that_no_clock_reaches_is_refused(people, first, last):
    with pytest.raises(ConductError, match="No clock here reaches"):
        letter(people.here, first=first, last=last)
    assert lacks(people.here) == [ETHICS, LICENCE]
    with pytest.raises(ConductError, match="No clock here reaches"):
        end_approval(letter(people.here), reason="revoked", ended_on=date(9999, 12, 31), by=cast.BY)


def test_nobody_is_warned_of_what_is_renewed_without_a_gap(people):
    letter(people.here, last="2026-03-20")
    assert [one.approval for one in lapsing_soon([people.here], clock.now())] == [ETHICS]
    letter(people.here, first="2026-03-21", last="2026-12-31")
    assert lapsing_soon([people.here], clock.now()) == []
