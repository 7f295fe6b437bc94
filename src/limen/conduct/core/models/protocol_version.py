"""The versions of the protocol."""

from __future__ import annotations

from functools import lru_cache

from django.db import models

from limen.conduct.core.models.recorded import AppendOnly
from limen.protocol import Protocol, parse_protocol


class ProtocolVersion(AppendOnly):
    """A version of the protocol, from the moment it was applied; the latest is in force."""

    number = models.PositiveIntegerField(unique=True)  # 1, 2, ...
    label = models.CharField(max_length=80)  # the document's own `version`
    hash = models.CharField(max_length=64, unique=True)  # what it means
    text = models.TextField()  # the YAML as it was given
    applied_at = models.DateTimeField()
    reconsent = models.CharField(
        max_length=8,
        choices=[("never", "nobody"), ("ask", "as the committee says"), ("always", "everybody")],
        default="never",
    )
    reconsent_needed = models.BooleanField(default=False)  # what was decided, where it says `ask`
    reason = models.TextField(blank=True)

    class Meta:
        verbose_name = "protocol version"
        ordering = ("number",)

    def __str__(self) -> str:
        """`version 2 ("1.1")`."""
        return f'version {self.number} ("{self.label}")'

    @property
    def protocol(self) -> Protocol:
        """The document; parsed once per process and version."""
        return _parsed(self.text)


@lru_cache(maxsize=16)
def _parsed(text: str) -> Protocol:
    return parse_protocol(text)
