"""The predictive distribution of each quantity: parameters drawn, then a trial of that size."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import numpy as np

import limen
from limen.errors import DocumentError
from limen.protocol import Protocol
from limen.rehearse.forecast.document import (
    LEVELS,
    Beliefs,
    Forecast,
    ForProtocol,
    Prediction,
    Question,
)
from limen.rehearse.forecast.document import measures as kinds
from limen.rehearse.forecast.document.plain import plain
from limen.rehearse.forecast.predict import events, guesses, outcomes
from limen.rehearse.forecast.predict.parameters import scenarios
from limen.rehearse.forecast.predict.supplied import completed
from limen.rehearse.forecast.reading.check import check
from limen.results import Floats
from limen.simulate.draw.draw import Draw, draw
from limen.simulate.study import Study

_DIGITS = 6  # significant, of everything that is predicted
_SAID_APART = frozenset({"assumptions", "known_before", "not_known", "predictions"})

Step = Callable[[str, int, int], None]


def forecast(
    protocol: Protocol,
    beliefs: Beliefs,
    *,
    made_on: str | None = None,
    progress: Step = lambda what, done, total: None,
) -> Forecast:
    """Return the sealed forecast of a trial: the same for the same beliefs and day.

    `made_on` is today in UTC if left out. Raises `DocumentError` if beliefs and protocol do not
    fit, or a quantity does not exist in most simulated trials.
    """
    found = [one.message + " " + one.remedy for one in check(beliefs, protocol)]
    if found:
        raise DocumentError("\n".join([f"Beliefs '{beliefs.id}' do not fit.", *found]))
    values = simulated(protocol, beliefs, progress=progress)
    made = Forecast(
        limen=1,
        id=beliefs.id,
        trial=beliefs.trial,
        title=beliefs.title,
        made_on=made_on or datetime.now(UTC).date().isoformat(),
        made_with=f"limen {limen.__version__}",
        protocol=ForProtocol(
            id=protocol.id,
            version=protocol.version,
            hash=protocol.hash,
            simulated_hash=completed(protocol, beliefs).hash,
        ),
        scenario_hash=beliefs.scenario.hash,
        beliefs_hash=beliefs.hash,
        seed=beliefs.seed,
        draws=beliefs.draws,
        assumptions=beliefs.assumptions,
        known_before=beliefs.known_before,
        not_known=beliefs.not_known,
        levels=LEVELS,
        predictions=tuple(
            _prediction(one, values[:, n]) for n, one in enumerate(beliefs.predictions)
        ),
        drawn={k: v for k, v in plain(beliefs).items() if k not in _SAID_APART},
    )
    return made.sealed()


def simulated(
    protocol: Protocol,
    beliefs: Beliefs,
    *,
    progress: Step = lambda what, done, total: None,
) -> Floats:
    """Every quantity in one trial for each draw, shape (draws, predictions); NaN: undefined.

    Draw i is replicate 0 of block i under the i-th scenario.
    """
    whole = completed(protocol, beliefs)
    rows = []
    for number, scenario in enumerate(scenarios(beliefs, whole)):
        drawn = draw(Study(whole, scenario), seed=beliefs.seed, block=number, keep=[0])
        rows.append([measured(one, drawn) for one in beliefs.predictions])
        progress("trials", number + 1, beliefs.draws)
    return np.array(rows, dtype=float)


def measured(question: Question, drawn: Draw) -> float:
    """A quantity in the first replicate of a draw; NaN where it does not exist."""
    match question.measure:
        case kinds.GuessShare() as one:
            return guesses.guess_share(one, drawn)
        case kinds.CorrectGuess() as one:
            return guesses.correct_guess(one, drawn)
        case kinds.BangIndex() as one:
            return guesses.bang_index(one, drawn)
        case kinds.JamesIndex() as one:
            return guesses.james_index(one, drawn)
        case kinds.Mean() as one:
            return outcomes.mean(one, drawn)
        case kinds.MeanDifference() as one:
            return outcomes.mean_difference(one, drawn)
        case kinds.Significant() as one:
            return outcomes.significant(one, drawn)
        case kinds.Left() as one:
            return events.left(one, drawn)
        case kinds.AdverseEvents() as one:
            return events.adverse_events(one, drawn)


def _prediction(question: Question, values: Floats) -> Prediction:
    seen = values[np.isfinite(values)]
    if 2 * seen.size < values.size:
        raise DocumentError(
            f"Prediction '{question.id}' does not exist in {values.size - seen.size} of "
            f"{values.size} simulated trials. Leave it out, or ask for another quantity."
        )
    event = isinstance(question.measure, kinds.Significant)
    quantiles = [] if event else np.quantile(seen, LEVELS).tolist()
    return Prediction(
        id=question.id,
        title=question.title,
        unit=kinds.unit_of(question.measure),
        measure=plain(question.measure),
        known_before=question.known_before,
        probability=_rounded((seen.sum() + 0.5) / (seen.size + 1)) if event else None,
        mean=None if event else _rounded(seen.mean()),
        quantiles=tuple(_rounded(one) for one in quantiles),
        undefined=int(values.size - seen.size),
    )


def _rounded(value: float) -> float:
    """A value as it is written down; 0 has no sign."""
    return float(f"{float(value):.{_DIGITS}g}") + 0.0
