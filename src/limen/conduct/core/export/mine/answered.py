"""What somebody answered, with the words of the questions where they are on this server."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from limen.conduct.core.answering.wordings import wording
from limen.conduct.core.export.mine.sheet import Cells, Rows, Sheet
from limen.conduct.core.export.setting import ASIDE
from limen.conduct.core.models import Measurement, Participant
from limen.instruments import Words, catalogue
from limen.protocol import listed


def answers(participant: Participant, cells: Cells) -> Sheet:
    """Every version of every answer of their own, also what was set aside."""
    words_of = _wordings(participant.language)
    rows = participant.responses.filter(respondent="participant").order_by("pk")
    rows = rows.select_related("occasion", "submission", "free_text__participant")
    found = []
    for row in rows:
        words = words_of(row.instrument)
        labels = words.labels.get(row.item, {}) if words else {}
        aside = row.submission is not None and row.submission.verdict == ASIDE
        found.append(
            (
                row.occasion.identifier,
                words.title if words else row.instrument,
                words.items.get(row.item, row.item) if words else row.item,
                cells.words(row.free_text) or row.value,
                labels.get(row.value, ""),
                "" if row.state == "answered" else str(row.get_state_display()),
                str(row.version),
                cells.yes(aside),
                cells.moment(row.entered_at),
            )
        )
    columns = (
        _("Occasion"), _("Questionnaire"), _("Question"), _("Answer"), _("Which means"),
        _("Why there is none"), _("Version"), _("Came too late to count"), _("When"),
    )  # fmt: skip
    title = _("What you answered")
    return Sheet(name="answers", title=title, columns=columns, rows=tuple(found))


def beliefs(participant: Participant, cells: Cells) -> Sheet:
    """What they expected, and what they thought they had been given: their words, no arm."""
    expected = participant.expectancies.filter(respondent="participant").order_by("pk")
    rows: Rows = tuple(
        (row.occasion.identifier, row.name, row.intervention or row.outcome,
         cells.number(row.expectation), "", "", cells.moment(row.entered_at))
        for row in expected.select_related("occasion")
    )  # fmt: skip
    guessed = participant.guesses.filter(respondent="participant").order_by("pk")
    rows += tuple(
        (row.occasion.identifier, row.guess, row.answer, "", cells.number(row.confidence_percent),
         ": ".join(filter(None, [row.reason, cells.words(row.reason_text)])),
         cells.moment(row.entered_at))
        for row in guessed.select_related("occasion", "reason_text__participant")
    )  # fmt: skip
    columns = (_("Occasion"), _("Asked"), _("About, or your guess"), _("How much"),
               _("How sure, %"), _("Why"), _("When"))  # fmt: skip
    title = _("What you expected and guessed")
    return Sheet(name="guesses", title=title, columns=columns, rows=rows)


def intake(participant: Participant, cells: Cells) -> Sheet:
    """Which kit or envelope they took when. What it held is not on this server."""
    rows = participant.administrations.select_related("note__participant").order_by("pk")
    return Sheet(
        name="intake",
        title=_("What you took"),
        columns=(_("Number"), _("Version"), _("Code"), _("Taken"), _("Status"), _("Note"),
                 _("Written down")),
        rows=tuple(
            (str(row.number), str(row.version), row.kit, cells.moment(row.taken_at),
             str(row.get_status_display()), cells.words(row.note), cells.moment(row.entered_at))
            for row in rows
        ),
    )  # fmt: skip


def measured(participant: Participant, cells: Cells) -> Sheet:
    """What was measured on them."""
    rows = participant.measurements.select_related("occasion").order_by("pk")
    findings = {
        one.id: one for one in listed(participant.version.protocol.measurements) if one.choices
    }

    def said(row: Measurement) -> str:
        found = findings.get(row.name)
        if found is None or row.value is None:
            return cells.number(row.value)
        return found.in_words(row.value)

    return Sheet(
        name="measurements",
        title=_("What was measured"),
        columns=(_("Occasion"), _("What"), _("Value"), _("Version"), _("When")),
        rows=tuple(
            (row.occasion.identifier, row.name, said(row), str(row.version),
             cells.moment(row.measured_at or row.entered_at))
            for row in rows
        ),
    )  # fmt: skip


def _wordings(language: str) -> Callable[[str], Words | None]:
    folder: Path | None = settings.LIMEN_FOLDER
    texts = folder / "instruments" if folder is not None else None

    @cache
    def words_of(name: str) -> Words | None:
        instrument = catalogue().get(name)
        return wording(instrument, language, texts).words if instrument is not None else None

    return words_of
