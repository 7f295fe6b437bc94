"""What a message says: neutral words in the participant's language, and its headers.

Nothing about substances, about what is studied, or about what is asked. A link goes to the site;
it signs nobody in.
"""

from __future__ import annotations

from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import translation
from django.utils.crypto import salted_hmac
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from limen.conduct.core.approvals.services.warn import LAPSES
from limen.conduct.core.dispatch.opening.told import TOLD
from limen.conduct.core.messages.facts import CONFIRM
from limen.conduct.core.messages.links import Use, address_of, address_token, open_token
from limen.conduct.core.messages.pager import Page
from limen.conduct.core.models import ContactDetail, Duty, OutboxMessage, Participant
from limen.conduct.core.safety.services.watch import READ_TODAY
from limen.conduct.core.services.keep_contact import read_contact
from limen.errors import ConductError


def email_of(message: OutboxMessage) -> EmailMessage:
    """Return the e-mail to send; the address is decrypted here and nowhere before.

    `ErasedError` if it was erased, `ConductError` if it was taken back or cannot be read.
    """
    if message.member is not None:
        return _call(message)
    participant = _whose(message)
    contact = ContactDetail.objects.filter(
        participant=participant, kind=ContactDetail.Kind.EMAIL
    ).first()
    address = read_contact(participant, ContactDetail.Kind.EMAIL)
    if contact is None or not address:
        raise ConductError("There is no address to send to.")
    language = spoken(participant.language)
    headers = {
        "Message-ID": message_id(message),
        "Auto-Submitted": "auto-generated",
        "Content-Language": language,
    }
    with translation.override(language):
        if message.purpose == CONFIRM:
            subject, lines = _confirmation(contact)
        else:
            off = address_of(address_token(Use.OFF, contact))
            write = _to_read if message.purpose == READ_TODAY else _reminder
            subject, lines = write(message, off)
            headers["List-Unsubscribe"] = f"<{off}>"
    return EmailMessage(
        subject=subject,
        body="\n".join(lines),
        to=[address],
        reply_to=settings.LIMEN_REPLY_TO,
        headers=headers,
    )


def spoken(language: str) -> str:
    """Return the language of our own words for somebody's language: the same, or English."""
    try:
        return translation.get_supported_language_variant(language)
    except LookupError:
        return str(settings.LANGUAGE_CODE)


def message_id(message: OutboxMessage) -> str:
    """Return the Message-ID, which follows from the idempotency key: the same however often made.

    Without the server's secret key nobody can tell from it whose it is.
    """
    digest = salted_hmac("limen.conduct.messages.id", message.idempotency_key, algorithm="sha256")
    return f"<{digest.hexdigest()[:40]}@{host()}>"


def host() -> str:
    """Return the host name of the server's address."""
    return urlsplit(settings.LIMEN_ADDRESS).hostname or "localhost"


def _reminder(message: OutboxMessage, off: str) -> tuple[str, list[str]]:
    lines = [
        _("Hello,"),
        "",
        _("this is the reminder that you asked for. Something is waiting for you."),
    ]
    if message.occasion is not None:
        place = ZoneInfo(message.occasion.zone)
        until = message.window_end.astimezone(place).replace(tzinfo=None)
        shown = {"time": date_format(until, "DATETIME_FORMAT"), "zone": place.key}
        lines.append(_("It is open until %(time)s (%(zone)s).") % shown)
    lines += [
        "",
        address_of(open_token(message)),
        "",
        _("If you have answered already, all is well."),
        "",
        _("To get no more reminders:"),
        off,
        "",
    ]
    return _("A reminder"), lines


def _to_read(message: OutboxMessage, off: str) -> tuple[str, list[str]]:
    lines = [
        _("Hello,"),
        "",
        _("the study team has put something on your page. Please read it now, before all else."),
        "",
        address_of(open_token(message)),
        "",
        _("To get no more e-mails of this kind:"),
        off,
        "",
    ]
    return _("Please read your page"), lines


def page_of(message: OutboxMessage) -> Page:
    """Return the call that the site's pager or text-message gateway is given."""
    alert = message.alert
    site = _whose(message).site_id
    duty = Duty.objects.filter(site=site, member=message.member).exclude(pager="")
    latest = duty.filter(starts_at__lte=message.made_at).order_by("-starts_at").first()
    if latest is None or alert is None:
        raise ConductError("There is no number to call.")
    link = _inbox()
    return Page(to=latest.pager, text=f"{_CALLED} {link}", link=link, id=message_id(message)[1:-1])


def _call(message: OutboxMessage) -> EmailMessage:
    """Return the e-mail to somebody of staff: neither who it is about, nor what has happened."""
    assert message.member is not None
    lines = [_CALLED, "", _inbox(), "", "You are called until somebody acknowledges it there.", ""]
    if message.purpose == TOLD:
        lines = [_RECORDED, "", _person(message), "", "Nothing needs to be answered.", ""]
    elif message.purpose == LAPSES:
        lines = [_RUNS_OUT, "", f"{settings.LIMEN_ADDRESS}/staff/approvals/", ""]
    headers = {"Message-ID": message_id(message), "Auto-Submitted": "auto-generated"}
    return EmailMessage(
        subject="Please sign in", body="\n".join(lines), to=[message.member.email], headers=headers
    )


_CALLED = "Something waits for you as somebody on call. Please sign in now."


_RECORDED = "Something was recorded that the study team should know of. Please sign in."


_RUNS_OUT = "A paper of your site runs out soon. Please sign in and read which one, and until when."


def _whose(message: OutboxMessage) -> Participant:
    """Return whom a message goes to or is about; messages about a site are not asked."""
    if message.participant is None:
        raise ConductError("The message is about nobody.")
    return message.participant


def _person(message: OutboxMessage) -> str:
    return f"{settings.LIMEN_ADDRESS}/staff/p/{_whose(message).code}/"


def _inbox() -> str:
    return str(settings.LIMEN_ADDRESS) + "/staff/safety/"


def _confirmation(contact: ContactDetail) -> tuple[str, list[str]]:
    lines = [
        _("Hello,"),
        "",
        _("somebody, probably you, asked for reminders to be sent to this address."),
        _("If it was you, open this page within three days and press the button:"),
        "",
        address_of(address_token(Use.CONFIRM, contact)),
        "",
        _("If it was not you, do nothing, and you will get no reminders."),
        "",
    ]
    return _("Confirm your address"), lines
