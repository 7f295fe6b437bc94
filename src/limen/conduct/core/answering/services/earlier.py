"""What had been answered at an occasion before something more arrives."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from limen.conduct.core.answering.answers import Answer
from limen.conduct.core.answering.questionnaire import Question, Questionnaire
from limen.conduct.core.models import FreeText, Occasion, Response
from limen.conduct.core.occasions import Verdict
from limen.conduct.core.services.free_text import read_text
from limen.errors import ErasedError

Slot = tuple[str, str]  # instrument, item


@dataclass(frozen=True)
class Earlier:
    """Responses of one occasion and respondent: the last version of each slot, and what counts."""

    last: Mapping[Slot, Response] = field(default_factory=dict)
    counting: Mapping[Slot, Response] = field(default_factory=dict)

    def known(self, questionnaire: Questionnaire) -> dict[str, Answer]:
        """Return what counts, as answers to these questions."""
        found = {}
        for question in questionnaire.questions:
            row = self.counting.get(question.place)
            if row is not None:
                found[question.key] = answer_of(question, row)
        return found


def earlier(occasion: Occasion, respondent: str) -> Earlier:
    """Return what is stored; it must be read while nobody else can write."""
    rows = Response.objects.filter(occasion=occasion, respondent=respondent)
    if not rows.exists():  # as nearly always; the joins would cost more than all else here
        return Earlier()
    return sorted_out(rows.select_related("submission", "free_text").order_by("version"))


def sorted_out(rows: Iterable[Response]) -> Earlier:
    """Return rows (lowest version first) as `Earlier`."""
    last: dict[Slot, Response] = {}
    counting: dict[Slot, Response] = {}
    for row in rows:
        slot = (row.instrument, row.item)
        last[slot] = row
        if row.submission is None or Verdict(row.submission.verdict).counts:
            counting[slot] = row
    return Earlier(last, counting)


def _words(text: FreeText) -> str:
    try:
        return read_text(text)
    except ErasedError:
        return ""


def answer_of(question: Question, row: Response) -> Answer:
    """Return a stored response as an answer; a text that was erased is an empty one."""
    if row.state != "answered":
        return Answer(key=question.key, state=row.state)  # type: ignore[arg-type]
    if row.free_text is not None:
        return Answer(key=question.key, state="answered", value=_words(row.free_text))
    numeric = question.kind in ("scale", "slider", "whole", "number")
    value = float(row.value) if numeric else row.value
    return Answer(key=question.key, state="answered", value=value)
