"""Consent: who agreed to which words."""

from __future__ import annotations

from django.db import models

from limen.conduct.core.models.free_text import FreeText
from limen.conduct.core.models.participant import Participant
from limen.conduct.core.models.protocol_version import ProtocolVersion
from limen.conduct.core.models.recorded import AppendOnly


class Consent(AppendOnly):
    """A participant's agreement to documents of one version."""

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="consents")
    version = models.ForeignKey(ProtocolVersion, on_delete=models.PROTECT, related_name="+")
    version_hash = models.CharField(max_length=64)  # over the hashes of all documents agreed to
    documents = models.TextField()  # canonical JSON: document -> SHA-256
    language = models.CharField(max_length=35)
    attempts = models.PositiveIntegerField(default=0)  # at the comprehension check
    signature = models.ForeignKey(
        FreeText, on_delete=models.PROTECT, null=True, related_name="+"
    )  # the name as typed
    signed_at = models.DateTimeField()
    entered_by = models.CharField(max_length=120, blank=True)  # staff, where it was on paper
