"""What a report of an adverse event says, as far as somebody can know it of themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from limen.calendar.wall_time import zone_named
from limen.conduct.core.answering.answers import Answer
from limen.conduct.core.answering.moments import is_to_come, moment_of
from limen.conduct.core.answering.sections.events import ANY
from limen.conduct.core.models import Participant
from limen.conduct.core.trail.canonical import encode


@dataclass(frozen=True)
class EventReport:
    """A report: answers by slot, whose zone they are in, and the first day of the study."""

    said: Mapping[str, Answer]
    participant: Participant

    @classmethod
    def of(cls, answers: Mapping[str, Answer], participant: Participant) -> EventReport:
        """Return the report that is among a form's answers."""
        said = {
            key.removeprefix("event."): answer
            for key, answer in answers.items()
            if key.startswith("event.") and answer.state in ("answered", "declined")
        }
        return cls(said, participant)

    @property
    def tells(self) -> bool:
        """Whether it reports anything: at an occasion the first question may say no."""
        return "what" in self.said and self._value("any") in (None, 1.0)

    @property
    def words(self) -> str:
        """What happened, in somebody's own words; blank if they would not say."""
        return self.said["what"].text

    def errors(self, now: datetime) -> dict[str, str]:
        """Return what cannot be: times to come, an end before the beginning."""
        began, ended = self.moment("began"), self.moment("ended")
        wrong = {}
        for slot, at in (("began", began), ("ended", ended)):
            if at is not None and is_to_come(at, now):
                wrong[f"event.{slot}"] = _("This time is still to come. Give one that is past.")
        if began is not None and ended is not None and ended < began and not wrong:
            wrong["event.ended"] = _("This is before it began. Check both times.")
        return wrong

    def moment(self, slot: str) -> datetime | None:
        """Return a moment of the report in UTC; a time without a zone is the participant's."""
        text = self._value(slot)
        return moment_of(text, self.participant.zone) if isinstance(text, str) else None

    def columns(self) -> dict[str, Any]:
        """Return the columns of an `AdverseEvent` that somebody knows of themselves.

        Term, relatedness and expectedness are judged by staff, in later versions.
        """
        began, serious = self.moment("began"), self._value("serious")
        grade, over = self._value("severity"), self._value("over")
        return {
            "answers": encode(
                {
                    slot: {"state": answer.state, "value": answer.text}
                    for slot, answer in self.said.items()
                    if slot not in ("what", ANY.removeprefix("event."))
                }
            ),
            "onset_at": began,
            "onset_day": self._study_day(began),
            "end_day": self._study_day(self.moment("ended")),
            "serious": None if serious is None else serious != "none",
            "seriousness_criterion": "" if serious in (None, "none") else serious,
            "severity_grade": None if grade is None else int(grade),
            "action": self._value("action") or "",
            "outcome": {1.0: "over", 0.0: "not_over"}.get(over, "") if over is not None else "",
        }

    def facts(self) -> dict[str, Any]:
        """Return what safety rules may look at."""
        columns = self.columns()
        names = ("serious", "severity_grade", "onset_day")
        return {f"adverse_event.{name}": columns[name] for name in names}

    def _study_day(self, at: datetime | None) -> int | None:
        started = self.participant.started_on
        if at is None or started is None:
            return None
        return (at.astimezone(zone_named(self.participant.zone)).date() - started).days + 1

    def _value(self, slot: str) -> Any:
        answer = self.said.get(slot)
        return answer.value if answer is not None else None


def worst(facts: Mapping[str, Any], report: Mapping[str, Any]) -> dict[str, Any]:
    """Return facts with those of a report; of what both say, the worse."""
    found = dict(facts)
    for name, value in report.items():
        known = [one for one in (facts.get(name), value) if one is not None]
        found[name] = max(known, default=None)
    return found
