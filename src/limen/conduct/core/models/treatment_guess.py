"""Treatment guesses: what somebody thinks was given."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from limen.conduct.core.models.free_text import FreeText
from limen.conduct.core.models.occasion import Occasion
from limen.conduct.core.models.participant import Participant
from limen.conduct.core.models.recorded import AppendOnly
from limen.conduct.core.models.submission import Submission


class TreatmentGuess(AppendOnly):
    """An answer to a treatment guess of the protocol. It is asked once: there are no versions."""

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="guesses")
    occasion = models.ForeignKey(Occasion, on_delete=models.PROTECT, related_name="guesses")
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="+")
    guess = models.CharField(max_length=64)  # its definition in the protocol
    about = models.CharField(max_length=16)  # administration, period, arm
    answer = models.CharField(max_length=64)  # an option, `dont_know`, or `declined`
    confidence_percent = models.FloatField(null=True)
    reason = models.CharField(max_length=64, blank=True)  # what it rests on: one of a list
    reason_text = models.ForeignKey(FreeText, on_delete=models.PROTECT, null=True, related_name="+")
    respondent = models.CharField(max_length=64, default="participant")
    entered_at = models.DateTimeField()

    class Meta:
        verbose_name = "treatment guess"
        verbose_name_plural = "treatment guesses"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("occasion", "guess", "respondent"), name="one_guess_each_time"
            )
        ]
