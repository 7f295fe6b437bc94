"""After the database lock nothing is written any more, but for a few events that must be."""

from __future__ import annotations

from django.utils.translation import gettext as _

from limen.conduct.core.actor import Actor
from limen.conduct.core.models.study import Study
from limen.errors import LockedError, Problem

LOCKED = "study.locked"  # the event after which nothing else is written
AFTER_THE_LOCK = frozenset(
    {
        "participant.erased",  # a right that no lock ends
        "blind.broken",  # an emergency knows no lock
        "share.released",
        "dosing.told",  # and those whom it concerns are told of it
        "dosing.hold_read",
        "message.sent",
        "message.refused",
        "message.uncertain",
        "message.opened",
        "messages.ended",
        "messages.uncertain",
        "study.restored",
        "study.upgraded",
        "keys.replaced",
        "staff.added",
        "staff.change_refused",
        "staff.factor_reset",
        "staff.factor_set",
        "staff.left",
        "staff.locked_out",
        "staff.password_set",
        "staff.role_added",
        "staff.role_ended",
        "staff.signed_in",
        "staff.signed_out",
        "device.revoked",
        "approval.recorded",  # papers of the site, and of its staff
        "approval.ended",
        "delegation.signed",
        "payment.recorded",  # what is owed is owed after the lock too
        "payment.taken_back",
        "data.downloaded",  # nor this one
        "study.exported",
        "report.taken",  # nor does this
        "adverse_event.report_taken",  # authorities ask for reports of events after it too
    }
)
"""What may still happen: nothing that a dataset would show."""


def refuse_if_locked(event: str, by: Actor) -> None:
    """Raise `LockedError` if the study is locked, and the event is none of `AFTER_THE_LOCK`.

    Asked when the transaction alone may write: a lock that comes a moment earlier is seen. To
    participants it says what that means for them, and nothing of databases.
    """
    if event in AFTER_THE_LOCK:
        return
    at = Study.objects.values_list("locked_at", flat=True).first()
    if at is None:
        return
    if by.kind == "participant":
        raise LockedError(
            _("The study has ended and its data are closed; nothing more can be stored.")
        )
    remedy = "Whatever is still to be put right belongs into the report of the analysis."
    problem = Problem(message=f"It was locked on {at:%Y-%m-%d at %H:%M} UTC.", remedy=remedy)
    raise LockedError("The database is locked: nothing is written any more.", [problem])
