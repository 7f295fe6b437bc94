"""Hands e-mails over, and tells apart what was refused from what nobody can know."""

from __future__ import annotations

import re
import smtplib
from collections.abc import Callable
from contextlib import suppress
from email.utils import parseaddr
from types import TracebackType

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.smtp import EmailBackend as SmtpBackend


class RefusedError(Exception):
    """Not a word of the message left.

    `final`: asking again would not help. `unreachable`: there was not even a connection.
    """

    def __init__(self, detail: str, *, final: bool = False, unreachable: bool = False) -> None:
        super().__init__(detail)
        self.detail = detail
        self.final = final
        self.unreachable = unreachable


class UncertainError(Exception):
    """Words had begun to leave, and no "taken" came back."""

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


class LostError(Exception):
    """Somebody else has the message by now, so it must not leave here."""


def mail_leaves() -> bool:
    """Whether any e-mail can leave: by a mail server, or into a demonstration's folder."""
    backend: str = settings.EMAIL_BACKEND
    return not backend.endswith(".dummy.EmailBackend")


class Mailer:
    """One connection to the mail server for a round of messages, opened when first needed.

    SMTP is spoken step by step, because only so does it show at which step it broke: up to the
    reply to DATA nothing has been handed over; after the first byte of the words only "250" is an
    answer.
    """

    def __init__(self) -> None:
        self._connection = get_connection(fail_silently=False)
        self._used = False

    def __enter__(self) -> Mailer:
        """Return itself; nothing is opened yet."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close what is open."""
        self.close()

    def close(self) -> None:
        """End the connection, whatever state it is in; the next message opens another."""
        with suppress(OSError, smtplib.SMTPException):
            self._connection.close()
        if isinstance(self._connection, SmtpBackend):
            self._connection.connection = None
        self._used = False

    def hand_over(self, message: EmailMessage, begin: Callable[[], bool]) -> str:
        """Hand a message over; return the provider's word for it.

        `begin` is called when everything is ready, right before the first byte of the words leaves.
        If it says False, none does: `LostError`. `RefusedError` if it was refused before that,
        `UncertainError` if anything but "taken" happens after it.
        """
        if isinstance(self._connection, SmtpBackend):
            smtp = self._ready()
            try:
                return _by_smtp(smtp, message, begin)
            except RefusedError:
                if not _reset(smtp):
                    self.close()
                raise
            except BaseException:
                self.close()
                raise
        if not begin():
            raise LostError
        try:
            taken = self._connection.send_messages([message])
        except Exception as error:
            raise UncertainError(type(error).__name__) from None
        if not taken:
            raise UncertainError("it was not said to be taken")
        return "taken"

    def _ready(self) -> smtplib.SMTP:
        """Return an open connection that answers."""
        backend = self._connection
        assert isinstance(backend, SmtpBackend)
        if self._used and backend.connection is not None and not _reset(backend.connection):
            self.close()
        if backend.connection is None:
            try:
                backend.open()
            except smtplib.SMTPResponseException as error:
                raise RefusedError(f"{error.smtp_code} at sign-in", unreachable=True) from None
            except (OSError, smtplib.SMTPException) as error:
                detail = f"no connection: {type(error).__name__}"
                raise RefusedError(detail, unreachable=True) from None
        self._used = True
        smtp = backend.connection
        assert smtp is not None
        return smtp


def as_sent(message: EmailMessage) -> bytes:
    """Return a message as its bytes travel: lines end with CR LF."""
    return re.sub(rb"\r\n|\r|\n", b"\r\n", message.message().as_bytes())


def _by_smtp(smtp: smtplib.SMTP, message: EmailMessage, begin: Callable[[], bool]) -> str:
    """Speak SMTP for one message."""
    content = as_sent(message)
    sender = _bare(message.from_email)
    try:
        smtp.ehlo_or_helo_if_needed()
        _expect(smtp.mail(sender), "sender")
        for recipient in message.recipients():
            _expect(smtp.rcpt(recipient), "recipient", final=True)
        smtp.putcmd("data")
        _expect(smtp.getreply(), "start")
    except (OSError, smtplib.SMTPException) as error:
        raise RefusedError(f"broke off before the message: {type(error).__name__}") from None
    if not begin():
        raise LostError  # the connection is closed: after DATA there is no other way to say nothing
    try:
        smtp.send(_dotted(content))
        code, _ = smtp.getreply()
    except (OSError, smtplib.SMTPException) as error:
        raise UncertainError(f"broke off in the message: {type(error).__name__}") from None
    if code != 250:
        raise UncertainError(f"{code} after the message")
    return str(code)


def _expect(reply: tuple[int, bytes], step: str, *, final: bool = False) -> None:
    """Go on if the server does. A recipient refused with 5xx is refused for good."""
    code, _ = reply  # the text of a reply may repeat the address: it is kept nowhere
    if code not in (250, 251, 354):
        raise RefusedError(f"{code} at {step}", final=final and code >= 500)


def _reset(smtp: smtplib.SMTP) -> bool:
    """Whether the connection still answers, and begins anew."""
    try:
        return smtp.rset()[0] == 250
    except (OSError, smtplib.SMTPException):
        return False


def _bare(address: str) -> str:
    """Return the address without the name before it."""
    return parseaddr(address)[1]


def _dotted(content: bytes) -> bytes:
    """Return the content as SMTP sends it: dots doubled at the start of lines, and its end."""
    lines = content.replace(b"\r\n.", b"\r\n..")
    if lines.startswith(b"."):
        lines = b"." + lines
    return lines + (b"" if lines.endswith(b"\r\n") else b"\r\n") + b".\r\n"
