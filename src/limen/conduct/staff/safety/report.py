"""The report of one adverse event: under the number, without what the person wrote, and blinded.

The same record gives the same bytes: nothing in the file depends on when, or by whom, it is taken.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from limen.conduct.core.consenting.copy.paper import Paper, lacking
from limen.conduct.core.models import (
    Administration,
    AdverseEvent,
    DosingHold,
    Participant,
    StaffMember,
    Study,
)
from limen.conduct.core.services.free_text import read_reason
from limen.conduct.core.services.terms import read_term
from limen.conduct.staff.person.events import events_of, words_of
from limen.conduct.staff.safety.events import report_by
from limen.conduct.staff.safety.words import CRITERIA, GRADES
from limen.conduct.staff.words import ACTIONS, EXPECTEDNESS, OUTCOMES, RELATEDNESS

Rows = tuple[tuple[str, str], ...]
_UNKNOWN = "–"


@dataclass(frozen=True, kw_only=True)
class Report:
    """What stands in the report, section by section, in words."""

    title: str
    foot: str
    version: int
    at: datetime
    facts: Rows
    judgement: Rows
    narrative: str
    doses: Rows
    versions: Rows


def report_of(person: Participant, number: int) -> Report | None:
    """Return the report of an event; None if there is no such event."""
    with override("en"):
        found = next((one for one in events_of(person) if one.latest.number == number), None)
        if found is None:
            return None
        versions = [*found.earlier, found.latest]
        latest, version = found.latest, _("version")
        return Report(
            title=_("Adverse event %(n)d of %(person)s") % {"n": number, "person": person.number},
            foot=f"{person.number} · {number} · {version} {latest.version}",
            version=latest.version,
            at=latest.entered_at,
            facts=tuple(_facts(person, versions)),
            judgement=tuple(_judgement(latest)),
            narrative=_narrative(latest),
            doses=tuple(_doses(person, latest)),
            versions=tuple(_version(one) for one in versions),
        )


def pdf_of(report: Report) -> bytes:
    """Return the report as PDF; letters that the fonts lack are written as a box."""
    with override("en"):
        paper = Paper(rtl=False, foot=report.foot)
        paper.set_creation_date(report.at)
        paper.set_title(report.title)
        paper.set_lang("en")
        paper.add_page()
        paper.heading(report.title, 0)
        paper.text_line(_("Pseudonymous and blinded: this server does not know what was given."))
        _section(paper, _("The study and the person"), report.facts)
        _section(paper, _("Judgement"), report.judgement)
        paper.heading(_("Narrative"), 2)
        for line in (report.narrative or _("None was written.")).splitlines():
            paper.text_line(_drawable(line) or " ")
        _section(paper, _("Doses, as recorded"), report.doses)
        _section(paper, _("Versions"), report.versions)
        return bytes(paper.output())


def _section(paper: Paper, title: str, rows: Rows) -> None:
    paper.heading(title, 2)
    if not rows:
        paper.text_line(_("None."))
    for name, value in rows:
        paper.text_line(name, size=8)
        paper.ln(-1)
        paper.text_line(_drawable(value) or _UNKNOWN)


def _drawable(text: str) -> str:
    for letter in lacking([text]):
        text = text.replace(letter, "□")
    return text


def _facts(person: Participant, versions: list[AdverseEvent]) -> Iterator[tuple[str, str]]:
    study = Study.objects.get()
    latest, known = versions[-1], versions[0].entered_at
    yield _("Study"), study.identifier
    yield _("Protocol"), f"{person.version.label} · {person.version.hash}"
    yield _("Site"), person.site.title
    yield _("Number of the person"), person.number
    yield _("Began"), _day(latest.onset_day, latest.onset_at, person)
    yield _("Ended"), _day(latest.end_day, None, person)
    yield _("The study knew of it"), _moment(known, person)
    yield _("Reported by"), latest.reported_by
    by = report_by(latest, known)
    if by is not None:
        yield _("Suspected unexpected serious reaction: report by"), _moment(by, person)


def _judgement(event: AdverseEvent) -> Iterator[tuple[str, str]]:
    serious = {None: _("not judged"), True: _("yes"), False: _("no")}[event.serious]
    criterion = event.seriousness_criterion
    grade = event.severity_grade
    yield _("Term"), read_term(event.participant, event.term)
    if event.coded_term:
        yield _("Coded term"), f"{event.coded_term} ({event.dictionary or '?'})"
    yield _("Serious"), serious
    if criterion:
        yield _("What makes it serious"), str(CRITERIA.get(criterion, criterion))
    yield _("Severity (CTCAE grade)"), str(GRADES.get(grade, grade) if grade else "")
    yield _("Related"), str(RELATEDNESS.get(event.relatedness, _("not judged")))
    yield _("Expected"), str(EXPECTEDNESS.get(event.expectedness, _("not judged")))
    yield _("What was done"), str(ACTIONS.get(event.action, event.action))
    yield _("Outcome"), str(OUTCOMES.get(event.outcome, event.outcome))
    if event.voided:
        yield _("Entered by mistake"), _("yes")


def _narrative(event: AdverseEvent) -> str:
    words = words_of(event.narrative)
    return _("It was erased.") if words is None else words


def _doses(person: Participant, event: AdverseEvent) -> Iterator[tuple[str, str]]:
    """Yield doses up to the event's last version, and holds; kit numbers tell nothing."""
    rows = Administration.objects.filter(participant=person, entered_at__lte=event.entered_at)
    latest = {row.number: row for row in rows.order_by("number", "version")}
    for number, row in latest.items():
        what = [row.get_status_display()]
        what += [_moment(row.taken_at, person)] if row.taken_at else []
        what += [row.kit] if row.kit else []
        yield (
            _("Dose %(n)d, study day %(day)s") % {"n": number, "day": row.study_day},
            ", ".join(str(part) for part in what),
        )
    holds = DosingHold.objects.filter(participant=person, since__lte=event.entered_at)
    for hold in holds.order_by("pk"):
        yield _("Doses on hold since"), _moment(hold.since, person)


def _version(event: AdverseEvent) -> tuple[str, str]:
    """Return who made a version and why; by name, where it was staff."""
    by = event.audit_entry.by
    kind, _colon, name = by.partition(":")
    if kind == "staff":
        member = StaffMember.objects.filter(name=name).first()
        by = f"{member.full_name} ({name})" if member else name
    elif kind == "participant":
        by = _("the participant")
    head = _("Version %(n)d, %(at)s") % {
        "n": event.version,
        "at": _moment(event.entered_at, event.participant),
    }
    reason = read_reason(event.participant, event.reason)
    return head, f"{by}: {reason}" if reason else by


def _day(day: int | None, at: datetime | None, person: Participant) -> str:
    parts = [_("study day %(n)d") % {"n": day}] if day is not None else []
    parts += [_moment(at, person)] if at is not None else []
    return ", ".join(parts) or _UNKNOWN


def _moment(at: datetime, person: Participant) -> str:
    local = at.astimezone(ZoneInfo(person.zone))
    return f"{date_format(local, 'j F Y, H:i', use_l10n=False)} ({person.zone})"
