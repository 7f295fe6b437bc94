"""Demonstrations send no e-mail: they write it into a folder, where people can look at it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class EmailBackend(BaseEmailBackend):
    """Writes each message as a file `outbox/NAME.eml` of the deployment's folder.

    The name follows from the Message-ID, so that the same message is there once.
    """

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write the messages; return how many."""
        folder = Path(settings.LIMEN_FOLDER) / "outbox"
        folder.mkdir(mode=0o700, exist_ok=True)
        for email in email_messages:
            message = email.message()
            name = re.sub(r"[^0-9a-z]", "", str(message["Message-ID"]).partition("@")[0].lower())
            part = folder / f"{name}.part"
            part.write_bytes(message.as_bytes(linesep="\r\n"))
            part.chmod(0o600)
            part.replace(folder / f"{name}.eml")
        return len(email_messages)
