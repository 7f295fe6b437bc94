"""Scores: what follows from responses by an instrument's rules."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from limen.conduct.core.models.occasion import Occasion
from limen.conduct.core.models.participant import Participant
from limen.conduct.core.models.recorded import AppendOnly


class Score(AppendOnly):
    """A version of what an instrument gave for one subscale; the highest version counts."""

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="scores")
    occasion = models.ForeignKey(Occasion, on_delete=models.PROTECT, related_name="scores")
    instrument = models.CharField(max_length=64)
    instrument_version = models.CharField(max_length=40)
    text_hash = models.CharField(max_length=64, blank=True)
    scoring_version = models.CharField(max_length=80)
    subscale = models.CharField(max_length=64)
    value = models.FloatField(null=True)  # None: it cannot be computed from what was answered
    label = models.CharField(max_length=80, blank=True)  # a derived result that is a word
    respondent = models.CharField(max_length=64, default="participant")
    version = models.PositiveIntegerField(default=1)
    computed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("occasion", "instrument", "subscale", "respondent", "version"),
                name="one_score_version",
            )
        ]
