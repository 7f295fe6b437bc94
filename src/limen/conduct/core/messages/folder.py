"""Demonstrations send no e-mail: they write it into a folder, where people can look at it.

Whoever is erased, their letters are deleted from it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from limen.conduct.core.deployment import Deployment
from limen.conduct.core.messages.mailer import as_sent
from limen.conduct.core.served import served


class EmailBackend(BaseEmailBackend):
    """Writes each message as a file `outbox/NAME.eml` of the deployment's folder.

    The name follows from the Message-ID, so that the same message is there once.
    """

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write the messages; return how many."""
        folder = outbox(served())
        folder.mkdir(mode=0o700, exist_ok=True)
        for email in email_messages:
            name = _name(email.extra_headers["Message-ID"])
            part = folder / f"{name}.part"
            part.write_bytes(as_sent(email))
            part.chmod(0o600)
            part.replace(folder / f"{name}.eml")
        return len(email_messages)


def outbox(deployment: Deployment) -> Path:
    """Return the folder in which a demonstration's e-mails lie."""
    return deployment.folder / "outbox"


def delete_letters(ids: Iterable[str]) -> None:
    """Delete the letters with these Message-IDs, those half written too."""
    folder = outbox(served())
    for name in map(_name, ids) if folder.is_dir() else ():
        for kind in ("eml", "part"):
            (folder / f"{name}.{kind}").unlink(missing_ok=True)


def _name(message_id: str) -> str:
    return re.sub(r"[^0-9a-z]", "", message_id.partition("@")[0])
