"""A forecast against what was observed: each prediction, and all of them together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log

import numpy as np

from limen.errors import DocumentError
from limen.rehearse.forecast.document import Forecast, Prediction
from limen.rehearse.forecast.scoring.outcomes import Observed
from limen.rehearse.forecast.scoring.quantiles import crps, pinball, pit, within

SHARES = (0.5, 0.9, 0.95)


@dataclass(frozen=True, kw_only=True)
class Scored:
    """A prediction and its outcome; what does not apply is None.

    `brier` is (p − y)² and `log_score` −log of the probability of what happened, for an event.
    """

    prediction: Prediction
    observed: Observed
    inside: tuple[bool, ...] = ()  # the central intervals of SHARES
    pit: float | None = None
    crps: float | None = None
    pinball: float | None = None
    brier: float | None = None
    log_score: float | None = None

    @property
    def counts(self) -> bool:
        """Whether nothing was known of the outcome before: only then it is in the summary."""
        return self.prediction.known_before is None


@dataclass(frozen=True, kw_only=True)
class Score:
    """All predictions of a forecast that have an outcome, and those that have none yet."""

    forecast: Forecast
    scored: tuple[Scored, ...]
    open: tuple[str, ...]  # ids without an outcome


def score(forecast: Forecast, outcomes: Sequence[Observed]) -> Score:
    """Score a forecast; `DocumentError` if it was changed since it was made."""
    if forecast.hash != forecast.content_hash:
        raise DocumentError(
            f"Forecast '{forecast.id}' was changed after {forecast.made_on}, and is not scored."
        )
    known = {one.id: one for one in forecast.predictions}
    scored = tuple(_scored(known[one.prediction], one, forecast.levels) for one in outcomes)
    done = {one.prediction for one in outcomes}
    return Score(forecast=forecast, scored=scored, open=tuple(id for id in known if id not in done))


def _scored(prediction: Prediction, observed: Observed, levels: Sequence[float]) -> Scored:
    value = observed.value
    if prediction.probability is not None:
        p = prediction.probability
        chance = p if value else 1 - p
        return Scored(
            prediction=prediction,
            observed=observed,
            brier=(p - value) ** 2,
            log_score=-log(chance) if chance > 0 else float("inf"),
        )
    quantiles, at = np.array(prediction.quantiles), np.array(levels)
    return Scored(
        prediction=prediction,
        observed=observed,
        inside=tuple(within(value, share, quantiles, at) for share in SHARES),
        pit=pit(value, quantiles, at),
        crps=crps(value, quantiles, at),
        pinball=pinball(value, quantiles, at),
    )
