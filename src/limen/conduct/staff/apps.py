"""The Django application of the study team's pages."""

from __future__ import annotations

from django.apps import AppConfig


class StaffConfig(AppConfig):
    """Pages for the study team; it has no tables of its own."""

    name = "limen.conduct.staff"
    label = "staff"
    verbose_name = "Staff"
