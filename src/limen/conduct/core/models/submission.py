"""Submissions: what arrived, once, with the clock of the device that sent it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from limen.conduct.core.models.occasion import Occasion
from limen.conduct.core.models.participant import Participant
from limen.conduct.core.models.recorded import AppendOnly


class Submission(AppendOnly):
    """Something that was sent, under an id made by the device or with the page.

    Sent twice, it is stored once: `client_id` is unique. `content_hash` tells a repetition from
    another content under the same id.
    """

    client_id = models.UUIDField(unique=True)
    participant = models.ForeignKey(
        Participant, on_delete=models.PROTECT, related_name="submissions"
    )
    occasion = models.ForeignKey(
        Occasion, on_delete=models.PROTECT, null=True, related_name="submissions"
    )  # None: outside of any, such as an adverse event
    page = models.CharField(max_length=80, blank=True)  # what was filled in: a page, an instrument
    final = models.BooleanField(default=True)  # False: a part, more of the occasion follows
    received_at = models.DateTimeField()
    client_at = models.DateTimeField(null=True)  # what the device's clock said
    client_offset_minutes = models.IntegerField(null=True)  # its distance from UTC
    late = models.BooleanField(default=False)
    verdict = models.CharField(
        max_length=12, blank=True
    )  # in_time, late, again, set_aside, too_early, withdrawn: see `occasions.verdict`
    language = models.CharField(max_length=35, blank=True)
    respondent = models.CharField(max_length=64, default="participant")
    entered_by = models.CharField(max_length=120, blank=True)  # staff, where they entered it
    content_hash = models.CharField(max_length=64)

    class Meta:
        indexes: ClassVar = [models.Index(fields=("participant", "received_at"))]
