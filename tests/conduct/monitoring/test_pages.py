"""The pages: who sees which matter of which sites, each table as CSV, nothing that tells of one."""

from __future__ import annotations

import csv
import io
import re

import cast
import many
import pytest
import team
from django.urls import reverse

from limen.conduct.core.models import AuditEntry, Participant, Site, StaffMember
from limen.conduct.core.monitoring.guesses import FEWEST, guesses
from limen.conduct.core.monitoring.scope import scope_of
from limen.conduct.staff import hidden
from limen.conduct.staff.monitoring.matters import MATTERS, TITLES, sees_all

OVERVIEW, REPORT = "/staff/monitoring/", "/staff/monitoring/report.html"


def of(matter: str, **asked: str) -> str:
    """The address of a matter."""
    address = reverse("staff:monitoring_topic", args=[matter])
    return address + ("?" + "&".join(f"{name}={value}" for name, value in asked.items()))


@pytest.fixture
def mei(crowd):
    """A browser of who monitors the first site only."""
    return team.browser_of(cast.people().mei)


@pytest.fixture
def everywhere(crowd, max_):
    """A browser of who monitors every site."""
    return team.browser_of(max_)


def test_it_works(everywhere):
    page = team.text_of(everywhere.get(OVERVIEW))
    assert "24 / 24" not in page  # nobody was randomised
    assert "0 / 24" in page
    assert "Take the open report" in page
    for matter in MATTERS:
        assert of(matter).rstrip("?") in page
        shown = team.text_of(everywhere.get(of(matter)))
        assert str(TITLES[matter]) in shown


def test_who_monitors_one_site_sees_that_site(mei, everywhere):
    here = cast.people().here
    mine = team.text_of(mei.get(of("accrual")))
    assert here.title in mine
    assert cast.people().elsewhere.title not in mine
    assert "planned" not in mine.split("<h2")[0]
    narrowed = team.text_of(everywhere.get(of("accrual", site=here.identifier)))
    assert _numbers(mine) == _numbers(narrowed)
    assert mei.get(of("accrual", site=cast.people().elsewhere.identifier)).status_code == 404
    assert mei.get(OVERVIEW + "?site=nowhere").status_code == 404


def _numbers(page: str) -> list[str]:
    return re.findall(r'<td class="number">([^<]*)</td>', page)


def test_guesses_are_never_narrowed_to_a_site(everywhere):
    here = cast.people().here.identifier
    whole = _numbers(team.text_of(everywhere.get(of("guesses"))))
    assert whole == _numbers(team.text_of(everywhere.get(of("guesses", site=here))))
    assert any("%" in number for number in whole)


def test_a_heading_tells_no_guess_that_is_not_shown(demonstration_study):
    many.many(FEWEST - 1, 3)
    (exhibit,) = guesses(scope_of(Site.objects.all())).exhibits
    heads = [column.title for column in exhibit.table.columns]
    assert {"Don't know", "Prefer not to say"} <= set(map(str, heads))
    assert exhibit.picture is None
    assert set(exhibit.table.values("guesses")) == {0}


@pytest.mark.parametrize(("matter", "party"), [("safety", "monitor"), ("guesses", "staff")])
def test_what_the_protocol_hides_from_a_role_is_on_no_page(everywhere, monkeypatch, matter, party):
    told = {"safety": "adverse_events", "guesses": "guesses"}[matter]
    monkeypatch.setattr(hidden, "_blinded_to", lambda protocol: {party: (told,)})
    page = team.text_of(everywhere.get(OVERVIEW))
    assert of(matter).rstrip("?") not in page
    assert "Take the open report" not in page
    assert everywhere.get(of(matter)).status_code == 403
    assert everywhere.get(of(matter, format="csv")).status_code == 403
    assert everywhere.get(REPORT).status_code == 403


def test_the_report_is_for_who_monitors_every_site(mei, everywhere, max_):
    assert mei.get(REPORT).status_code == 403
    answer = everywhere.get(REPORT)
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment")
    (entry,) = AuditEntry.objects.filter(event="report.taken")
    assert entry.by == "staff:max"
    assert everywhere.head(REPORT).status_code == 405
    protocol = scope_of(Site.objects.all()).protocol
    assert sees_all(max_, protocol)
    assert not sees_all(StaffMember.objects.get(name="mei"), protocol)


@pytest.mark.parametrize("matter", MATTERS)
def test_every_table_is_a_csv_file(everywhere, matter):
    exhibits = MATTERS[matter](scope_of(Site.objects.all())).exhibits
    for exhibit in exhibits:
        answer = everywhere.get(of(matter, format="csv", table=exhibit.table.key))
        assert answer.headers["Content-Type"].startswith("text/csv")
        rows = list(csv.reader(io.StringIO(answer.content.decode())))
        assert rows[0] == [column.key for column in exhibit.table.columns]
        assert len(rows) == len(exhibit.table.rows) + 1
    assert everywhere.get(of(matter, format="csv", table="none")).status_code == 404


def test_no_cell_of_a_csv_file_is_a_formula(everywhere, whole):
    from limen.conduct.staff.monitoring.show import csv_of
    from limen.results import Column, Table

    table = Table(key="k", caption="", columns=(Column(key="a", title="A", kind="text"),),
                  rows=(("=1+1",), ("plain",), (None,)))  # fmt: skip
    assert csv_of(table).splitlines() == ["a", "'=1+1", "plain", '""']


def test_no_page_names_a_person_but_the_list_of_serious_events(everywhere):
    numbers = set(Participant.objects.values_list("number", flat=True))
    for matter in MATTERS:
        page = team.text_of(everywhere.get(of(matter)))
        named = {number for number in numbers if number in page}
        assert bool(named) == (matter == "safety"), matter


def test_an_unknown_matter_is_404(everywhere):
    assert everywhere.get(reverse("staff:monitoring_topic", args=["arms"])).status_code == 404
