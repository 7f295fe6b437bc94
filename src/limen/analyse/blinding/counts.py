"""Guesses counted by what was given: per participant for resampling, in total for the indices."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from limen.analyse.layout import DONT_KNOW, Layout
from limen.errors import NoGuessesError
from limen.results import Bools, Floats, Ints


@dataclass(frozen=True, kw_only=True)
class GuessCounts:
    """How often each answer was given, by what had been taken.

    `answers[r, a, q]` counts the people who took `arms[a]` and guessed `arms[q]`; the last column
    counts "don't know". `ratings[r, b, k]` counts, for the reference (b = 0) and everything active
    (b = 1), the guesses with signed confidence `rating_values[k]`, from −1 (sure of the reference)
    over 0 (don't know) to 1 (sure of something active).
    """

    arms: tuple[str, ...]
    answers: Floats  # (R, A, A + 1)
    ratings: Floats | None = None  # (R, 2, K)
    rating_values: Floats | None = None  # (K,), ascending

    @property
    def total(self) -> Floats:
        """Everyone who was asked, shape (R, A)."""
        total: Floats = self.answers.sum(axis=2)
        return total

    @property
    def correct(self) -> Floats:
        """Everyone who named what they had taken, shape (R, A)."""
        return np.diagonal(self.answers, axis1=1, axis2=2)

    @property
    def unsure(self) -> Floats:
        """Everyone who said "don't know", shape (R, A)."""
        return self.answers[:, :, -1]

    @property
    def incorrect(self) -> Floats:
        """Everyone who named something else, shape (R, A)."""
        return self.total - self.correct - self.unsure

    @property
    def says_active(self) -> Floats:
        """Guesses "reference" and "something active" by reference and active, shape (R, 2, 2)."""
        received = np.stack([self.answers[:, 0], self.answers[:, 1:].sum(axis=1)], axis=1)
        return np.stack([received[:, :, 0], received[:, :, 1:-1].sum(axis=2)], axis=2)


@dataclass(frozen=True, kw_only=True)
class GuessesByParticipant:
    """The same counts for every participant, axes (R, N, ...): what the bootstrap resamples."""

    arms: tuple[str, ...]
    answers: Floats  # (R, N, A, A + 1)
    ratings: Floats | None = None  # (R, N, 2, K)
    rating_values: Floats | None = None

    def pooled(self) -> GuessCounts:
        """The counts of all participants together."""
        return GuessCounts(
            arms=self.arms,
            answers=self.answers.sum(axis=1),
            ratings=None if self.ratings is None else self.ratings.sum(axis=1),
            rating_values=self.rating_values,
        )

    def asked(self, replicate: int = 0) -> GuessesByParticipant:
        """One replicate, with the participants who were asked at least once."""
        keep = self.answers[replicate].sum(axis=(1, 2)) > 0
        ratings = None if self.ratings is None else self.ratings[replicate][None, keep]
        return replace(self, answers=self.answers[replicate][None, keep], ratings=ratings)

    def weighted(self, weights: Floats) -> GuessCounts:
        """Counts of the first replicate under participant weights (B, N): B replicates."""
        return GuessCounts(
            arms=self.arms,
            answers=np.tensordot(weights, self.answers[0], axes=1),
            ratings=None if self.ratings is None else np.tensordot(weights, self.ratings[0], 1),
            rating_values=self.rating_values,
        )


def first_replicate(layout: Layout) -> Layout:
    """The first replicate of a layout, with what an analysis of guesses needs of it."""
    names = ("value", "observed", "intervention", "guess", "confidence")
    arrays = {n: a[:1] for n in names if (a := getattr(layout, n)) is not None}
    return replace(layout, arm=None, baseline=None, period=None, day=None, covariates={}, **arrays)


def guesses_by_participant(layout: Layout) -> GuessesByParticipant:
    """Count a layout's guesses by participant, over all of its occasions.

    A guess counts whether or not the outcome was observed. Where confidence was asked, a guess
    without one is left out of `ratings` only; "don't know" has confidence 0. Raises
    `NoGuessesError` when the layout has no guesses or no interventions at all.
    """
    if layout.guess is None or layout.intervention is None:
        raise NoGuessesError(
            f"The layout of {layout.outcome!r} has no treatment guesses, so blinding cannot be "
            "assessed. Name the guess of the protocol under `guess_from`."
        )
    number = len(layout.interventions)
    answer = np.where(layout.guess == DONT_KNOW, number, layout.guess)
    counted = (layout.intervention >= 0) & (answer >= 0)
    answers = np.stack(
        [
            [
                (counted & (layout.intervention == a) & (answer == q)).sum(axis=2)
                for q in range(number + 1)
            ]
            for a in range(number)
        ]
    ).astype(float)
    guesses = GuessesByParticipant(
        arms=layout.interventions, answers=np.moveaxis(answers, (0, 1), (2, 3))
    )
    return _with_ratings(guesses, layout)


def refuse_a_silent_arm(guesses: GuessesByParticipant) -> None:
    """Raise `NoGuessesError` when nobody was asked after one of the interventions."""
    silent = guesses.answers.sum(axis=(0, 1, 3)) == 0
    if silent.any():
        names = ", ".join(repr(guesses.arms[a]) for a in np.flatnonzero(silent))
        raise NoGuessesError(
            f"No treatment guess was recorded after {names}, so blinding cannot be assessed. "
            "Check that guesses were asked in every arm, and that the allocations belong to them."
        )


def pooled_ratings(layout: Layout) -> tuple[Floats, Floats] | None:
    """Guesses by signed confidence of all participants together, and the confidences.

    Shapes (R, 2, K) and (K,), as in `GuessCounts`; None where no confidence was asked. It needs
    no room for each participant.
    """
    if layout.confidence is None or layout.guess is None or layout.intervention is None:
        return None
    rating, counted = _rated(layout.guess, layout.intervention, layout.confidence)
    values, place = np.unique(rating[counted], return_inverse=True)
    r, n, t = np.nonzero(counted)
    active = layout.intervention[r, n, t] > 0
    cell = (2 * r + active) * values.size + place
    shape = (layout.replicates, 2, values.size)
    ratings = np.bincount(cell, minlength=int(np.prod(shape))).astype(float)
    return ratings.reshape(shape), values


def _rated(guess: Ints, intervention: Ints, confidence: Floats) -> tuple[Floats, Bools]:
    """Signed confidence, and which rows have one, both (R, N, T)."""
    sign = np.select([guess > 0, guess == 0], [1.0, -1.0], 0.0)
    rating = np.where(guess == DONT_KNOW, 0.0, sign * confidence)
    return rating, (intervention >= 0) & (guess >= DONT_KNOW) & np.isfinite(rating)


def _with_ratings(guesses: GuessesByParticipant, layout: Layout) -> GuessesByParticipant:
    if layout.confidence is None or layout.guess is None or layout.intervention is None:
        return guesses
    rating, counted = _rated(layout.guess, layout.intervention, layout.confidence)
    values = np.unique(rating[counted])
    active = layout.intervention > 0
    if not (counted & active).any() or not (counted & ~active).any():
        return guesses
    ratings = np.zeros((*layout.value.shape[:2], 2, values.size))
    r, n, t = np.nonzero(counted)
    place = np.searchsorted(values, rating[r, n, t])
    np.add.at(ratings, (r, n, active[r, n, t].astype(np.int64), place), 1.0)
    return replace(guesses, ratings=ratings, rating_values=values)
