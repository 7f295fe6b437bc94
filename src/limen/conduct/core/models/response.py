"""Responses: versions, never edits."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from limen.conduct.core.models.free_text import FreeText
from limen.conduct.core.models.occasion import Occasion
from limen.conduct.core.models.participant import Participant
from limen.conduct.core.models.recorded import AppendOnly
from limen.conduct.core.models.submission import Submission


class Response(AppendOnly):
    """A version of the answer to one item; the highest version counts.

    Words of the participant's own are a `FreeText`; `value` is then empty.
    """

    class State(models.TextChoices):
        """Why there is an answer or none; the words of a dataset."""

        ANSWERED = "answered", "Answered"
        NOT_APPLICABLE = "not_applicable", "Not applicable"
        SKIPPED = "skipped", "Skipped by a rule"
        DECLINED = "declined", "Preferred not to say"
        MISSING = "missing", "Missing"

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="responses")
    occasion = models.ForeignKey(Occasion, on_delete=models.PROTECT, related_name="responses")
    submission = models.ForeignKey(
        Submission, on_delete=models.PROTECT, null=True, related_name="responses"
    )  # None: a correction by staff
    instrument = models.CharField(max_length=64)
    instrument_version = models.CharField(max_length=40)
    text_hash = models.CharField(max_length=64, blank=True)  # SHA-256 of the wording that was read
    language = models.CharField(max_length=35, blank=True)
    item = models.CharField(max_length=64)
    value = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=16, choices=State.choices)
    free_text = models.ForeignKey(FreeText, on_delete=models.PROTECT, null=True, related_name="+")
    respondent = models.CharField(max_length=64, default="participant")
    version = models.PositiveIntegerField(default=1)
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="superseded_by"
    )
    reason = models.TextField(blank=True)  # why it was corrected; never blank after version 1
    entered_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("occasion", "instrument", "item", "respondent", "version"),
                name="one_response_version",
            ),
            models.CheckConstraint(
                condition=models.Q(version=1) | ~models.Q(reason=""),
                name="a_correction_has_a_reason",
            ),
        ]
