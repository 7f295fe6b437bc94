"""The documents that participants agree to."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from limen.conduct.core.models.protocol_version import ProtocolVersion
from limen.conduct.core.models.recorded import AppendOnly


class ConsentDocument(AppendOnly):
    """The words of a document that the protocol pins by its hash."""

    version = models.ForeignKey(ProtocolVersion, on_delete=models.PROTECT, related_name="documents")
    identifier = models.CharField(max_length=64)  # as in the protocol
    title = models.TextField()
    label = models.CharField(max_length=80)  # its version as printed
    language = models.CharField(max_length=35)
    sha256 = models.CharField(max_length=64, db_index=True)  # of the file
    text = models.TextField()  # Markdown

    class Meta:
        verbose_name = "consent document"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("version", "identifier", "language"), name="one_document_per_version"
            )
        ]
