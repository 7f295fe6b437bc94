"""Scores are stored with what they were computed by: structure, wording, rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from limen.conduct.core.answering.questionnaire import Section
from limen.conduct.core.answering.scoring import Scores, scoring_version
from limen.conduct.core.models import Occasion, Score
from limen.conduct.core.trail import Record
from limen.instruments import get
from limen.protocol import Protocol
from limen.rules import Scalar

Place = tuple[str, str]  # instrument, subscale


def latest_scores(occasion: Occasion, respondent: str) -> dict[Place, Score]:
    """Return the scores that count at an occasion: the highest version of each."""
    rows = Score.objects.filter(occasion=occasion, respondent=respondent).order_by("version")
    return {(row.instrument, row.subscale): row for row in rows}


def add_scores(
    record: Record,
    occasion: Occasion,
    respondent: str,
    found: Iterable[tuple[Section, Scores]],
    before: Mapping[Place, Score],
) -> list[Score]:
    """Add scores that are new or have changed; return the rows."""
    protocol = occasion.made_under.protocol
    rows = []
    for section, scores in found:
        for name, result in scores.items():
            row = score_row(protocol, section.subject, name, result)
            row.participant, row.occasion = occasion.participant, occasion
            row.instrument_version, row.text_hash = section.version, section.text_hash
            row.respondent, row.computed_at = respondent, record.at
            old = before.get((section.subject, name))
            if old is not None and same(old, row):
                continue
            row.version = 1 if old is None else old.version + 1
            rows.append(row)
    return record.add_all(rows)


def score_row(protocol: Protocol, instrument: str, name: str, result: Scalar | None) -> Score:
    """Return a row that says a result: a number, a word, or a truth as 1 or 0 with its word."""
    row = Score(
        instrument=instrument,
        subscale=name,
        scoring_version=scoring_version(protocol, get(instrument)),
    )
    if isinstance(result, str):
        row.label = result
    elif isinstance(result, bool):
        row.value, row.label = float(result), str(result).lower()
    else:
        row.value = None if result is None else float(result)
    return row


def same(old: Score, new: Score) -> bool:
    """Whether two rows say the same result, computed by the same rules from the same wording."""
    names = ("value", "label", "scoring_version", "instrument_version", "text_hash")
    return all(getattr(old, name) == getattr(new, name) for name in names)
