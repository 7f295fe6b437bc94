"""Links in messages: signed, over after a while, and without any right to the diary.

A link opens a page with a button; only the button (POST) does something. None signs anybody in.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from hashlib import sha256

from django.conf import settings
from django.core import signing
from django.urls import reverse

from limen.conduct.core import clock
from limen.conduct.core.models import ContactDetail, OutboxMessage

_SALT = "limen.conduct.messages.links"


class Use(StrEnum):
    """What a link is for."""

    CONFIRM = "confirm"
    """Confirm the address that it was sent to."""
    OPEN = "open"
    """Go on to today's page."""
    OFF = "off"
    """Turn reminders off."""


VALID_FOR = {
    Use.CONFIRM: timedelta(days=3),
    Use.OPEN: timedelta(days=30),
    Use.OFF: timedelta(days=365),
}


@dataclass(frozen=True)
class Link:
    """What a link says, once its signature was found good: for which row, and of which state."""

    use: Use
    row: int
    mark: str


def open_token(message: OutboxMessage) -> str:
    """Return the token of a reminder's link."""
    return _token(Use.OPEN, message.pk, "")


def address_token(use: Use, contact: ContactDetail) -> str:
    """Return a token about an address; changing the address, or taking it back, ends it."""
    return _token(use, contact.pk, mark_of(contact))


def read_token(token: str) -> Link | None:
    """Return what a token says, or None if it was forged, damaged, or is over."""
    try:
        said = signing.loads(token, salt=_SALT)
        link = Link(Use(said["u"]), int(said["r"]), str(said["m"]))
        until = float(said["t"])
    except (signing.BadSignature, KeyError, TypeError, ValueError):
        return None
    return link if clock.now().timestamp() <= until else None


def use_of(token: str) -> Use | None:
    """Return what a link is for, if it still is for anything."""
    link = read_token(token)
    if link is None:
        return None
    if link.use == Use.OPEN:
        return link.use if message_of(link) is not None else None
    return link.use if contact_of(link, link.use) is not None else None


def message_of(link: Link | None) -> OutboxMessage | None:
    """Return the message that a reminder's link came with."""
    if link is None or link.use != Use.OPEN:
        return None
    return OutboxMessage.objects.select_related("participant").filter(pk=link.row).first()


def contact_of(link: Link | None, use: Use) -> ContactDetail | None:
    """Return the address that a link is about, or None if that was changed or taken back since."""
    if link is None or link.use != use:
        return None
    contact = ContactDetail.objects.select_related("participant").filter(pk=link.row).first()
    if contact is None or not contact.ciphertext or mark_of(contact) != link.mark:
        return None
    return contact


def mark_of(contact: ContactDetail) -> str:
    """Return a short mark of an address as it is stored; a new one is encrypted anew."""
    return sha256(bytes(contact.ciphertext)).hexdigest()[:16]


def address_of(token: str) -> str:
    """Return the whole address of a token's page."""
    return settings.LIMEN_ADDRESS + reverse("participant:confirm_email", args=[token])


def _token(use: Use, row: int, mark: str) -> str:
    until = (clock.now() + VALID_FOR[use]).timestamp()
    return signing.dumps({"u": use.value, "r": row, "m": mark, "t": int(until)}, salt=_SALT)
