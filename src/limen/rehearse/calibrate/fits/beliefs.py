"""Noticing and belief from repeated guesses: signal detection with a criterion per person."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from limen.errors import AnalysisError
from limen.protocol.document.measurement import Guess
from limen.rehearse.calibrate.fits.estimating import Solved, solve, solve_given
from limen.rehearse.calibrate.records.record import Record
from limen.results import Bools, Floats, Ints

_NODES = 20
_FEWEST = 10  # answers of a kind, below which nothing is learned from them


@dataclass(frozen=True, kw_only=True)
class Answers:
    """Answers (N, T) to one guess that count: given after a dose whose content is known.

    `terms` (N, T, p) are what may make a person lean: what the last dose held, its side effects,
    prior expectation. Two answers after the same `dose` rest on the same evidence.
    """

    guess: str
    names: tuple[str, ...]  # p paths in the scenario
    terms: Floats
    belief: Floats  # 1 active, 0.5 don't know, 0 not; NaN where not counted
    confidence: Floats
    dose: Ints
    dont_know: bool

    @property
    def seen(self) -> Bools:
        """Which answers count."""
        return np.isfinite(self.belief)


@dataclass(frozen=True, kw_only=True)
class BeliefFit:
    """Parameters of the scenario's belief, in the order of `names`, and what they came from.

    `variance` is that of the criterion between people, which may come out below 0; None where
    nobody answered after two doses. `leaning` (N, T) is the mean leaning of each answer.
    """

    answers: Answers
    names: tuple[str, ...]
    solved: Solved
    variance: Solved | None
    confidence: Solved | None

    @property
    def of(self) -> dict[str, float]:
        """Values by name."""
        return dict(zip(self.names, self.solved.value.tolist(), strict=True))


def main_guess(record: Record) -> Guess | None:
    """The participants' guess that says most: about an administration, else a period, else the arm.

    Of several about the same, that with most answers; None without any.
    """
    kinds = {one.id: one.kind for one in record.study.protocol.respondents}
    order = ("administration", "period", "arm")
    ranked = [
        (order.index(str(one.about)), -int(np.isfinite(said).sum()), one)
        for one in record.study.guesses
        if kinds.get(str(one.respondent), "participant") == "participant"
        for said in [record.said(one.id)]
        if np.isfinite(said).any()
    ]
    return min(ranked, key=lambda found: found[:2], default=(0, 0, None))[2]


def answers_of(record: Record, guess: Guess, standing: Floats | None) -> Answers:
    """The answers to a guess with what may have moved them."""
    study, line = record.study, record.study.timeline
    belief = record.said(guess.id)
    names = study.protocol.occasion_ids(*guess.occasions)
    days = [int(line.occasion_day[line.occasion_index[name]]) for name in names]
    dose = np.stack([_last_taken(record, day) for day in days], axis=-1)
    held = np.take_along_axis(_contents(record), np.maximum(dose, 0), axis=1)
    suffered = np.take_along_axis(_suffered(record), np.maximum(dose, 0), axis=1)
    known = (dose >= 0) & (held >= 0)
    counted = np.where(known, belief, np.nan)
    found: list[tuple[str, Floats]] = []
    for k, name in enumerate(study.interventions[1:], start=1):
        found.append((f"noticing.d_prime.interventions.{name}", (held == k).astype(float)))
    found.append(("belief.side_effects", suffered.astype(float)))
    if standing is not None:
        filled = np.where(np.isfinite(standing), standing, 0.0)
        found.append(("belief.expectation", np.repeat(filled[:, np.newaxis], len(days), axis=1)))
    seen = np.isfinite(counted)
    kept = [(name, np.asarray(v, dtype=float)) for name, v in found if _enough(v, seen)]
    return Answers(
        guess=guess.id,
        names=tuple(name for name, _ in kept),
        terms=np.stack([values for _, values in kept], -1) if kept else np.zeros((*seen.shape, 0)),
        belief=counted,
        confidence=np.where(seen, record.confidence[guess.id], np.nan),
        dose=dose,
        dont_know=bool(np.any(counted == 0.5)),
    )


def _contents(record: Record) -> Ints:
    """What each dose held, (N, D); without doses, what each period gave."""
    return record.content if record.content.shape[1] else record.given


def _suffered(record: Record) -> Ints:
    return record.suffered if record.content.shape[1] else np.zeros_like(record.given)


def _last_taken(record: Record, day: int) -> Ints:
    """The last dose taken by a day, (N,), -1 for none; without doses the period."""
    line = record.study.timeline
    if not record.content.shape[1]:
        return np.full(record.people, int(line.period[day]) if line.begun[day] else -1)
    due = int(line.doses_by[day])
    order = np.arange(due)
    last: Ints = np.where(record.taken[:, :due], order, -1).max(axis=1, initial=-1)
    return last


def _enough(values: Floats | Bools, seen: Bools) -> bool:
    """Whether a term is there in enough answers, and not there in enough."""
    there = np.asarray(values, dtype=float)[seen]
    return bool((there != 0).sum() >= _FEWEST and np.ptp(there) > 0 if there.size else False)


def fit_beliefs(answers: Answers) -> BeliefFit:
    r"""Fit $P(\text{active}) = \Phi((x^\top \theta - k) / \sqrt{1 + s^2})$, and s from pairs.

    The margins are a probit with working independence; "don't know" gives a second threshold.
    Given them, s² solves $\sum r_t r_{t'} = \sum E[r_t r_{t'}]$ over pairs of a person's answers
    after different doses, r what an answer exceeds its mean by; and the scale of confidence κ
    solves that of the mean confidence, $P(|Z| < \kappa |L|) = 1 - 4 T(h, 1/(\kappa \tau))$ with
    Owen's T, $L \sim N(\eta, \tau^2)$ and $h = \kappa\eta/\sqrt{1 + \kappa^2\tau^2}$. The
    standard errors of each allow for those of the parameters before it, and for people.

    Raises `AnalysisError` where answers of a kind are too few, or all alike.
    """
    _refuse_alike(answers)
    size = len(answers.names) + 1 + answers.dont_know
    found = solve(_margins(answers), _start(answers))
    paired = _paired(answers)
    if paired:
        pairs = _pairs(answers)
        found = found.joined(solve_given(pairs, np.array([0.2]), found))
    sure = np.isfinite(answers.confidence)
    confidence = None
    if sure.sum() >= _FEWEST and np.nanmax(answers.confidence) > 0:
        confidence = solve_given(_confident(answers, paired), np.ones(1), found)
    return _scaled(answers, found, size, confidence)


def _refuse_alike(answers: Answers) -> None:
    belief = answers.belief[answers.seen]
    if min((belief == 1).sum(), (belief == 0).sum()) < _FEWEST:
        raise AnalysisError(
            f"Fewer than {_FEWEST} answers said active, or fewer than {_FEWEST} said that it was "
            "not."
        )


def _start(answers: Answers) -> Floats:
    """Scaled parameters to begin with: θ, −k, and half the width of undecided."""
    from scipy.special import ndtri

    belief = answers.belief[answers.seen]
    upper, lower = ndtri(np.mean(belief == 1)), ndtri(np.clip(np.mean(belief > 0), None, 0.999))
    start = np.append(np.zeros(len(answers.names)), (upper + lower) / 2)
    return np.append(start, (lower - upper) / 2) if answers.dont_know else start


def _linear(answers: Answers, at: Floats) -> Floats:
    """The scaled mean leaning of each answer, (N, T)."""
    p = len(answers.names)
    return np.asarray(answers.terms @ at[:p] + at[p])


def _thresholds(answers: Answers, at: Floats) -> tuple[tuple[float, float], ...]:
    """(shift, belief above which an answer counts as yes) of each margin."""
    if not answers.dont_know:
        return ((0.0, 0.75),)
    width = float(at[len(answers.names) + 1])
    return ((-width, 0.75), (width, 0.25))


def _margins(answers: Answers) -> Callable[[Floats], Floats]:
    p = len(answers.names)
    ones = np.ones((*answers.belief.shape, 1))

    def functions(at: Floats) -> Floats:
        eta, total = _linear(answers, at), 0.0
        for shift, limit in _thresholds(answers, at):
            score = _score(eta + shift, answers.belief > limit)
            score = np.where(answers.seen, score, 0.0)
            x = np.concatenate([answers.terms, ones], axis=-1)
            if answers.dont_know:
                x = np.concatenate([x, np.sign(shift) * ones * np.sign(at[p + 1])], axis=-1)
            total = total + np.einsum("nt,ntp->np", score, x)
        return np.asarray(total)

    return functions


def _score(eta: Floats, yes: Bools) -> Floats:
    """The score of a probit, d log P / d η."""
    from scipy.special import log_ndtr

    sign = np.where(yes, 1.0, -1.0)
    inside = np.clip(sign * eta, -30, 30)
    return np.asarray(sign * np.exp(-0.5 * inside**2 - 0.9189385332046727 - log_ndtr(inside)))


def _paired(answers: Answers) -> bool:
    doses = np.where(answers.seen, answers.dose, -1)
    several = [len(set(row[row >= 0].tolist())) > 1 for row in doses]
    return int(np.sum(several)) >= _FEWEST


def _pairs(answers: Answers) -> Callable[[Floats, Floats], Floats]:
    """Products of a person's answers after different doses, against those expected with s²."""
    from scipy.special import ndtr

    nodes, weights = np.polynomial.hermite_e.hermegauss(_NODES)
    weights = weights / weights.sum()
    groups = _by_dose(answers)

    def between(values: Floats) -> Floats:
        """Σ over pairs of different doses; values (N, T, ...)."""
        sums = np.einsum("ntg,nt...->ng...", groups, values)
        return np.asarray((sums.sum(axis=1) ** 2 - (sums**2).sum(axis=1)) / 2)

    def functions(own: Floats, at: Floats) -> Floats:
        variance = float(own[0])
        stretch, spread = np.sqrt(1 + max(variance, 0.0)), np.sqrt(abs(variance))
        eta = _linear(answers, at)[..., np.newaxis]
        mean: Floats | float = 0.0
        given: Floats | float = 0.0
        limits = _thresholds(answers, at)
        for shift, _ in limits:
            mean = mean + ndtr(eta + shift) / len(limits)
            given = given + ndtr((eta + shift) * stretch + spread * nodes) / len(limits)
        mean, given = np.asarray(mean), np.asarray(given)
        seen = answers.seen[..., np.newaxis]
        belief = np.where(answers.seen, answers.belief, 0.0)[..., np.newaxis]
        observed = between(np.where(seen, belief - mean, 0.0))[:, 0]
        expected = between(np.where(seen, given - mean, 0.0)) @ weights
        return np.asarray(observed - np.sign(variance) * expected)[:, np.newaxis]

    return functions


