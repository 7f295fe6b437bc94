"""Adverse events by arm, as a protocol plans them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from limen.analyse.answer import Answer
from limen.analyse.plan.question import Question, Setting
from limen.analyse.reading import Reader
from limen.analyse.safety import SafetyRecords, adverse_events
from limen.protocol.document.analysis import AdverseEventAnalysis


def adverse_event_analyses(item: AdverseEventAnalysis, setting: Setting) -> Iterator[Question]:
    """One table of adverse events."""

    def ask() -> Answer:
        answer = adverse_events(records_of(setting), level=setting.level)
        kept = answer if item.by_term else answer.without("adverse_events_by_term")
        return kept if item.exposure_adjusted else _not_adjusted(kept)

    yield Question(key=item.id, title=item.title, ask=ask)


def _not_adjusted(answer: Answer) -> Answer:
    """Without events per time of exposure."""
    shares = tuple(each for each in answer.estimates if "per day" not in each.label)
    return replace(answer.without("adverse_event_rates"), estimates=shares)


def records_of(setting: Setting) -> SafetyRecords:
    """The dataset's adverse events with the arms of those who had them."""
    assert isinstance(setting.reader, Reader)  # the tables of terms are those of one dataset
    return setting.reader.safety_records()
