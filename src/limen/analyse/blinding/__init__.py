"""Blinding: who guessed what, when, and whether they could tell."""

from limen.analyse.blinding.assess import blinding
from limen.analyse.blinding.counts import GuessCounts, GuessesByParticipant, guesses_by_participant
from limen.analyse.blinding.indices import INDICES, BlindingIndex

__all__ = [
    "INDICES",
    "BlindingIndex",
    "GuessCounts",
    "GuessesByParticipant",
    "blinding",
    "guesses_by_participant",
]
