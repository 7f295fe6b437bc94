"""Adverse events: what befell people, whatever the cause."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from limen.conduct.core.models.free_text import FreeText
from limen.conduct.core.models.participant import Participant
from limen.conduct.core.models.recorded import AppendOnly
from limen.conduct.core.models.submission import Submission


class AdverseEvent(AppendOnly):
    """A version of the report of one adverse event; the highest version counts.

    Seriousness, severity, relatedness and expectedness are four judgements; each may be unknown.
    """

    participant = models.ForeignKey(
        Participant, on_delete=models.PROTECT, related_name="adverse_events"
    )
    submission = models.ForeignKey(
        Submission, on_delete=models.PROTECT, null=True, related_name="+"
    )
    number = models.PositiveIntegerField()  # of the participant's events; the first is 1
    version = models.PositiveIntegerField(default=1)
    term = models.CharField(max_length=200, blank=True)  # one of a list
    description = models.ForeignKey(FreeText, on_delete=models.PROTECT, null=True, related_name="+")
    narrative = models.ForeignKey(
        FreeText, on_delete=models.PROTECT, null=True, related_name="+"
    )  # an investigator's account
    answers = models.TextField(null=True)  # canonical JSON: the report as given, without its words
    coded_term = models.CharField(max_length=200, blank=True)
    dictionary = models.CharField(max_length=80, blank=True)
    onset_at = models.DateTimeField(null=True)
    onset_day = models.IntegerField(null=True)  # study day
    end_day = models.IntegerField(null=True)
    serious = models.BooleanField(null=True)
    seriousness_criterion = models.CharField(max_length=80, blank=True)
    severity_grade = models.PositiveIntegerField(null=True)  # 1 to 5
    relatedness = models.CharField(max_length=16, blank=True)
    expectedness = models.CharField(max_length=16, blank=True)
    action = models.CharField(max_length=80, blank=True)
    outcome = models.CharField(max_length=80, blank=True)
    voided = models.BooleanField(default=False)  # entered by mistake
    reported_by = models.CharField(max_length=64, default="participant")  # a respondent
    reason = models.TextField(blank=True)  # why there is a new version
    entered_at = models.DateTimeField()

    class Meta:
        verbose_name = "adverse event"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("participant", "number", "version"), name="one_adverse_event_version"
            )
        ]
