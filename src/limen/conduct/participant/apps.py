"""The Django application of the participants' pages."""

from __future__ import annotations

from django.apps import AppConfig


class ParticipantConfig(AppConfig):
    """Pages for participants; it has no tables of its own."""

    name = "limen.conduct.participant"
    label = "participant"
    verbose_name = "Participants"
