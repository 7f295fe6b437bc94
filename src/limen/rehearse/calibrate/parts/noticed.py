"""From fitted guesses and ratings to what a scenario supposes of noticing and belief."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from limen.errors import AnalysisError
from limen.rehearse.calibrate.calibration import Corner, NotIdentified
from limen.rehearse.calibrate.fits.beliefs import (
    Answers,
    BeliefFit,
    answers_of,
    fit_beliefs,
    main_guess,
)
from limen.rehearse.calibrate.items import (
    Item,
    learned,
    learned_positive,
    learned_sd,
)
from limen.rehearse.calibrate.records.record import Record
from limen.results import Floats

_SPIKE = 0.2  # share of ratings at nothing, above which a rating is one of what is felt
_GIVEN = "mood, benefit and memory do not move the guess"


def belief_of(record: Record, standing: Floats | None) -> BeliefFit | None:
    """The fit to the participants' main guess; None where it cannot be made."""
    guess = main_guess(record)
    if guess is None or record.sealed:
        return None
    try:
        return fit_beliefs(answers_of(record, guess, standing))
    except AnalysisError:
        return None


def belief_items(
    record: Record, found: BeliefFit | None, standing: Floats | None
) -> Iterator[Item]:
    """d′, criterion, weights and confidence, and what no guess can tell."""
    yield from _never()
    if found is None:
        yield _no_fit(record)
        return
    answers = found.answers
    n = int(answers.seen.sum())
    for place, name in enumerate(found.names):
        yield learned(
            name, found.solved, place=place, n=n, unit="SDs of the evidence", given=_GIVEN
        )
    yield from _habit_and_confidence(found)
    yield from _missing_terms(record, answers)
    yield from _other_guesses(record, found, standing)


def _habit_and_confidence(found: BeliefFit) -> Iterator[Item]:
    """How much people's criteria differ, and how sure they are, where that was asked."""
    answers = found.answers
    n = int(answers.seen.sum())
    if found.variance is not None:
        yield learned_sd("belief.criterion_sd", found.variance, n=n, unit="SDs of the evidence")
    else:
        yield NotIdentified(
            path="belief.criterion_sd",
            reason="Too few people guessed after two doses or more, so habits of people do not "
            "show apart from evidence.",
            remedy="Ask for the guess several times.",
            used="0: d′ and criterion are those of the average guess",
        )
    if found.confidence is not None:
        yield learned_positive(
            "belief.confidence",
            found.confidence,
            n=int(np.isfinite(answers.confidence).sum()),
            unit="per SD of the evidence",
        )
    else:
        yield NotIdentified(
            path="belief.confidence",
            reason="Nobody was asked how sure they are.",
            remedy="Ask for confidence with the guess.",
            used="the default",
        )


def _no_fit(record: Record) -> NotIdentified:
    reason = "No guess of the participants is recorded."
    if record.sealed:
        reason = "The dataset is sealed: what was guessed cannot be set against what was given."
    elif main_guess(record) is not None:
        reason = "Too few guesses, or all alike."
    return NotIdentified(
        path="noticing, belief",
        reason=reason,
        remedy="Calibrate after unsealing."
        if record.sealed
        else "Ask everybody for a guess after several doses.",
        used="nobody notices: d′ = 0, criterion = 0",
    )


def _never() -> Iterator[NotIdentified]:
    """What no guess can tell, whatever the data."""
    for path, reason, remedy in (
        (
            "belief.mood",
            "The day's mood is not measured apart from the outcomes that belief may move.",
            "Mood measured before the dose of the day.",
        ),
        (
            "belief.benefit",
            "Benefit before the guess is an outcome, which belief may have moved before.",
            "An outcome that belief cannot move, measured before the guess.",
        ),
        (
            "noticing.tolerance_per_dose",
            "d′ here is the average over the doses taken.",
            "Many doses, each followed by a guess.",
        ),
    ):
        yield NotIdentified(path=path, reason=reason, remedy=remedy, used="0")


def _missing_terms(record: Record, answers: Answers) -> Iterator[NotIdentified]:
    wanted = {
        f"noticing.d_prime.interventions.{name}": "Too few guesses follow it."
        for name in record.study.interventions[1:]
    }
    wanted["belief.side_effects"] = "Too few guesses follow a dose with an adverse event."
    wanted["belief.expectation"] = "Nobody was asked what they expect."
    for path, reason in wanted.items():
        if path not in answers.names:
            yield NotIdentified(
                path=path, reason=reason, remedy="More of them, recorded by day.", used="0"
            )


def _other_guesses(
    record: Record, found: BeliefFit, standing: Floats | None
) -> Iterator[NotIdentified]:
    """How other guesses differ: by memory of earlier doses, or by a criterion of their own."""
    kinds = {one.id: one.kind for one in record.study.protocol.respondents}
    corners = []
    for guess in record.study.guesses:
        own = kinds.get(str(guess.respondent), "participant") == "participant"
        asked = np.isfinite(record.said(guess.id)).any()
        if guess.id == found.answers.guess or not own or not asked:
            continue
        try:
            other = fit_beliefs(answers_of(record, guess, standing))
        except AnalysisError:
            continue
        for place, name in enumerate(other.names):
            if name.startswith("noticing") or name == "belief.criterion":
                error = float(other.solved.standard_error[place])
                corners.append(
                    Corner(
                        supposing=f"{name}, learned from '{guess.id}' alone",
                        value=float(other.solved.value[place]),
                        standard_error=error,
                    )
                )
    yield NotIdentified(
        path="belief.memory",
        reason=f"Learned from '{found.answers.guess}' as if the last dose alone counted"
        + ("; the other guesses differ, by memory or by a habit of their own." if corners else "."),
        remedy="Guesses about single doses and about the whole, in one study.",
        used="0",
        corners=tuple(corners),
    )
