"""Whether something happened to one's health, and if so, what."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from limen.conduct.core.answering.questionnaire import Label, Question, Section
from limen.conduct.core.answering.sections.instrument import section as items
from limen.conduct.core.answering.wordings import Wording
from limen.instruments import get

REPORT = "limen_ae_report"
ANY = "event.any"  # the question that comes before the report
_SOMETHING: dict[str, Any] = {
    "and": [{"not": {"is_missing": {"value": ANY}}}, {"equals": [{"value": ANY}, 1]}]
}


def section(wording: Wording) -> Section:
    """Return the question at an occasion, with a report that opens where it says yes."""
    found = items(get(REPORT), wording, prefix="event", about="event", gate=_SOMETHING)
    first = Question(
        key=ANY,
        kind="scale",
        words=_("Since your last entry, has anything happened to your health that was not as "
                "usual?"),
        about="event",
        subject=REPORT,
        slot="any",
        low=0,
        high=1,
        labels=(Label(value="0", words=_("No")), Label(value="1", words=_("Yes"))),
        hint=_("Whatever the cause may be. One thing here; you can report more at any time."),
    )  # fmt: skip
    return replace(found, questions=(first, *found.questions))


def report(wording: Wording) -> Section:
    """Return the report alone, for what is told at any time."""
    return items(get(REPORT), wording, prefix="event", about="event")
