"""Expectancies: what somebody expects of an intervention."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from limen.conduct.core.models.occasion import Occasion
from limen.conduct.core.models.participant import Participant
from limen.conduct.core.models.recorded import AppendOnly
from limen.conduct.core.models.submission import Submission


class ExpectancyAnswer(AppendOnly):
    """What is expected of an intervention, asked before allocation; locked as soon as given."""

    participant = models.ForeignKey(
        Participant, on_delete=models.PROTECT, related_name="expectancies"
    )
    occasion = models.ForeignKey(Occasion, on_delete=models.PROTECT, related_name="expectancies")
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=64)  # its definition in the protocol
    intervention = models.CharField(max_length=64, blank=True)  # blank: of the study's treatment
    outcome = models.CharField(max_length=64, blank=True)
    expectation = models.FloatField(null=True)  # None: preferred not to say
    respondent = models.CharField(max_length=64, default="participant")
    entered_at = models.DateTimeField()

    class Meta:
        verbose_name = "expectancy answer"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("participant", "name", "intervention", "outcome", "respondent"),
                name="one_expectancy_each",
            )
        ]
