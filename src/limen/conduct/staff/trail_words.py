"""What the events of the audit trail are called on pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

#: Event -> what happened, without its subject. A test asks for every event that core writes.
EVENTS: Mapping[str, Any] = {
    "adverse_event.judged": _("A new version of an adverse event"),
    "adverse_event.reported": _("An adverse event was reported"),
    "calendar.ended": _("The private calendar link ended"),
    "calendar.offered": _("A private calendar link was made"),
    "comprehension.answered": _("The comprehension check was answered"),
    "comprehension.attempt_allowed": _("Another attempt at the check was allowed"),
    "consent.counter_signed": _("The consent was counter-signed"),
    "consent.declined": _("The new version was declined"),
    "consent.given": _("Consent was given"),
    "contact.kept": _("A contact detail was kept or taken back"),
    "contact.read": _("Contact details were read"),
    "data.downloaded": _("The person downloaded their data"),
    "device.revoked": _("A device was signed out"),
    "devices.revoked": _("All devices were signed out"),
    "document.read": _("A document was read to its end"),
    "dose.corrected": _("The record of a dose was corrected"),
    "dose.recorded": _("A dose was recorded"),
    "eligibility.decided": _("Eligibility was decided"),
    "email.asked": _("A confirmation of the e-mail address was asked for"),
    "email.confirmed": _("The e-mail address was confirmed"),
    "email.turned_off": _("Reminders by e-mail were turned off"),
    "keys.replaced": _("The master key was replaced"),
    "measurement.corrected": _("A measurement was corrected"),
    "message.opened": _("The link in a message was followed"),
    "message.refused": _("A message was refused before it left"),
    "message.sent": _("A message was sent"),
    "message.uncertain": _("It is uncertain whether a message left"),
    "messages.answered": _("What was reminded of was answered"),
    "messages.ended": _("Messages ended without being sent"),
    "messages.uncertain": _("It is uncertain whether messages left"),
    "occasion.answered": _("An occasion was answered"),
    "occasion.cancelled": _("An occasion was cancelled"),
    "occasion.started": _("An occasion was begun"),
    "occasions.settled": _("Occasions opened, or were missed"),
    "participant.began": _("Study day 1 was set, and occasions were made"),
    "participant.came_back": _("Came back with the recovery phrase"),
    "participant.came_in": _("Came in with the invitation"),
    "participant.came_under_version": _("Came under a new version of the protocol"),
    "participant.chose_language": _("Chose another language"),
    "participant.completed": _("Completed the study"),
    "participant.discontinued": _("Stopped the intervention"),
    "participant.erased": _("Contact data and texts were erased"),
    "participant.invited": _("Invited"),
    "participant.invited_again": _("Invited again"),
    "participant.lost": _("Lost to follow-up"),
    "participant.moved": _("Moved to another time zone"),
    "participant.paused": _("Paused"),
    "participant.resumed": _("Came back from a pause"),
    "participant.withdrew": _("Withdrew"),
    "phrase.made": _("A new recovery phrase was made"),
    "protocol.amended": _("The protocol was amended"),
    "response.corrected": _("An answer was corrected"),
    "scores.recomputed": _("Scores were computed again"),
    "screening.answered": _("Screening questions were answered"),
    "staff.added": _("A member of staff was added"),
    "staff.password_set": _("A password was set"),
    "staff.signed_in": _("Signed in"),
    "staff.signed_out": _("Signed out"),
    "study.exported": _("The data were exported"),
    "study.created": _("The study was created"),
    "study.opened": _("The study was opened"),
    "study.restored": _("The study was restored from a backup"),
    "study.upgraded": _("The server was upgraded"),
}


def said(event: str) -> Any:
    """Return what an event is called; one of another version of Limen by its own name."""
    return EVENTS.get(event) or event.replace(".", " ").replace("_", " ")
