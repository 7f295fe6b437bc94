"""Which tables somebody's own data make up.

Left out on purpose: scores (they follow from the answers, and a trend shown early may change what
somebody guesses), raters' and clinicians' judgements, reasons that staff gave, hashes of tokens;
queries, deviations and the contact log, which are notes of the team.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from limen.conduct.core.export.mine.answered import answers, beliefs, intake, measured
from limen.conduct.core.export.mine.sheet import Cells, Rows, Sheet
from limen.conduct.core.export.setting import SNAPSHOT
from limen.conduct.core.medication.reading import said_of
from limen.conduct.core.models import (
    AuditEntry,
    ContactDetail,
    MessageEvent,
    Participant,
    ParticipantKey,
)
from limen.conduct.core.services.keep_contact import read_contact
from limen.conduct.core.services.terms import read_term


def sheets_of(participant: Participant) -> tuple[Sheet, ...]:
    """Return all tables, empty ones included; the row must be of the snapshot."""
    cells = Cells(participant)
    return (
        _about(participant, cells),
        _contacts(participant, cells),
        _consents(participant, cells),
        _screening(participant, cells),
        answers(participant, cells),
        beliefs(participant, cells),
        intake(participant, cells),
        measured(participant, cells),
        _events(participant, cells),
        _medications(participant, cells),
        _participation(participant, cells),
        _payments(participant, cells),
        _messages(participant, cells),
        _devices(participant, cells),
        _trail(participant, cells),
    )


def _about(participant: Participant, cells: Cells) -> Sheet:
    facts = {
        _("Number"): participant.number,
        _("Site"): participant.site.title,
        _("Language"): participant.language,
        _("Time zone"): participant.zone,
        _("Status"): str(participant.get_status_display()),
        _("Invited"): cells.moment(participant.invited_at),
        _("Enrolled"): str(participant.enrolled_on or ""),
        _("First day"): str(participant.started_on or ""),
    }
    return Sheet(
        name="about",
        title=_("About you"),
        columns=(_("What"), _("Value")),
        rows=tuple((str(name), value) for name, value in facts.items()),
    )


def _contacts(participant: Participant, cells: Cells) -> Sheet:
    erased = ParticipantKey.objects.get(participant=participant).destroyed_at is not None
    gone = str(_("(erased)") if erased else "")

    def rows() -> Iterator[tuple[str, ...]]:
        for row in participant.contacts.order_by("pk"):
            text = "" if erased else read_contact(participant, row.kind) or ""
            kind = str(ContactDetail.Kind(row.kind).label)
            yield kind, text or gone, cells.moment(row.confirmed_at), cells.moment(row.changed_at)

    columns = (_("What"), _("Value"), _("Confirmed"), _("Changed"))
    return Sheet(name="contact", title=_("How to reach you"), columns=columns, rows=tuple(rows()))


def _consents(participant: Participant, cells: Cells) -> Sheet:
    rows = participant.consents.select_related("version", "signature__participant").order_by("pk")
    return Sheet(
        name="consents",
        title=_("What you agreed to"),
        columns=(_("Version"), _("Language"), _("Name as you typed it"), _("Signed"),
                 _("Hash of the documents")),
        rows=tuple(
            (row.version.label, row.language, cells.words(row.signature),
             cells.moment(row.signed_at), row.version_hash)
            for row in rows
        ),
    )  # fmt: skip


def _screening(participant: Participant, cells: Cells) -> Sheet:
    rows: Rows = tuple(
        (row.question, row.value or row.state, str(row.version), cells.moment(row.answered_at))
        for row in participant.eligibility_answers.order_by("pk")
    )
    right, wrong = _("right"), _("wrong")
    rows += tuple(
        (
            row.question,
            f"{row.answer} ({right if row.correct else wrong})",
            str(row.attempt),
            cells.moment(row.answered_at),
        )
        for row in participant.comprehension_answers.order_by("pk")
    )
    rows += tuple(
        (_("Decision"), _("eligible") if row.eligible else _("not eligible"), "",
         cells.moment(row.decided_at))
        for row in participant.eligibility_decisions.order_by("pk")
    )  # fmt: skip
    columns = (_("Question"), _("Answer"), _("Version or attempt"), _("When"))
    title = _("Before you took part")
    return Sheet(name="screening", title=title, columns=columns, rows=rows)


def _events(participant: Participant, cells: Cells) -> Sheet:
    rows = participant.adverse_events.select_related("description__participant").order_by("pk")
    return Sheet(
        name="events",
        title=_("What befell you"),
        columns=(_("Number"), _("Version"), _("What"), _("In your words"), _("Began"),
                 _("How severe, 1 to 5"), _("Serious"), _("All answers"), _("Entered by mistake"),
                 _("Reported")),
        rows=tuple(
            (str(row.number), str(row.version), read_term(participant, row.term),
             cells.words(row.description), cells.moment(row.onset_at),
             cells.number(row.severity_grade), cells.yes(row.serious), row.answers or "",
             cells.yes(row.voided), cells.moment(row.entered_at))
            for row in rows.filter(reported_by="participant")
        ),
    )  # fmt: skip


def _medications(participant: Participant, cells: Cells) -> Sheet:
    """What they told staff that they take; why staff corrected it is left out."""
    rows = participant.medications.order_by("number", "version")
    return Sheet(
        name="medications",
        title=_("Medication that you told us about"),
        columns=(_("Number"), _("Version"), _("Name"), _("For"), _("Dose"), _("Began"),
                 _("Until"), _("Entered by mistake"), _("When")),
        rows=tuple(
            (str(row.number), str(row.version), said_of(row, "name"), said_of(row, "indication"),
             said_of(row, "dose"), str(row.starts_on or ""), str(row.ends_on or ""),
             cells.yes(row.voided), cells.moment(row.entered_at))
            for row in rows.select_related("participant")
        ),
    )  # fmt: skip


def _participation(participant: Participant, cells: Cells) -> Sheet:
    rows: Rows = tuple(
        (str(row.get_kind_display()), cells.moment(row.at), cells.moment(row.until))
        for row in participant.participation_events.order_by("pk")
    )
    rows += tuple(
        (f"{row.old_zone} → {row.new_zone}", cells.moment(row.since), "")
        for row in participant.zone_changes.order_by("pk")
    )
    columns = (_("What"), _("When"), _("Until"))
    title = _("Pauses, moves, ends")
    return Sheet(name="participation", title=title, columns=columns, rows=rows)


def _payments(participant: Participant, cells: Cells) -> Sheet:
    rows = participant.payments.select_related("occasion").order_by("pk")
    return Sheet(
        name="payments",
        title=_("What you were paid"),
        columns=(_("Occasion"), _("For"), _("Version"), _("Paid"), _("Amount"), _("Currency"),
                 _("On"), _("How"), _("Written down")),
        rows=tuple(
            (row.occasion.identifier, row.payment, str(row.version), cells.yes(row.paid),
             row.amount, row.currency, str(row.paid_on or ""),
             str(row.get_means_display()) if row.means else "", cells.moment(row.recorded_at))
            for row in rows
        ),
    )  # fmt: skip


def _messages(participant: Participant, cells: Cells) -> Sheet:
    steps = MessageEvent.objects.using(SNAPSHOT).filter(
        message__participant=participant, message__member=None
    )
    steps = steps.select_related("message__occasion").order_by("message_id", "pk")
    return Sheet(
        name="messages",
        title=_("Messages to you"),
        columns=(_("By"), _("For"), _("Occasion"), _("Due"), _("Step"), _("When")),
        rows=tuple(
            (step.message.channel, step.message.purpose,
             step.message.occasion.identifier if step.message.occasion else "",
             cells.moment(step.message.due_at), step.kind, cells.moment(step.at))
            for step in steps
        ),
    )  # fmt: skip


def _devices(participant: Participant, cells: Cells) -> Sheet:
    return Sheet(
        name="devices",
        title=_("Your devices"),
        columns=(_("What"), _("Name"), _("Since"), _("Ended")),
        rows=tuple(
            (str(row.get_purpose_display()), row.title, cells.moment(row.made_at),
             cells.moment(row.revoked_at or row.expires_at))
            for row in participant.devices.order_by("pk")
        ),
    )  # fmt: skip


def _trail(participant: Participant, cells: Cells) -> Sheet:
    """Every event about them, and whether they, the study team or the server did it."""
    who = {"participant": _("you"), "staff": _("the study team"), "system": _("the server")}
    entries = AuditEntry.objects.using(SNAPSHOT).filter(participant=participant.code)
    return Sheet(
        name="trail",
        title=_("What was written down about you, and when"),
        columns=(_("Entry"), _("When"), _("What"), _("By")),
        rows=tuple(
            (str(entry.number), cells.moment(entry.at), entry.event,
             str(who.get(entry.by.partition(":")[0], "")))
            for entry in entries.order_by("number").only("number", "at", "event", "by")
        ),
    )  # fmt: skip