def _by_dose(answers: Answers) -> Floats:
    """Which answers follow which dose, (N, T, doses)."""
    doses = np.arange(int(answers.dose.max()) + 1)
    return (
        np.asarray((answers.dose[..., np.newaxis] == doses) & answers.seen[..., np.newaxis]) * 1.0
    )


def _confident(answers: Answers, paired: bool) -> Callable[[Floats, Floats], Floats]:
    sure = np.isfinite(answers.confidence)
    said = np.where(sure, answers.confidence, 0.0)

    def functions(own: Floats, at: Floats) -> Floats:
        spread = float(np.sqrt(1 + max(float(at[-1]), 0.0))) if paired else 1.0
        expected = mean_confidence(_linear(answers, at) * spread, spread, float(own[0]))
        return np.asarray(np.where(sure, said - expected, 0.0).sum(axis=1, keepdims=True))

    return functions


def mean_confidence(leaning: Floats, spread: float, scale: float) -> Floats:
    """E[2Φ(κ|L|) − 1] for L ~ N(`leaning`, `spread`²) and κ = `scale`."""
    from scipy.special import owens_t

    scale = max(scale, 1e-6)
    height = scale * leaning / np.sqrt(1 + (scale * spread) ** 2)
    return np.asarray(1 - 4 * owens_t(height, 1 / (scale * spread)))


def _scaled(answers: Answers, found: Solved, size: int, confidence: Solved | None) -> BeliefFit:
    """From scaled parameters to the scenario's: times √(1 + s²), −k to k."""
    p = len(answers.names)
    names = (*answers.names, "belief.criterion", *(["belief.undecided"] * answers.dont_know))
    paired = len(found.value) > size

    def turned(at: Floats) -> Floats:
        stretch = np.sqrt(1 + max(float(at[size]), 0.0)) if paired else 1.0
        values = at[:size] * stretch
        values[p] = -values[p]
        if answers.dont_know:
            values[p + 1] = abs(values[p + 1])
        return np.asarray(values)

    return BeliefFit(
        answers=answers,
        names=names,
        solved=found.turned(turned),
        variance=found.picked(size) if paired else None,
        confidence=confidence,
    )
