"""Learning a scenario from what was recorded."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

from limen.dataset import Dataset
from limen.protocol import Protocol
from limen.rehearse.calibrate.calibration import Calibration, Learned, NotIdentified
from limen.rehearse.calibrate.compose import text_of, tree_of
from limen.rehearse.calibrate.items import Finding, Item, Used
from limen.rehearse.calibrate.parts.effects import Assume
from limen.rehearse.calibrate.parts.events import event_items
from limen.rehearse.calibrate.parts.noticed import belief_items, belief_of
from limen.rehearse.calibrate.parts.outcomes import series_items
from limen.rehearse.calibrate.parts.people import covariate_items, expectation_items, standing_of
from limen.rehearse.calibrate.parts.ratings import is_rating, rating_items
from limen.rehearse.calibrate.parts.stressors import stressor_items
from limen.rehearse.calibrate.records.reading import record_of
from limen.rehearse.calibrate.records.record import Record
from limen.results import Floats
from limen.simulate.scenario import Scenario, parse_scenario
from limen.simulate.scenario.fit import without_effect


def calibrate(
    dataset: Dataset, *, assume: Assume = "nothing", today: date | None = None
) -> Calibration:
    """Learn a scenario from a dataset, with standard errors, and list what it does not identify.

    An unsealed dataset gives everything; a sealed one what needs no arms. `assume` names what is
    supposed of guesses and outcomes that go together: `belief_causes_outcome` (nothing else moves
    both), `guess_follows_outcome` (belief does nothing), or `nothing`: then direct effects and the
    effect of belief stay 0 in the scenario, and both values stand among what is not identified.

    Raises `DocumentError` if the dataset's protocol cannot be simulated.
    """
    record = record_of(dataset)
    items = tuple(items_of(record, assume=assume))
    day = today or datetime.now(UTC).date()
    sources = [
        f"limen scenario calibrate, {day.isoformat()}, from dataset {dataset.hash}"
        + (" (SIMULATED data)" if dataset.simulated else ""),
    ]
    if dataset.provenance.citation:
        sources.append(" ".join(dataset.provenance.citation.split()))
    return _calibration(dataset.protocol, items, sources)


def items_of(record: Record, *, assume: Assume = "nothing") -> Iterator[Item]:
    """Everything that is learned, used, found or left open, part by part."""
    standing = standing_of(record)
    yield Used(path="participants", value=record.people)
    yield from _outcome_items(record, standing, assume)
    yield from event_items(record)
    yield from expectation_items(record)
    yield from covariate_items(record)
    yield from stressor_items(record)
    yield from _general(record)


def _outcome_items(record: Record, standing: Floats | None, assume: Assume) -> Iterator[Item]:
    found = belief_of(record, standing)
    following = _following(record)
    for series in record.study.series:
        if not series.outcomes or record.study.stressor_outcome in series.outcomes:
            continue
        if following & series.outcomes.keys():
            for name in series.outcomes:
                yield NotIdentified(
                    path=f"outcomes.{name}",
                    reason="It follows from other outcomes.",
                    remedy="Nothing to identify.",
                    used="the others",
                )
        elif is_rating(record, series):
            yield from rating_items(record, series, found)
        else:
            yield from series_items(record, series, standing, assume)
    yield from belief_items(record, found, standing)


def _general(record: Record) -> Iterator[NotIdentified]:
    """What a scenario can say of outcomes, and this calibration never learns."""
    for path, reason, remedy in (
        (
            "outcomes.*.mood",
            "The day's mood is measured by nothing; what it does is in `sd_within`.",
            "Nothing that a dataset holds.",
        ),
        (
            "outcomes.*.direct_sd, trend_sd_per_week",
            "How people differ in effects is in the spread between and within people.",
            "Many occasions under each intervention for everybody.",
        ),
        (
            "outcomes.*.by_lag, carry_over, after_treatment",
            "The direct effect counts as the same whatever the lag, without carry-over.",
            "Occasions at several lags, and washout of different lengths.",
        ),
        (
            "scores that are missing",
            "They count as missing at random, given what else is learned of the outcome.",
            "Scores of people who have left.",
        ),
        (
            "correlation between outcomes",
            "A scenario draws outcomes independently but for what moves several of them.",
            "Not expressible: differences and sums of outcomes will spread otherwise.",
        ),
    ):
        yield NotIdentified(path=path, reason=reason, remedy=remedy, used="nothing")
    if any(
        one.respondent for one in record.study.guesses if _by_rater(record, str(one.respondent))
    ):
        yield NotIdentified(
            path="raters",
            reason="What raters hear of a person's belief and what they see are not told apart.",
            remedy="Raters who do not speak with participants before they guess.",
            used="nothing",
        )


def _by_rater(record: Record, respondent: str) -> bool:
    kinds = {one.id: one.kind for one in record.study.protocol.respondents}
    return kinds.get(respondent, "participant") != "participant"


def _following(record: Record) -> set[str]:
    """Outcomes that a scenario cannot name, as they follow from others."""
    ids = [{"id": name} for one in record.study.series for name in one.outcomes]
    named = Scenario.model_validate({"limen": 1, "id": "names", "title": "Names", "outcomes": ids})
    found = without_effect(named, record.study.protocol)
    return {str(ids[int(one.path[1])]["id"]) for one in found if one.path[-1] == "id"}


def _calibration(protocol: Protocol, items: tuple[Item, ...], sources: list[str]) -> Calibration:
    head = {
        "id": f"calibrated_{protocol.id}"[:60],
        "title": f"Learned from data of: {protocol.title}",
    }
    notes = tuple(one for one in items if isinstance(one, NotIdentified))
    text = text_of(tree_of(items), head, sources, notes)
    return Calibration(
        scenario=parse_scenario(text, protocol=protocol),
        text=text,
        estimates=tuple(one for one in items if isinstance(one, Learned)),
        not_identified=notes,
        findings=tuple(one.text for one in items if isinstance(one, Finding)),
    )
